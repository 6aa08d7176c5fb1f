import { StopReading } from '../stop-reading.ts';
import type { ByteCursor } from './byte-cursor.ts';

type PrimitiveReader = (cursor: ByteCursor) => string | number | bigint | boolean;

/** PrimitiveTypeEnumeration, [MS-NRBF] 2.1.2.3, with how many bytes one value takes at least. */
const primitives: ReadonlyMap<number, { readonly size: number; readonly read: PrimitiveReader }> = new Map([
  [1, { size: 1, read: (cursor) => cursor.u8() !== 0 }],
  [2, { size: 1, read: (cursor) => cursor.u8() }],
  [3, { size: 1, read: character }],
  [5, { size: 1, read: (cursor) => cursor.text() }],
  [6, { size: 8, read: (cursor) => cursor.f64() }],
  [7, { size: 2, read: (cursor) => cursor.i16() }],
  [8, { size: 4, read: (cursor) => cursor.i32() }],
  [9, { size: 8, read: (cursor) => cursor.i64() }],
  [10, { size: 1, read: (cursor) => cursor.i8() }],
  [11, { size: 4, read: (cursor) => cursor.f32() }],
  // Ticks of 100 ns, with the kind of the date in the two highest bits: kept as the raw number.
  [12, { size: 8, read: (cursor) => cursor.i64() }],
  [13, { size: 8, read: (cursor) => cursor.u64() }],
  [14, { size: 2, read: (cursor) => cursor.u16() }],
  [15, { size: 4, read: (cursor) => cursor.u32() }],
  [16, { size: 8, read: (cursor) => cursor.u64() }],
  [18, { size: 1, read: (cursor) => cursor.text() }],
] as const satisfies readonly (readonly [number, { size: number; read: PrimitiveReader }])[]);

export const byteType = 2;

export function readPrimitiveType(cursor: ByteCursor): number {
  const type = cursor.u8();
  if (!primitives.has(type)) {
    throw new StopReading('damaged', `there is no primitive type ${type} (byte ${cursor.position - 1})`);
  }
  return type;
}

export function readPrimitive(cursor: ByteCursor, type: number): string | number | bigint | boolean {
  const primitive = primitives.get(type);
  if (primitive === undefined) throw new StopReading('damaged', `there is no primitive type ${type}`);
  return primitive.read(cursor);
}

/** Refuses a count that the remaining bytes cannot hold, before anything of that size is made. */
export function checkPrimitiveCount(cursor: ByteCursor, type: number, count: number): void {
  if (count < 0 || count * (primitives.get(type)?.size ?? 1) > cursor.remaining) {
    throw new StopReading('damaged', `an array of ${count} values does not fit into the data`);
  }
}

/** One character in UTF-8, of one to four bytes ([MS-NRBF] 2.1.1.1). */
function character(cursor: ByteCursor): string {
  const first = cursor.u8();
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
  const rest = cursor.bytes(more);
  return Buffer.from([first, ...rest]).toString('utf8');
}
