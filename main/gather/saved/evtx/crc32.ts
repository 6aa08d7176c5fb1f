const polynomial = 0xedb88320;
const slices = 8;

/** Row k holds, for each byte, its remainder after k further zero bytes, so that eight bytes need eight look-ups. */
const remainders = makeRemainders();

function makeRemainders(): Int32Array {
  const table = new Int32Array(slices * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
    }
    table[byte] = remainder;
  }
  for (let entry = 256; entry < table.length; entry++) {
    const shorter = table[entry - 256] as number;
    table[entry] = (table[shorter & 255] as number) ^ (shorter >>> 8);
  }
  return table;
}

/**
 * CRC-32 of RFC 1952 section 8 over `bytes[start..end)`; `previous` continues an earlier result.
 * Written here because this parser must also run where there is no `node:zlib`: a worker of a sandboxed window.
 */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length, previous = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = remainders;
  let crc = ~previous;
  let at = start;
  for (; at + slices <= end; at += slices) {
    crc ^= view.getInt32(at, true);
    const next = view.getInt32(at + 4, true);
    crc =
      (table[0x700 + (crc & 255)] as number) ^
      (table[0x600 + ((crc >>> 8) & 255)] as number) ^
      (table[0x500 + ((crc >>> 16) & 255)] as number) ^
      (table[0x400 + (crc >>> 24)] as number) ^
      (table[0x300 + (next & 255)] as number) ^
      (table[0x200 + ((next >>> 8) & 255)] as number) ^
      (table[0x100 + ((next >>> 16) & 255)] as number) ^
      (table[next >>> 24] as number);
  }
  for (; at < end; at++) {
    crc = (table[(crc ^ (bytes[at] as number)) & 255] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
