import { describe, expect, it } from 'vitest';
import { certificateFacts } from '../../main/trust/certificate-facts.ts';
import * as der from './support/der-writer.ts';
import {
  altNames,
  type CertificateRecipe,
  dns,
  ecKey,
  extension,
  ip,
  makeLeaf,
  makeRoot,
  oids,
  rsaKey,
} from './support/make-certificate.ts';

const root = makeRoot();
const facts = (recipe: CertificateRecipe) =>
  certificateFacts(makeLeaf(root, 'mail.contoso.com', recipe).parsed);

describe('what an administrator reads of a certificate', () => {
  it('names as Windows prints them: most specific part first', () => {
    const subject = der.name(['C', der.printable('US')], ['O', 'Contoso, Ltd.'], ['CN', 'mail.contoso.com']);
    expect(facts({ subject }).subject).toBe('CN=mail.contoso.com, O="Contoso, Ltd.", C=US');
    expect(facts({ subject }).issuer).toBe('CN=Test Root, O=Contoso Test');
  });

  it.each([
    ['UTF-8', der.utf8('Bücher'), 'Bücher'],
    ['T.61, which everybody writes as Latin-1', der.teletex('Bücher'), 'Bücher'],
    ['BMP', der.bmp('Bücher 書'), 'Bücher 書'],
    ['Universal', der.tlv(0x1c, Buffer.from([0, 0, 0, 0x41, 0, 1, 0xf4, 0xa9])), 'A💩'],
    ['Numeric', der.tlv(0x12, Buffer.from('12 34')), '12 34'],
    ['Printable with a letter it does not have', der.tlv(0x13, Buffer.from('Bü')), '#130342C3BC'],
    ['broken UTF-8', der.tlv(0x0c, Buffer.from([0xc3])), '#0C01C3'],
    ['BMP of odd length', der.tlv(0x1e, Buffer.from([0, 0x41, 0])), '#1E03004100'],
    ['a number where text should be', der.integer(7), '#020107'],
  ])('a name in %s', (_title, value, printed) => {
    expect(facts({ subject: der.name(['CN', value]) }).subject).toBe(`CN=${printed}`);
  });

  it('an attribute that Windows has no key for, by its number', () => {
    expect(facts({ subject: der.name(['2.5.4.15', 'Private Organization']) }).subject).toBe(
      'OID.2.5.4.15=Private Organization',
    );
  });

  it('host names from the alternative names, and only else from the common name', () => {
    expect(facts({}).names).toEqual(['mail.contoso.com']);
    const change = {
      [oids.subjectAltName]: altNames(dns('a.contoso.com'), ip(192, 0, 2, 1), dns('b.contoso.com')),
    };
    expect(facts({ change }).names).toEqual(['a.contoso.com', 'b.contoso.com']);
    const none = { [oids.subjectAltName]: null };
    expect(facts({ change: none, subject: der.name(['CN', 'EX01'], ['CN', 'mail']) }).names).toEqual([
      'mail',
      'EX01',
    ]);
    expect(facts({ change: { [oids.subjectAltName]: altNames(ip(192, 0, 2, 1)) } }).names).toEqual([
      'mail.contoso.com',
    ]);
  });

  it('one encoded name as one name, whatever stands in it', () => {
    const odd = ['a.contoso.com, DNS:victim.com', 'victim.com\0.contoso.com', 'x\nDNS:victim.com'];
    const change = { [oids.subjectAltName]: altNames(...odd.map(dns)) };
    expect(facts({ change }).names).toEqual(odd);
  });

  it('the serial number in upper-case hex of even length', () => {
    expect(facts({ serial: 0x0a }).serialNumber).toBe('0A');
    expect(facts({ serial: 0xff00 }).serialNumber).toBe('00FF00');
    expect(facts({ serial: Buffer.from([0x85]) }).serialNumber).toBe('85');
  });

  it.each([
    [der.time('2026-03-01T12:34:56Z'), '2026-03-01T12:34:56.000Z'],
    [der.tlv(0x17, Buffer.from('491231235959Z')), '2049-12-31T23:59:59.000Z'],
    [der.tlv(0x17, Buffer.from('500101000000Z')), '1950-01-01T00:00:00.000Z'],
    [der.tlv(0x18, Buffer.from('99991231235959Z')), '9999-12-31T23:59:59.000Z'],
    [der.tlv(0x18, Buffer.from('00010101000000Z')), '0001-01-01T00:00:00.000Z'],
    [der.tlv(0x17, Buffer.from('2603011234+0100')), '2026-03-01T11:34:00.000Z'],
    [der.tlv(0x18, Buffer.from('20510101000000.5Z')), '2051-01-01T00:00:00.000Z'],
  ])('dates in UTC: %#', (notAfter, iso) => {
    expect(facts({ notAfter }).notAfter).toBe(iso);
  });

  it('whether issuer and subject are the same name, which is what Exchange calls self-signed', () => {
    expect(facts({}).selfSigned).toBe(false);
    expect(certificateFacts(root.parsed).selfSigned).toBe(true);
  });
});

describe('algorithms as Windows names them', () => {
  it.each([
    ['RSA', 3072, { key: rsaKey(3072) }],
    ['EC', 384, { key: ecKey('secp384r1') }],
    [
      'Ed25519',
      256,
      { spki: der.sequence(der.sequence(der.oid('1.3.101.112')), der.bits(Buffer.alloc(32, 9))) },
    ],
    ['1.2.3.4', null, { spki: der.sequence(der.sequence(der.oid('1.2.3.4')), der.bits(Buffer.alloc(3))) }],
    [
      'EC',
      null,
      {
        spki: der.sequence(
          der.sequence(der.oid('1.2.840.10045.2.1'), der.sequence()),
          der.bits(Buffer.alloc(65, 4)),
        ),
      },
    ],
  ])('%s of %s bits', (keyAlgorithm, keySize, recipe) => {
    expect(facts(recipe)).toMatchObject({ keyAlgorithm, keySize });
  });

  it.each([
    ['1.2.840.113549.1.1.11', 'sha256RSA'],
    ['1.2.840.113549.1.1.5', 'sha1RSA'],
    ['1.2.840.113549.1.1.4', 'md5RSA'],
    ['1.2.840.113549.1.1.10', 'RSASSA-PSS'],
    ['1.2.840.10045.4.3.3', 'sha384ECDSA'],
    ['1.3.101.112', 'ed25519'],
    ['1.2.3.4', '1.2.3.4'],
  ])('%s is %s', (algorithm, name) => {
    expect(facts({ algorithm: der.sequence(der.oid(algorithm)) }).signatureAlgorithm).toBe(name);
  });
});

describe('identity', () => {
  it('is SHA-256: certificates that differ in one bit differ in both digests', () => {
    const one = facts({ serial: 1 });
    expect(one.thumbprint).toMatch(/^[0-9A-F]{40}$/);
    expect(one.sha256).toMatch(/^[0-9A-F]{64}$/);
    expect(facts({ serial: 2 }).sha256).not.toBe(one.sha256);
  });

  it('survives twenty thousand names in one certificate', () => {
    const names = Array.from({ length: 20_001 }, (_, index) => dns(`host${index}.contoso.com`));
    const change = { [oids.subjectAltName]: extension(oids.subjectAltName, der.sequence(...names)) };
    expect(facts({ change }).names).toHaveLength(20_001);
  });
});
