import type { Plain } from '../../../exchange/plain.ts';
import { decodeEscapes } from './escapes.ts';

export interface PrimitiveElement {
  /** The .NET type, for counting top-level values by type. */
  readonly typeName: string;
  /** Undefined when the text has not the form of the type. */
  readonly read: (text: string) => Plain | undefined;
}

/**
 * The elements of [MS-PSRP] 2.2.5.1 that hold one value. Dates, durations, versions and identifiers stay text, exactly as
 * written: a date keeps its offset, and no number is rounded.
 */
export const primitiveElements: ReadonlyMap<string, PrimitiveElement> = new Map<string, PrimitiveElement>([
  ['S', { typeName: 'System.String', read: decodeEscapes }],
  ['C', { typeName: 'System.Char', read: character }],
  ['B', { typeName: 'System.Boolean', read: truth }],
  ['By', { typeName: 'System.Byte', read: integer }],
  ['SB', { typeName: 'System.SByte', read: integer }],
  ['U16', { typeName: 'System.UInt16', read: integer }],
  ['I16', { typeName: 'System.Int16', read: integer }],
  ['U32', { typeName: 'System.UInt32', read: integer }],
  ['I32', { typeName: 'System.Int32', read: integer }],
  ['U64', { typeName: 'System.UInt64', read: integer }],
  ['I64', { typeName: 'System.Int64', read: integer }],
  ['Sg', { typeName: 'System.Single', read: floating }],
  ['Db', { typeName: 'System.Double', read: floating }],
  ['D', { typeName: 'System.Decimal', read: decimal }],
  ['DT', { typeName: 'System.DateTime', read: verbatim }],
  ['TS', { typeName: 'System.TimeSpan', read: verbatim }],
  ['BA', { typeName: 'System.Byte[]', read: bytes }],
  ['G', { typeName: 'System.Guid', read: verbatim }],
  ['URI', { typeName: 'System.Uri', read: decodeEscapes }],
  ['Version', { typeName: 'System.Version', read: verbatim }],
  ['XD', { typeName: 'System.Xml.XmlDocument', read: decodeEscapes }],
  ['SBK', { typeName: 'System.Management.Automation.ScriptBlock', read: decodeEscapes }],
]);

function verbatim(text: string): string {
  return text;
}

function truth(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** A character is written as the number of its UTF-16 unit. */
function character(text: string): string | undefined {
  const unit = Number(text);
  return /^\d{1,5}$/.test(text) && unit <= 0xffff ? String.fromCharCode(unit) : undefined;
}

function integer(text: string): number | bigint | undefined {
  if (!/^-?\d{1,20}$/.test(text)) return undefined;
  const near = Number(text);
  return Number.isSafeInteger(near) ? near : BigInt(text);
}

/** A double is written with 17 digits, from which exactly the same double comes back; `NaN` and `INF` stay text. */
function floating(text: string): number | string {
  const value = numberForm.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : text;
}

/** A decimal has up to 29 digits: a number only when nothing is lost by it, otherwise the exact text. */
function decimal(text: string): number | string {
  const value = numberForm.test(text) ? Number(text) : Number.NaN;
  return String(value) === text ? value : text;
}

const numberForm = /^[+-]?\d{1,400}(?:\.\d{1,400})?(?:[Ee][+-]?\d{1,4})?$/;
const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;

function bytes(text: string): Uint8Array | undefined {
  const packed = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (packed.length % 4 !== 0 || !base64Form.test(packed)) return undefined;
  return new Uint8Array(Buffer.from(packed, 'base64'));
}
