import { createPublicKey, type KeyObject } from 'node:crypto';
import { curveOf, keyAlgorithmName, type NamedCurve } from './algorithms.ts';
import { DerError, DerReader, derTag, readWhole } from './der.ts';
import { oidOf, readIntegerBytes, readOctetAlignedBits, readOid } from './der-values.ts';
import { asBuffer } from './hex.ts';

/** AlgorithmIdentifier: the parameters stay encoded, because their meaning depends on the algorithm. */
export interface AlgorithmIdentifier {
  readonly der: Uint8Array;
  readonly oid: string;
  readonly parameters: Uint8Array | null;
}

export function readAlgorithm(reader: DerReader): AlgorithmIdentifier {
  const element = reader.expect(derTag.sequence);
  const inside = reader.inside(element);
  const oid = readOid(inside);
  const parameters = inside.atEnd ? null : inside.encoded(inside.next());
  inside.finish();
  return { der: reader.encoded(element), oid, parameters };
}

/** SubjectPublicKeyInfo as it stands in the certificate. */
export class PublicKeyInfo {
  readonly raw: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly bits: Uint8Array;
  #description: KeyDescription | null = null;
  #keyObject: KeyObject | null | undefined;

  constructor(raw: Uint8Array, algorithm: AlgorithmIdentifier, bits: Uint8Array) {
    this.raw = raw;
    this.algorithm = algorithm;
    this.bits = bits;
  }

  /** What the key is; a key that makes no sense is `malformed`, with the reason. */
  get description(): KeyDescription {
    this.#description ??= describeKey(this);
    return this.#description;
  }

  /** For node:crypto, or null when it refuses the key, for example a point that is not on the curve. */
  get keyObject(): KeyObject | null {
    if (this.#keyObject === undefined) this.#keyObject = importKey(this.raw);
    return this.#keyObject;
  }
}

function importKey(raw: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: asBuffer(raw), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

export function readPublicKeyInfo(reader: DerReader): PublicKeyInfo {
  const element = reader.expect(derTag.sequence);
  const inside = reader.inside(element);
  const algorithm = readAlgorithm(inside);
  const bits = readOctetAlignedBits(inside);
  inside.finish();
  return new PublicKeyInfo(reader.encoded(element), algorithm, bits);
}

/** What kind of key it is and how strong; sizes in bits. */
export type KeyDescription =
  | {
      readonly kind: 'RSA';
      readonly name: string;
      readonly bits: number;
      readonly exponent: Uint8Array;
      readonly oddModulus: boolean;
    }
  | { readonly kind: 'EC'; readonly name: string; readonly bits: number; readonly curve: NamedCurve }
  | { readonly kind: 'other'; readonly name: string; readonly bits: number | null }
  | { readonly kind: 'malformed'; readonly name: string; readonly problem: string };

function describeKey(info: PublicKeyInfo): KeyDescription {
  const name = keyAlgorithmName(info.algorithm.oid);
  try {
    return describe(info, name);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { kind: 'malformed', name, problem: error.message };
  }
}

function describe(info: PublicKeyInfo, name: string): KeyDescription {
  switch (name) {
    case 'RSA':
    case 'RSASSA-PSS':
      return describeRsa(info, name);
    case 'EC':
      return describeEc(info);
    case 'DSA':
      return { kind: 'other', name, bits: dsaBits(info.algorithm.parameters) };
    case 'Ed25519':
    case 'X25519':
      return { kind: 'other', name, bits: fixedSize(info, 32, 256) };
    case 'Ed448':
      return { kind: 'other', name, bits: fixedSize(info, 57, 456) };
    default:
      return { kind: 'other', name, bits: null };
  }
}

function describeRsa(info: PublicKeyInfo, name: string): KeyDescription {
  const key = readWhole(info.bits, derTag.sequence);
  const modulus = readIntegerBytes(key);
  const exponent = readIntegerBytes(key);
  key.finish();
  const [first = 0] = modulus;
  if (first >= 0x80 || (exponent[0] as number) >= 0x80)
    throw new DerError('bad-value', null, 'negative RSA value');
  return {
    kind: 'RSA',
    name,
    bits: bitLength(modulus),
    exponent,
    oddModulus: ((modulus[modulus.length - 1] as number) & 1) === 1,
  };
}

/** Number of significant bits of a non-negative INTEGER. */
export function bitLength(content: Uint8Array): number {
  const start = content[0] === 0 ? 1 : 0;
  const first = content[start];
  return first === undefined ? 0 : (content.length - start - 1) * 8 + (32 - Math.clz32(first));
}

/** RFC 5480 2.1.1: namedCurve only; explicit parameters let a forger choose the generator (CVE-2020-0601). */
function describeEc(info: PublicKeyInfo): KeyDescription {
  const { parameters } = info.algorithm;
  if (parameters === null) throw new DerError('bad-value', null, 'EC key without a curve');
  const reader = new DerReader(parameters);
  const element = reader.next();
  if (element.tag !== derTag.oid)
    throw new DerError('bad-value', null, 'EC key with explicit curve parameters');
  const oid = oidOf(reader.bytes, element);
  const curve = curveOf(oid);
  if (curve === null) throw new DerError('bad-value', null, `unknown curve ${oid}`);
  const coordinate = Math.ceil(curve.bits / 8);
  const [form] = info.bits;
  const length = form === 4 ? 1 + 2 * coordinate : form === 2 || form === 3 ? 1 + coordinate : -1;
  if (info.bits.length !== length) throw new DerError('bad-value', null, 'EC point');
  return { kind: 'EC', name: 'EC', bits: curve.bits, curve };
}

function dsaBits(parameters: Uint8Array | null): number | null {
  if (parameters === null) return null;
  const prime = readIntegerBytes(readWhole(parameters, derTag.sequence));
  return bitLength(prime);
}

function fixedSize(info: PublicKeyInfo, octets: number, bits: number): number {
  if (info.bits.length !== octets) throw new DerError('bad-value', null, 'key length');
  return bits;
}
