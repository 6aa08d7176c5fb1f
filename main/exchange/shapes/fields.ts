import type { Known } from '../../domain/reading.ts';
import { isPlainObject, type Plain, type PlainObject } from '../plain.ts';

/**
 * A property in any spelling of its name, as PowerShell reads it; undefined when the source does not have it. A projection
 * (`Select-Object thumbprint`) keeps the spelling that was typed.
 */
export function field(object: PlainObject, name: string): Plain | undefined {
  const exact = object.properties.get(name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  for (const [key, value] of object.properties) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) return value;
  }
  return undefined;
}

/** The first of these properties that the source has, whatever it holds. */
export function firstField(object: PlainObject, names: readonly string[]): Plain | undefined {
  for (const name of names) {
    const value = field(object, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Null when the property is missing, '' when it was read and is empty. */
export function text(object: PlainObject, ...names: readonly string[]): Known<string> {
  const value = firstField(object, names);
  return value === undefined ? null : (textOf(value) ?? '');
}

/** As `text`, but null when it is empty as well: for names and identities, which are never empty. */
export function name(object: PlainObject, ...names: readonly string[]): Known<string> {
  for (const candidate of names) {
    const value = text(object, candidate)?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

/** What a value prints: text, number, or the ToString of an object; null for nothing, for bytes and for bare lists. */
export function textOf(value: Plain): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (!isPlainObject(value)) return null;
  if (typeof value.value === 'string') return value.value;
  // An object may hold itself: the inner value is only asked when it is none.
  return value.text ?? (isPlainObject(value.value) ? null : textOf(value.value));
}

/** Null when the property is missing, empty, or is no truth value. */
export function flag(object: PlainObject, property: string): Known<boolean> {
  const value = unboxed(field(object, property));
  if (typeof value === 'boolean') return value;
  const word = value === undefined ? '' : (textOf(value)?.trim().toLowerCase() ?? '');
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** A whole number that a double holds exactly, also when it came as digits; otherwise null. */
export function number(object: PlainObject, property: string): Known<number> {
  return numberOf(field(object, property));
}

export function numberOf(value: Plain | undefined): Known<number> {
  const inner = unboxed(value);
  if (typeof inner === 'number') return Number.isSafeInteger(inner) ? inner : null;
  const digits = inner === undefined ? null : textOf(inner)?.trim();
  if (digits === undefined || digits === null || !/^-?\d{1,16}$/.test(digits)) return null;
  const read = Number(digits);
  return Number.isSafeInteger(read) ? read : null;
}

/**
 * The elements of a list as text. Null when the property is missing, an empty list when it was read and is empty. A list
 * that was printed is taken apart at its commas.
 */
export function list(object: PlainObject, ...names: readonly string[]): Known<readonly string[]> {
  const value = firstField(object, names);
  return value === undefined ? null : listOf(value);
}

export function listOf(value: Plain): readonly string[] {
  if (isPlainObject(value) && value.items !== null) return value.items.map((item) => textOf(item) ?? '');
  const printed = textOf(value) ?? '';
  const bare = /^\{.*\}$/s.test(printed.trim()) ? printed.trim().slice(1, -1) : printed;
  return bare
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Bytes as such, as base64, or as a list of numbers; null when they are missing or make no sense. */
export function bytes(object: PlainObject, property: string): Uint8Array | null {
  const value = field(object, property);
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return fromBase64(value);
  if (!isPlainObject(value)) return null;
  if (value.value instanceof Uint8Array) return value.value;
  if (value.items === null || value.items.length === 0) return null;
  const units = value.items.map((item) => (typeof item === 'number' ? item : -1));
  return units.every((unit) => unit >= 0 && unit <= 255) ? Uint8Array.from(units) : null;
}

/** An enumeration that came as its number or as its name; null when it is missing or neither. */
export function enumName<Name extends string>(
  object: PlainObject,
  property: string,
  numbers: ReadonlyMap<number, Name>,
): Known<Name> {
  const value = field(object, property);
  if (value === undefined) return null;
  const printed = textOf(value)?.trim().toLowerCase();
  for (const known of numbers.values()) if (known.toLowerCase() === printed) return known;
  const position = numberOf(value);
  return position === null ? null : (numbers.get(position) ?? null);
}

/** As `enumName`, for enumerations of which a later version may have more names: those are kept, and Nil is ''. */
export function openEnumName(
  object: PlainObject,
  property: string,
  numbers: ReadonlyMap<number, string>,
): Known<string> {
  const value = field(object, property);
  if (value === undefined) return null;
  return enumName(object, property, numbers) ?? textOf(value) ?? '';
}

/** A flags enumeration as the list of its names; `None` is the empty list. */
export function flagNames(
  object: PlainObject,
  property: string,
  bits: ReadonlyMap<number, string>,
): Known<readonly string[]> {
  const value = field(object, property);
  if (value === undefined) return null;
  const position = numberOf(value);
  const printed = listOf(value).filter((word) => word.toLowerCase() !== 'none');
  if (position === null || printed.some((word) => !/^-?\d+$/.test(word))) return printed;
  return [...bits].flatMap(([bit, word]) => ((position & bit) !== 0 ? [word] : []));
}

function unboxed(value: Plain | undefined): Plain | undefined {
  return isPlainObject(value) && value.value !== null ? value.value : value;
}

function fromBase64(printed: string): Uint8Array | null {
  const packed = printed.replace(/\s+/g, '');
  if (packed === '' || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return null;
  return new Uint8Array(Buffer.from(packed, 'base64'));
}
