import { type DerElement, DerError, type DerReader, derTag } from './der.ts';

/** Longer identifiers exist in no standard; a bound on the work for a crafted one. */
const longestOid = 128;
const oidsSeen = new Map<string, string>();
const oidsRemembered = 4_096;

/** Dotted form of an OBJECT IDENTIFIER; arcs over 2^53 are kept exactly. */
export function readOid(reader: DerReader): string {
  return oidOf(reader.bytes, reader.expect(derTag.oid));
}

/** Dotted form of the content of an OBJECT IDENTIFIER, also where a context tag replaces the universal one. */
export function oidOf(bytes: Buffer, { content, end }: DerElement): string {
  const key = bytes.toString('latin1', content, end);
  const seen = oidsSeen.get(key);
  if (seen !== undefined) return seen;
  const text = decodeOid(bytes.subarray(content, end));
  if (oidsSeen.size < oidsRemembered) oidsSeen.set(key, text);
  return text;
}

function decodeOid(content: Uint8Array): string {
  if (content.length === 0 || content.length > longestOid)
    throw new DerError('bad-value', null, 'OID length');
  const arcs: bigint[] = [];
  let arc = 0n;
  let begun = false;
  for (const byte of content) {
    if (!begun && byte === 0x80) throw new DerError('bad-value', null, 'OID arc not minimal');
    begun = true;
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0n;
    begun = false;
  }
  if (begun) throw new DerError('bad-value', null, 'OID ends early');
  const [first = 0n, ...rest] = arcs;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}

/** Content bytes of an INTEGER, two's complement, minimal. */
export function readIntegerBytes(reader: DerReader, tag: number = derTag.integer): Uint8Array {
  const element = reader.expect(tag);
  const content = reader.content(element);
  if (content.length === 0) throw new DerError('bad-value', element.start, 'empty INTEGER');
  const [first, second] = content;
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw new DerError('bad-value', element.start, 'INTEGER not minimal');
  return content;
}

/** A non-negative INTEGER below 2^31, for example a path length. */
export function readSmallInteger(reader: DerReader, tag: number = derTag.integer): number {
  const at = reader.position;
  const content = readIntegerBytes(reader, tag);
  if ((content[0] as number) >= 0x80 || content.length > 4)
    throw new DerError('bad-value', at, 'INTEGER range');
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

/** X.690 11.1: TRUE is FF and nothing else. */
export function readBoolean(reader: DerReader): boolean {
  const element = reader.expect(derTag.boolean);
  const value = reader.bytes[element.content];
  if (element.end - element.content !== 1 || (value !== 0 && value !== 0xff))
    throw new DerError('bad-value', element.start, 'BOOLEAN');
  return value === 0xff;
}

export interface BitString {
  readonly bytes: Uint8Array;
  readonly unusedBits: number;
}

/** X.690 11.2: unused bits are zero. */
export function bitStringOf(reader: DerReader, element: DerElement): BitString {
  const content = reader.content(element);
  const unusedBits = content[0];
  const last = content[content.length - 1];
  if (
    unusedBits === undefined ||
    last === undefined ||
    unusedBits > 7 ||
    (content.length === 1 && unusedBits > 0)
  )
    throw new DerError('bad-value', element.start, 'BIT STRING');
  if (content.length > 1 && (last & ((1 << unusedBits) - 1)) !== 0)
    throw new DerError('bad-value', element.start, 'BIT STRING unused bits');
  return { bytes: content.subarray(1), unusedBits };
}

/** Keys and signatures are whole octets. */
export function readOctetAlignedBits(reader: DerReader): Uint8Array {
  const element = reader.expect(derTag.bitString);
  const bits = bitStringOf(reader, element);
  if (bits.unusedBits !== 0) throw new DerError('bad-value', element.start, 'BIT STRING not whole octets');
  return bits.bytes;
}
