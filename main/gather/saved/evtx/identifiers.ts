import { BinXmlError } from './binxml-error.ts';

const digits = new TextEncoder().encode('0123456789ABCDEF');
const ascii = new TextDecoder();

/** Upper-case hex digits, two for each byte. */
export function hexText(bytes: Uint8Array, offset: number, size: number): string {
  const text = new Uint8Array(2 * size);
  for (let index = 0; index < size; index++) {
    const byte = bytes[offset + index] as number;
    text[2 * index] = digits[byte >> 4] as number;
    text[2 * index + 1] = digits[byte & 15] as number;
  }
  return ascii.decode(text);
}

const guidFrame = new TextEncoder().encode('{00000000-0000-0000-0000-000000000000}');
const hyphen = 0x2d;
/** The first three fields are stored with their least significant byte first. */
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** A GUID (MS-DTYP 2.3.4.2) as Windows prints it: braces, upper case. */
export function guidText(view: DataView, offset: number): string {
  view.getUint8(offset + guidOrder.length - 1);
  const text = Uint8Array.from(guidFrame);
  let at = 1;
  for (const from of guidOrder) {
    if (text[at] === hyphen) at++;
    const byte = view.getUint8(offset + from);
    text[at++] = digits[byte >> 4] as number;
    text[at++] = digits[byte & 15] as number;
  }
  return ascii.decode(text);
}

/** Bytes of the SID at `offset`: 8 and 4 for each sub-authority. */
export function sidSize(view: DataView, offset: number): number {
  return 8 + 4 * view.getUint8(offset + 1);
}

/** A SID (MS-DTYP 2.4.2.1) as `S-1-5-...`; an authority above 32 bits is written in hex, as the grammar there says. */
export function sidText(view: DataView, offset: number, size: number): string {
  if (size < 8 || sidSize(view, offset) > size) throw new BinXmlError('record-content');
  const high = view.getUint16(offset + 2);
  const low = view.getUint32(offset + 4);
  const authority = high === 0 ? `${low}` : `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`;
  let text = `S-${view.getUint8(offset)}-${authority}`;
  for (let index = 0; index < view.getUint8(offset + 1); index++) {
    text += `-${view.getUint32(offset + 8 + 4 * index, true)}`;
  }
  return text;
}
