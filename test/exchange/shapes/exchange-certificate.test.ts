import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unknownExchangeView } from '../../../main/domain/certificate.ts';
import {
  type CertificateBytesReading,
  exchangeCertificate,
} from '../../../main/exchange/shapes/exchange-certificate.ts';
import type { SerializedView } from '../../../main/exchange/shapes/serialized-view.ts';
import { enumeration, here, record } from './plain.ts';

const der = new Uint8Array([0x30, 1, 2, 3]);
const digest = (kind: string, bytes: Uint8Array) =>
  createHash(kind).update(bytes).digest('hex').toUpperCase();
const thumbprint = digest('sha1', der);

/** Stands in for the reader of certificates, which has tests of its own. */
function readBytes(bytes: Uint8Array): CertificateBytesReading {
  const unreadable = bytes[0] === 0x30 ? null : 'no certificate';
  return {
    facts: {
      thumbprint: digest('sha1', bytes),
      sha256: digest('sha256', bytes),
      subject: unreadable === null ? 'CN=mail.contoso.com' : null,
      issuer: unreadable === null ? 'CN=Public CA' : null,
      serialNumber: unreadable === null ? '0A' : null,
      notBefore: null,
      notAfter: unreadable === null ? '2027-01-01T00:00:00.000Z' : null,
      names: unreadable === null ? ['mail.contoso.com'] : [],
      keyAlgorithm: null,
      keySize: null,
      signatureAlgorithm: null,
      selfSigned: null,
    },
    unreadable,
  };
}

const serialized: SerializedView = {
  ...unknownExchangeView,
  services: ['SMTP'],
  status: 'Valid',
  rootCaType: 'Registry',
  friendlyName: 'Microsoft Exchange',
  hasPrivateKey: true,
  privateKeyExportable: false,
  iisServices: [],
  identity: `ex01.contoso.com\\${thumbprint}`,
  server: 'ex01.contoso.com',
  certificate: der,
  signed: false,
};

describe('Get-ExchangeCertificate over plain remoting: bytes and nothing else', () => {
  const shape = exchangeCertificate(record({ RawData: der, PSComputerName: 'ex01' }), here, readBytes);

  it('what Exchange alone knows stays unknown', () => {
    expect(shape?.certificate).toMatchObject({
      ...unknownExchangeView,
      thumbprint,
      subject: 'CN=mail.contoso.com',
    });
    expect(shape?.certificate.raw).toBe(Buffer.from(der).toString('base64'));
    expect(shape?.certificate.origins).toEqual([here]);
  });

  it('an empty Services text is the same as none', () => {
    const empty = exchangeCertificate(record({ RawData: der, Services: '' }), here, readBytes);
    expect(empty?.certificate.services).toBeNull();
  });
});

describe('with SerializationData', () => {
  it('its view fills the row', () => {
    const shape = exchangeCertificate(record({ RawData: der }), here, readBytes, serialized);
    expect(shape?.certificate).toMatchObject({ services: ['SMTP'], status: 'Valid', hasPrivateKey: true });
    expect(shape?.contradictions).toEqual([]);
  });

  it('its bytes serve where RawData is missing', () => {
    expect(exchangeCertificate(record({}), here, readBytes, serialized)?.certificate.thumbprint).toBe(
      thumbprint,
    );
  });

  it('a view of another certificate is not shown at this one, and is told', () => {
    const other = { ...serialized, certificate: new Uint8Array([0x30, 9]) };
    const shape = exchangeCertificate(record({ RawData: der }), here, readBytes, other);
    expect(shape?.certificate).toMatchObject(unknownExchangeView);
    expect(shape?.contradictions).toEqual([
      {
        what: 'serializationData',
        subject: thumbprint,
        values: [der, other.certificate].map((bytes) => ({ text: digest('sha256', bytes), origin: here })),
      },
    ]);
  });

  it('a property by name that says something else stays, and is told', () => {
    const shape = exchangeCertificate(
      record({ RawData: der, Status: 'Invalid' }),
      here,
      readBytes,
      serialized,
    );
    expect(shape?.certificate.status).toBe('Invalid');
    expect(shape?.contradictions).toMatchObject([
      { what: 'status', values: [{ text: 'Invalid' }, { text: 'Valid' }] },
    ]);
  });
});

describe('a projection on the server: properties by name', () => {
  const projection = {
    Thumbprint: thumbprint.toLowerCase(),
    Subject: 'CN=mail.contoso.com',
    Issuer: 'CN=Public CA',
    SerialNumber: 'abc',
    NotAfter: '2027-01-01T01:00:00+01:00',
    IsSelfSigned: false,
    PublicKeySize: 2048,
    Services: 'IMAP, POP, IIS, SMTP',
    Status: 'Valid',
    RootCAType: 'ThirdParty',
    CertificateDomains: ['mail.contoso.com', 'autodiscover.contoso.com'],
    FriendlyName: 'Mail 2026',
    HasPrivateKey: true,
    PrivateKeyExportable: 'False',
    IISServices: ['IIS://EX01/W3SVC/1'],
    Identity: `EX01.contoso.com\\${thumbprint}`,
  };

  it('is a whole row without the bytes', () => {
    expect(exchangeCertificate(record(projection), here, readBytes)?.certificate).toEqual({
      thumbprint,
      sha256: null,
      subject: 'CN=mail.contoso.com',
      issuer: 'CN=Public CA',
      serialNumber: '0ABC',
      notBefore: null,
      notAfter: '2027-01-01T00:00:00.000Z',
      names: ['mail.contoso.com', 'autodiscover.contoso.com'],
      keyAlgorithm: null,
      keySize: 2048,
      signatureAlgorithm: null,
      selfSigned: false,
      services: ['IMAP', 'POP', 'IIS', 'SMTP'],
      status: 'Valid',
      rootCaType: 'ThirdParty',
      friendlyName: 'Mail 2026',
      hasPrivateKey: true,
      privateKeyExportable: false,
      iisServices: ['IIS://EX01/W3SVC/1'],
      identity: `EX01.contoso.com\\${thumbprint}`,
      server: 'EX01.contoso.com',
      networkServiceCanReadKey: null,
      raw: null,
      origins: [here],
      unreadable: null,
    });
  });

  it.each([
    ['a number', 27],
    ['a number in a box', enumeration(null, 27)],
    ['word and number', enumeration('IMAP, POP, IIS, SMTP', 27)],
    ['a list', ['IMAP', 'POP', 'IIS', 'SMTP']],
    ['positions', 'IP.WS..'],
  ])('Services as %s', (_, Services) => {
    const shape = exchangeCertificate(record({ ...projection, Services }), here, readBytes);
    expect(shape?.certificate.services).toEqual(['IMAP', 'POP', 'IIS', 'SMTP']);
  });

  it('ServicesStringForm helps where Services is empty; None is an empty list', () => {
    const form = record({ ...projection, Services: '', ServicesStringForm: '....S..' });
    expect(exchangeCertificate(form, here, readBytes)?.certificate.services).toEqual(['SMTP']);
    const none = record({ ...projection, Services: 'None' });
    expect(exchangeCertificate(none, here, readBytes)?.certificate.services).toEqual([]);
  });

  it('enumerations as numbers', () => {
    const shape = exchangeCertificate(record({ ...projection, Status: 7, RootCAType: 3 }), here, readBytes);
    expect(shape?.certificate).toMatchObject({ status: 'PendingRequest', rootCaType: 'Registry' });
  });

  it('a date in the culture of the server says no time', () => {
    const shape = exchangeCertificate(
      record({ ...projection, NotAfter: '01/02/2027 00:00:00' }),
      here,
      readBytes,
    );
    expect(shape?.certificate.notAfter).toBeNull();
  });

  it('a thumbprint that is not that of the bytes is told; the bytes decide', () => {
    const wrong = record({ RawData: der, Thumbprint: '00'.repeat(20) });
    const shape = exchangeCertificate(wrong, here, readBytes);
    expect(shape?.certificate.thumbprint).toBe(thumbprint);
    expect(shape?.contradictions).toMatchObject([{ what: 'thumbprint' }]);
  });
});

describe('bytes that make no sense', () => {
  it('are a row with the thumbprint of the bytes, the reason, and what was printed', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const shape = exchangeCertificate(record({ RawData: bytes, Subject: 'CN=old' }), here, readBytes);
    expect(shape?.certificate).toMatchObject({
      thumbprint: digest('sha1', bytes),
      unreadable: 'no certificate',
      subject: 'CN=old',
    });
  });

  it('an answer without bytes and thumbprint is no certificate', () => {
    expect(exchangeCertificate(record({ Services: 'SMTP' }), here, readBytes)).toBeNull();
    expect(exchangeCertificate(record({ Thumbprint: 'short' }), here, readBytes)).toBeNull();
  });
});
