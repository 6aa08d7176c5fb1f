import type { Plain, PlainObject } from '../../../exchange/plain.ts';
import { overLimit, StopReading } from '../stop-reading.ts';

const mostCharacters = 128 * 1024 * 1024;
const mostValues = 5_000_000;
const deepest = 64;

/**
 * Parses JSON into plain data: keys are data in a Map, a number that a double cannot hold stays as it was rounded by JSON
 * itself. Throws `StopReading` for what is not JSON and for more than our limits.
 */
export function jsonPlain(text: string): Plain {
  if (text.length > mostCharacters) throw overLimit(mostCharacters, 'characters of JSON');
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new StopReading('damaged', 'not JSON, or cut off');
  }
  return plainOf(value);
}

/** Turns what `JSON.parse` gave into plain data; throws `StopReading` above our limits. */
export function plainOf(value: unknown): Plain {
  return new Converter().convert(value, 0);
}

class Converter {
  #values = 0;

  convert(value: unknown, depth: number): Plain {
    if (++this.#values > mostValues) throw overLimit(mostValues, 'values of JSON');
    if (depth > deepest) throw overLimit(deepest, 'levels of JSON');
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value !== 'object' || value === null) return null;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.convert(item, depth + 1));
      return { typeNames: [], text: null, properties: new Map(), items, value: null };
    }
    const properties = new Map<string, Plain>();
    for (const [key, inner] of Object.entries(value)) properties.set(key, this.convert(inner, depth + 1));
    return unwrapped({ typeNames: [], text: null, properties, items: null, value: null });
  }
}

/**
 * Windows PowerShell wraps some values: a date as `{ "value": "\/Date(..)\/", "DisplayHint": 2, "DateTime": ".." }`, a list as
 * `{ "value": [..], "Count": n }`.
 */
function unwrapped(object: PlainObject): Plain {
  const inner = object.properties.get('value');
  if (inner === undefined) return object;
  const wrapping = ['value', 'Count', 'DisplayHint', 'DateTime'];
  const wrapped =
    object.properties.size > 1 && [...object.properties.keys()].every((key) => wrapping.includes(key));
  return wrapped ? inner : object;
}

/** ISO (UTC) for `/Date(1628265451000)/`, the text itself for anything else. */
export function jsonDate(text: string): string {
  const ticks = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/u.exec(text)?.[1];
  if (ticks === undefined) return text;
  const moment = new Date(Number(ticks));
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
}
