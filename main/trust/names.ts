import { nameAttributeType } from '../domain/name-attribute-type.ts';
import { decodeString } from './asn1-strings.ts';
import { DerError, type DerReader, derTag } from './der.ts';
import { readOid } from './der-values.ts';
import { bytesToHex } from './hex.ts';

export interface NameAttribute {
  /** Short key of the attribute type, `CN`, `O`, ..., or the dotted OID where Windows has none. */
  readonly type: string;
  readonly oid: string;
  /** Decoded text, or `#` and the hex of the encoded value when it is no string or not valid for its type. */
  readonly value: string;
  readonly decoded: boolean;
}

export type RelativeName = readonly NameAttribute[];

/** A distinguished name: the bytes, which alone are the truth, and what they say, in encoded order. */
export class DistinguishedName {
  readonly der: Uint8Array;
  readonly rdns: readonly RelativeName[];
  #key: string | null = null;

  constructor(der: Uint8Array, rdns: readonly RelativeName[]) {
    this.der = der;
    this.rdns = rdns;
  }

  /**
   * Equal for names that RFC 5280 7.1 calls equal: string type, letter case and runs of white space do not count.
   * Good for finding candidates; only a signature proves that they belong together.
   */
  get key(): string {
    this.#key ??= this.rdns.map(relativeNameKey).join('\u0001');
    return this.#key;
  }
}

/** Reads the Name at the reader's position (RFC 5280 4.1.2.4); an empty sequence is an empty name. */
export function readName(reader: DerReader): DistinguishedName {
  const element = reader.expect(derTag.sequence);
  const inside = reader.inside(element);
  const rdns: RelativeName[] = [];
  while (!inside.atEnd) rdns.push(readRelativeName(inside));
  return new DistinguishedName(reader.encoded(element), rdns);
}

function readRelativeName(reader: DerReader): RelativeName {
  const set = reader.enter(derTag.set);
  if (set.atEnd) throw new DerError('bad-value', set.position, 'empty RelativeDistinguishedName');
  const attributes: NameAttribute[] = [];
  while (!set.atEnd) {
    const pair = set.enter(derTag.sequence);
    const oid = readOid(pair);
    const element = pair.next();
    pair.finish();
    const text = decodeString(pair.bytes, element);
    attributes.push({
      oid,
      type: nameAttributeType(oid) ?? oid,
      value: text ?? `#${bytesToHex(pair.encoded(element))}`,
      decoded: text !== null,
    });
  }
  return attributes;
}

export function relativeNameKey(rdn: RelativeName): string {
  return rdn.map(attributeKey).sort().join('\u0002');
}

function attributeKey({ oid, value, decoded }: NameAttribute): string {
  const text = decoded ? comparable(value) : value;
  return `${oid}=${text.length}:${text}`;
}

function comparable(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what "ASCII only" means
  const folded = /^[\u0000-\u007f]*$/.test(value) ? value : value.normalize('NFKC');
  return folded.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Values of one attribute type, most specific first. */
export function attributeValues(name: DistinguishedName, type: string): string[] {
  const values: string[] = [];
  for (const rdn of name.rdns) {
    for (const attribute of rdn)
      if (attribute.type === type && attribute.decoded) values.push(attribute.value);
  }
  return values.reverse();
}
