import type { CertificateFacts, ExchangeView } from '../../domain/certificate.ts';
import { unknownExchangeView } from '../../domain/certificate.ts';
import type { Known } from '../../domain/reading.ts';
import { type ExchangeService, readServices } from '../../domain/services.ts';
import { isPlainObject, type PlainObject } from '../plain.ts';
import { certificateStatus, rootCaType } from './enumerations.ts';
import { enumName, field, flag, list, name, number, numberOf, text, textOf } from './fields.ts';
import { utcTime } from './times.ts';

/** What the named properties of a Get-ExchangeCertificate answer say beside the certificate's own bytes. */
export function exchangeViewByName(object: PlainObject): ExchangeView {
  const identity = name(object, 'Identity');
  return {
    ...unknownExchangeView,
    services: services(object),
    status: enumName(object, 'Status', certificateStatus),
    rootCaType: enumName(object, 'RootCAType', rootCaType),
    friendlyName: text(object, 'FriendlyName'),
    hasPrivateKey: flag(object, 'HasPrivateKey'),
    privateKeyExportable: flag(object, 'PrivateKeyExportable'),
    iisServices: list(object, 'IISServices'),
    identity,
    server: serverOf(identity),
  };
}

/** Certificate facts from printed properties, for answers without RawData; names come from CertificateDomains. */
export function certificateFactsByName(object: PlainObject, thumbprint: string): CertificateFacts {
  return {
    thumbprint,
    sha256: null,
    subject: name(object, 'Subject'),
    issuer: name(object, 'Issuer'),
    serialNumber: serialNumber(name(object, 'SerialNumber')),
    notBefore: certificateTime(object, 'NotBefore'),
    notAfter: certificateTime(object, 'NotAfter'),
    names: list(object, 'CertificateDomains', 'DnsNameList') ?? [],
    keyAlgorithm: null,
    keySize: number(object, 'PublicKeySize'),
    signatureAlgorithm: null,
    selfSigned: flag(object, 'IsSelfSigned'),
  };
}

/** `ServerFQDN\Thumbprint`. */
export function serverOf(identity: Known<string>): Known<string> {
  const at = identity?.lastIndexOf('\\') ?? -1;
  return identity !== null && at > 0 ? identity.slice(0, at) : null;
}

function services(object: PlainObject): Known<readonly ExchangeService[]> {
  const value = field(object, 'Services');
  if (value !== undefined && value !== null) {
    const words =
      isPlainObject(value) && value.items !== null ? value.items.map((item) => textOf(item)) : null;
    const read = readServices(words ?? numberOf(value)) ?? readServices(textOf(value));
    if (read !== null) return read;
  }
  return readServices(text(object, 'ServicesStringForm'));
}

function certificateTime(object: PlainObject, property: string): Known<string> {
  const time = utcTime(object, property);
  return time === null ? null : new Date(time).toISOString();
}

function serialNumber(printed: string | null): string | null {
  const digits = printed?.replace(/[\s:]+/g, '').toUpperCase() ?? '';
  if (!/^[0-9A-F]{1,128}$/.test(digits)) return null;
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}
