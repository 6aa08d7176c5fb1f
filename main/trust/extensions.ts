import type { ExtensionKind } from './certificate.ts';
import { DerError, DerReader, derTag, readWhole } from './der.ts';
import { bitStringOf, readBoolean, readIntegerBytes, readOid, readSmallInteger } from './der-values.ts';
import { type GeneralName, readGeneralName, readGeneralNames } from './general-names.ts';

export interface BasicConstraints {
  readonly ca: boolean;
  /** How many CA certificates that are not self-issued may follow; null: any number. */
  readonly pathLength: number | null;
}

/** RFC 5280 4.2.1.9. */
export const basicConstraints: ExtensionKind<BasicConstraints> = {
  oid: '2.5.29.19',
  read(value) {
    const inside = readWhole(value, derTag.sequence);
    const ca = inside.nextTag === derTag.boolean && readBoolean(inside);
    const pathLength = inside.atEnd ? null : readSmallInteger(inside);
    inside.finish();
    return { ca, pathLength };
  },
};

/** Names in bit order, RFC 5280 4.2.1.3. */
const usageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = Readonly<Record<(typeof usageNames)[number], boolean>>;

export const keyUsage: ExtensionKind<KeyUsage> = {
  oid: '2.5.29.15',
  read(value) {
    const reader = new DerReader(value);
    const { bytes } = bitStringOf(reader, reader.expect(derTag.bitString));
    reader.finish();
    const usages = usageNames.map((name, bit) => [name, isBitSet(bytes, bit)] as const);
    // "When present, at least one of the bits MUST be set to 1."
    if (!usages.some(([, set]) => set)) throw new DerError('bad-value', null, 'key usage without any usage');
    return Object.fromEntries(usages) as KeyUsage;
  },
};

function isBitSet(bytes: Uint8Array, bit: number): boolean {
  return (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
}

export const keyPurpose = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  precertificateSigning: '1.3.6.1.4.1.11129.2.4.4',
} as const;

/** RFC 5280 4.2.1.12: dotted OIDs of the purposes. */
export const extendedKeyUsage: ExtensionKind<readonly string[]> = {
  oid: '2.5.29.37',
  read: (value) => listOf(readWhole(value, derTag.sequence), readOid),
};

/** RFC 5280 4.2.1.6, in encoded order. */
export const subjectAltName: ExtensionKind<readonly GeneralName[]> = {
  oid: '2.5.29.17',
  read: (value) => readGeneralNames(readWhole(value, derTag.sequence)),
};

export const issuerAltName: ExtensionKind<readonly GeneralName[]> = {
  oid: '2.5.29.18',
  read: (value) => readGeneralNames(readWhole(value, derTag.sequence)),
};

export const subjectKeyIdentifier: ExtensionKind<Uint8Array> = {
  oid: '2.5.29.14',
  read(value) {
    const reader = new DerReader(value);
    const identifier = reader.content(reader.expect(derTag.octetString));
    reader.finish();
    return identifier;
  },
};

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | null;
  readonly issuer: readonly GeneralName[] | null;
  readonly serial: Uint8Array | null;
}

/** RFC 5280 4.2.1.1. */
export const authorityKeyIdentifier: ExtensionKind<AuthorityKeyIdentifier> = {
  oid: '2.5.29.35',
  read(value) {
    const inside = readWhole(value, derTag.sequence);
    const key = inside.optional(0x80);
    const issuer = inside.optional(0xa1);
    const serial = inside.nextTag === 0x82 ? readIntegerBytes(inside, 0x82) : null;
    inside.finish();
    return {
      keyIdentifier: key && inside.content(key),
      issuer: issuer && readGeneralNames(inside.inside(issuer)),
      serial,
    };
  },
};

export interface AccessDescription {
  readonly method: string;
  readonly location: GeneralName;
}

/** RFC 5280 4.2.2.1; at least one description. */
export const authorityInfoAccess: ExtensionKind<readonly AccessDescription[]> = {
  oid: '1.3.6.1.5.5.7.1.1',
  read: (value) =>
    listOf(readWhole(value, derTag.sequence), (list) => {
      const one = list.enter(derTag.sequence);
      const method = readOid(one);
      const location = readGeneralName(one);
      one.finish();
      return { method, location };
    }),
};

/** RFC 5280 4.2.1.13: the full names of every distribution point, flattened. */
export const crlDistributionPoints: ExtensionKind<readonly GeneralName[]> = {
  oid: '2.5.29.31',
  read: (value) => listOf(readWhole(value, derTag.sequence), readDistributionPoint).flat(),
};

function readDistributionPoint(list: DerReader): GeneralName[] {
  const point = list.enter(derTag.sequence);
  const names: GeneralName[] = [];
  const name = point.optional(0xa0);
  if (name !== null) {
    const choice = point.inside(name);
    const full = choice.optional(0xa0);
    if (full === null) choice.expect(0xa1);
    else names.push(...readGeneralNames(choice.inside(full)));
    choice.finish();
  }
  point.optional(0x81);
  const issuer = point.optional(0xa2);
  if (issuer !== null) readGeneralNames(point.inside(issuer));
  point.finish();
  return names;
}

/** One or more elements up to the end of the reader; the lists of RFC 5280 are never empty. */
export function listOf<T>(reader: DerReader, readOne: (reader: DerReader) => T): T[] {
  if (reader.atEnd) throw new DerError('bad-value', reader.position, 'empty list');
  const elements: T[] = [];
  while (!reader.atEnd) elements.push(readOne(reader));
  return elements;
}
