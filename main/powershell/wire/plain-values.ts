import { isPlainObject, type Plain, type PlainObject, plainRecord } from '../../exchange/plain.ts';
import { deepestValue } from '../limits.ts';
import { isWireObject, type WireObject } from './wire-object.ts';

/** The answer is not of the agreed form; `message` says where, and repeats nothing of it. */
export class DamagedAnswer extends Error {
  override readonly name = 'DamagedAnswer';
}

/** Counts objects of which the bridge left something out, for depth or size. */
export interface CutCount {
  cut: number;
}

/**
 * One record of an answer (docs/bridge-protocol.md, section 6) as plain data. Type names stay text, keys become entries of
 * a Map, and nothing is looked up or constructed for them: the server that answers may be hostile.
 * @throws DamagedAnswer for a form that was not agreed, and for one that is nested too deep.
 */
export function plainRecordOf(value: unknown, count: CutCount): PlainObject {
  const plain = plainValue(value, count, 0);
  return isPlainObject(plain) ? plain : { ...plainRecord({}), value: plain };
}

function plainValue(value: unknown, count: CutCount, depth: number): Plain {
  if (depth > deepestValue) throw new DamagedAnswer(`a value is nested deeper than ${deepestValue} levels`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) {
    return { ...plainRecord({}), items: value.map((item) => plainValue(item, count, depth + 1)) };
  }
  if (!isWireObject(value)) throw new DamagedAnswer('a value has no form');
  return taggedValue(value, count, depth);
}

function taggedValue(value: WireObject, count: CutCount, depth: number): Plain {
  switch (value['$']) {
    case 'object':
      return objectOf(value, count, depth);
    case 'bytes':
      return bytes(textIn(value));
    case 'date':
    case 'span':
      return textIn(value);
    case 'long':
      return integer(textIn(value));
    case 'number':
      return Number(textIn(value));
    default:
      throw new DamagedAnswer('a value has an unknown tag');
  }
}

function objectOf(value: WireObject, count: CutCount, depth: number): PlainObject {
  const { t, s, p, v, cut } = value;
  if (cut === true) count.cut += 1;
  return {
    typeNames: Array.isArray(t) ? t.filter((name) => typeof name === 'string') : [],
    text: typeof s === 'string' ? s : null,
    properties: p === undefined ? new Map() : propertiesOf(p, count, depth),
    items: null,
    value: v === undefined ? null : plainValue(v, count, depth + 1),
  };
}

function propertiesOf(value: unknown, count: CutCount, depth: number): ReadonlyMap<string, Plain> {
  if (!isWireObject(value)) throw new DamagedAnswer('the properties are no object');
  const properties = new Map<string, Plain>();
  for (const name of Object.keys(value)) properties.set(name, plainValue(value[name], count, depth + 1));
  return properties;
}

function textIn({ v }: WireObject): string {
  if (typeof v !== 'string') throw new DamagedAnswer('a tagged value has no text');
  return v;
}

/** The bytes where Buffer put them: a copy of a large answer costs as much as its decoding. */
function bytes(base64: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(base64, 'base64');
  return new Uint8Array(buffer, byteOffset, length);
}

function integer(digits: string): Plain {
  if (!/^-?\d{1,39}$/u.test(digits)) throw new DamagedAnswer('an integer has no digits');
  const near = Number(digits);
  return Number.isSafeInteger(near) ? near : BigInt(digits);
}
