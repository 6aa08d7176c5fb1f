import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import * as peculiar from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { type ParsedCertificate, readCertificate } from '../../main/trust/certificate.ts';
import { hostNames } from '../../main/trust/certificate-facts.ts';
import { authorityInfoAccess, subjectAltName } from '../../main/trust/extensions.ts';
import { flipBits, generator, mutate } from './support/mutations.ts';
import { bundledRoots, exchangeCertificates, limboCertificates } from './support/real-certificates.ts';

/**
 * Three readers over the same bytes: this one, OpenSSL inside Node.js, and @peculiar/x509. Where all read, they must agree on
 * every field; where one refuses, the reason must be among those that were reviewed here.
 */
const real = [...bundledRoots, ...limboCertificates(), ...exchangeCertificates()];

/** What OpenSSL lets pass and this reader refuses: it is no DER (X.690), or the bytes mean two things. */
const refusedHere = new Set([
  'bad-value', // dates that do not exist, BOOLEAN 01, unused bits that are set
  'trailing-bytes', // OpenSSL reads the first element and ignores the rest
  'unexpected-tag', // SEQUENCE without the constructed bit, strings in pieces
  'length-too-large', // a length of five octets
  'truncated', // a key whose length reaches beyond its field
  'length-not-minimal',
  'indefinite-length',
  'long-tag',
]);

function readBoth(der: Buffer): { ours: ReturnType<typeof readCertificate>; node: NodeCertificate | null } {
  const ours = readCertificate(der);
  try {
    return { ours, node: new NodeCertificate(der) };
  } catch {
    return { ours, node: null };
  }
}

function withoutZeros(hex: string): string {
  return hex.replace(/^0+(?=.)/, '');
}

function nodeDifferences(ours: ParsedCertificate, node: NodeCertificate): string[] {
  const negative = (ours.serial.bytes[0] as number) >= 0x80;
  const fields: [string, unknown, unknown][] = [
    ['sha256', ours.sha256, node.fingerprint256.replaceAll(':', '')],
    ['thumbprint', ours.thumbprint, node.fingerprint.replaceAll(':', '')],
    [
      'serial',
      negative ? '-' : withoutZeros(ours.serial.hex),
      negative ? node.serialNumber[0] : withoutZeros(node.serialNumber),
    ],
    ['notBefore', ours.notBefore.epoch, Date.parse(node.validFrom)],
    ['notAfter', ours.notAfter.epoch, Date.parse(node.validTo)],
  ];
  return fields.filter(([, left, right]) => left !== right).map(([field]) => field);
}

describe('beside OpenSSL', () => {
  it('reads every real certificate, and every field alike', () => {
    expect(real.length).toBeGreaterThan(100);
    for (const der of real) {
      const { ours, node } = readBoth(der);
      expect(ours.ok && node !== null && nodeDifferences(ours.certificate, node)).toEqual([]);
      if (ours.ok && node !== null) expect(keyOf(ours.certificate)).toEqual(nodeKeyOf(node));
    }
  });

  it('agrees on twenty thousand damaged ones, or the difference is one that was reviewed', () => {
    const random = generator(13);
    const tally = { both: 0, neither: 0, onlyOpenssl: 0, onlyHere: 0 };
    for (let index = 0; index < 20_000; index++) {
      const source = real[random(real.length)] as Buffer;
      const { ours, node } = readBoth(index % 2 === 0 ? mutate(source, random) : flipBits(source, random));
      if (ours.ok && node !== null) {
        tally.both++;
        expect(nodeDifferences(ours.certificate, node)).toEqual([]);
      } else if (ours.ok) {
        tally.onlyHere++;
      } else if (node !== null) {
        tally.onlyOpenssl++;
        expect(refusedHere).toContain(ours.problem.code);
      } else tally.neither++;
    }
    // Reviewed: what is read only here has damage in a value that OpenSSL decodes at once and this reader when asked.
    expect(tally.onlyHere).toBeLessThan(400);
    expect(tally.onlyOpenssl).toBeLessThan(1500);
    expect(tally.both).toBeGreaterThan(7000);
  }, 120_000);
});

function keyOf(ours: ParsedCertificate): unknown {
  const { description } = ours.publicKey;
  switch (description.kind) {
    case 'RSA':
      return { type: 'rsa', bits: description.bits };
    case 'EC':
      return { type: 'ec', bits: description.bits };
    default:
      return { type: description.name.toLowerCase(), bits: undefined };
  }
}

const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
  prime192v1: 192,
};

function nodeKeyOf({ publicKey }: NodeCertificate): unknown {
  const details = publicKey.asymmetricKeyDetails;
  const type = publicKey.asymmetricKeyType;
  if (type === 'rsa') return { type, bits: details?.modulusLength };
  if (type === 'ec') return { type, bits: curveBits[details?.namedCurve ?? ''] };
  return { type, bits: undefined };
}

/** Null where the library refuses; it decodes extensions and key when they are first asked for. */
function readWithPeculiar(der: Buffer): peculiar.X509Certificate | null {
  try {
    const certificate = new peculiar.X509Certificate(der);
    return certificate.extensions.length >= 0 && certificate.publicKey.rawData.byteLength > 0
      ? certificate
      : null;
  } catch {
    return null;
  }
}

function peculiarNames(certificate: peculiar.X509Certificate): string[] {
  const extension = certificate.getExtension(peculiar.SubjectAlternativeNameExtension);
  return extension?.names.items.filter(({ type }) => type === 'dns').map(({ value }) => value) ?? [];
}

function peculiarDifferences(ours: ParsedCertificate, other: peculiar.X509Certificate): string[] {
  const fields: [string, unknown, unknown][] = [
    ['serial', withoutZeros(ours.serial.hex), withoutZeros(other.serialNumber.toUpperCase())],
    ['notBefore', ours.notBefore.epoch, other.notBefore.getTime()],
    ['notAfter', ours.notAfter.epoch, other.notAfter.getTime()],
    [
      'key',
      Buffer.from(ours.publicKey.raw).toString('hex'),
      Buffer.from(other.publicKey.rawData).toString('hex'),
    ],
    ['signature', Buffer.from(ours.signature).toString('hex'), Buffer.from(other.signature).toString('hex')],
    [
      'extensions',
      ours.extensions.map(({ oid, critical }) => `${oid} ${critical}`),
      other.extensions.map(({ type, critical }) => `${type} ${critical}`),
    ],
  ];
  return fields
    .filter(([, left, right]) => JSON.stringify(left) !== JSON.stringify(right))
    .map(([field]) => field);
}

describe('beside @peculiar/x509', () => {
  it('reads every field of every real certificate alike, save two of limbo that it refuses whole', () => {
    const refused: string[] = [];
    for (const der of real) {
      const ours = readCertificate(der);
      if (!ours.ok) throw new Error(ours.problem.text);
      const other = readWithPeculiar(der);
      if (other === null) {
        refused.push(malformedExtensions(ours.certificate).join());
        continue;
      }
      expect(peculiarDifferences(ours.certificate, other)).toEqual([]);
      // Bytes outside ASCII have no meaning in an IA5String: read as UTF-8 here, as Latin-1 there.
      const names = peculiarNames(other).filter(isAsciiText);
      if (names.length > 0) expect(hostNames(ours.certificate)).toEqual(names);
    }
    // An alternative name and an access information that are no DER: here only the extension is refused.
    if (limboCertificates().length > 0)
      expect(refused.sort()).toEqual([authorityInfoAccess.oid, subjectAltName.oid]);
  }, 60_000);

  it('agrees on five hundred damaged ones that both read', () => {
    const random = generator(17);
    let compared = 0;
    for (let index = 0; index < 500; index++) {
      const damaged = flipBits(real[random(real.length)] as Buffer, random);
      const ours = readCertificate(damaged);
      const other = ours.ok ? readWithPeculiar(damaged) : null;
      if (!ours.ok || other === null) continue;
      compared++;
      expect(peculiarDifferences(ours.certificate, other)).toEqual([]);
    }
    expect(compared).toBeGreaterThan(150);
  }, 60_000);
});

function isAsciiText(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function malformedExtensions(certificate: ParsedCertificate): string[] {
  const kinds = [subjectAltName, authorityInfoAccess];
  return kinds.filter((kind) => certificate.read<unknown>(kind).state === 'malformed').map(({ oid }) => oid);
}
