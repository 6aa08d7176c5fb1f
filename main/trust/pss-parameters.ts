import { DerError, DerReader, derTag, readWhole } from './der.ts';
import { readOid, readSmallInteger } from './der-values.ts';

export interface PssParameters {
  /** Name of the digest for node:crypto. */
  readonly digest: string;
  /** Octets. */
  readonly saltLength: number;
}

const digests = new Map([
  ['1.3.14.3.2.26', { name: 'sha1', length: 20 }],
  ['2.16.840.1.101.3.4.2.1', { name: 'sha256', length: 32 }],
  ['2.16.840.1.101.3.4.2.2', { name: 'sha384', length: 48 }],
  ['2.16.840.1.101.3.4.2.3', { name: 'sha512', length: 64 }],
]);
const mgf1 = '1.2.840.113549.1.1.8';

/**
 * RSASSA-PSS-params (RFC 4055 3.1), or null for any combination that CA/Browser Forum BR 7.1.3.2.1 does not allow:
 * the mask is made with the same digest, the salt is as long as the digest, the trailer is 1.
 */
export function readPssParameters(parameters: Uint8Array | null): PssParameters | null {
  if (parameters === null) return null;
  try {
    return read(readWhole(parameters, derTag.sequence));
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function read(inside: DerReader): PssParameters | null {
  const hash = inside.nextTag === 0xa0 ? readDigest(inside.enter(0xa0)) : '1.3.14.3.2.26';
  const mask = inside.nextTag === 0xa1 ? readMask(inside.enter(0xa1)) : '1.3.14.3.2.26';
  const saltLength = inside.nextTag === 0xa2 ? readOnly(inside.enter(0xa2)) : 20;
  const trailer = inside.nextTag === 0xa3 ? readOnly(inside.enter(0xa3)) : 1;
  inside.finish();
  const digest = digests.get(hash);
  if (digest === undefined || mask !== hash || saltLength !== digest.length || trailer !== 1) return null;
  return { digest: digest.name, saltLength };
}

function readOnly(reader: DerReader): number {
  const value = readSmallInteger(reader);
  reader.finish();
  return value;
}

function readDigest(reader: DerReader): string {
  const inside = reader.enter(derTag.sequence);
  const oid = readOid(inside);
  inside.optional(derTag.null);
  inside.finish();
  reader.finish();
  return oid;
}

function readMask(reader: DerReader): string {
  const inside = reader.enter(derTag.sequence);
  if (readOid(inside) !== mgf1) throw new DerError('bad-value', inside.position, 'mask function');
  const digest = readDigest(new DerReader(inside.bytes, inside.position, inside.end));
  reader.finish();
  return digest;
}
