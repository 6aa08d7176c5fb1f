import { BinXmlError } from './binxml-error.ts';

/** An unsigned 64-bit number as exact decimal text. */
export function uint64Text(low: number, high: number): string {
  if (high < 0x20_0000) return `${high * 0x1_0000_0000 + low}`;
  return `${(BigInt(high) << 32n) | BigInt(low)}`;
}

/** Decimal text of a signed integer of 1, 2, 4 or 8 bytes; the record's size counts, not the type's name. */
export function signedText(view: DataView, offset: number, size: number): string {
  if (size === 4) return `${view.getInt32(offset, true)}`;
  if (size === 2) return `${view.getInt16(offset, true)}`;
  if (size === 1) return `${view.getInt8(offset)}`;
  if (size === 8) return `${view.getBigInt64(offset, true)}`;
  throw new BinXmlError('record-content');
}

/** Decimal text of an unsigned integer of 1, 2, 4 or 8 bytes. */
export function unsignedText(view: DataView, offset: number, size: number): string {
  if (size === 4) return `${view.getUint32(offset, true)}`;
  if (size === 2) return `${view.getUint16(offset, true)}`;
  if (size === 1) return `${view.getUint8(offset)}`;
  if (size === 8) return uint64Text(view.getUint32(offset, true), view.getUint32(offset + 4, true));
  throw new BinXmlError('record-content');
}

/** `0x` and lower-case hex without leading zeros, as Windows prints keywords and status codes. */
export function hexNumberText(view: DataView, offset: number, size: number): string {
  if (size === 4) return `0x${view.getUint32(offset, true).toString(16)}`;
  if (size === 8) return `0x${view.getBigUint64(offset, true).toString(16)}`;
  if (size === 2) return `0x${view.getUint16(offset, true).toString(16)}`;
  if (size === 1) return `0x${view.getUint8(offset).toString(16)}`;
  throw new BinXmlError('record-content');
}

/** The shortest decimal text that gives the same number again; infinities and NaN as the C runtime of Windows writes them. */
export function realText(view: DataView, offset: number, size: number): string {
  if (size !== 4 && size !== 8) throw new BinXmlError('record-content');
  const value = size === 4 ? view.getFloat32(offset, true) : view.getFloat64(offset, true);
  if (Number.isNaN(value)) return '-1.#IND';
  if (!Number.isFinite(value)) return value > 0 ? '1.#INF' : '-1.#INF';
  return `${size === 4 ? shortestSingle(value) : value}`;
}

function shortestSingle(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** Any non-zero value is true: logs of real machines hold other numbers than 0 and 1, and of other sizes than four bytes. */
export function boolText(bytes: Uint8Array, offset: number, size: number): string {
  for (let at = offset; at < offset + size; at++) {
    if (bytes[at] !== 0) return 'true';
  }
  return 'false';
}
