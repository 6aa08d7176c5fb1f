import type { Buffer } from 'node:buffer';
import { isUtf8 } from 'node:buffer';

const maxColumns = 64;
const quote = '"';
const replacement = '\uFFFD';

/**
 * One row, as places in the scanner's buffer. The object is used again for the next row: whoever wants to keep a value
 * takes its text, which is a copy and keeps no buffer alive.
 */
export class LogRow {
  line = 0;
  columns = 0;
  /** Some byte is not ASCII. */
  high = false;
  nuls = 0;
  /** Longer than the limit: the columns after the cut are missing. */
  cut = false;
  /** The last column is a quoted field that never ended. */
  unclosed = false;
  /** False for a last row without a line break. */
  terminated = true;
  #bytes: Buffer;
  #start = 0;
  #end = 0;
  readonly #starts = new Int32Array(maxColumns);
  readonly #ends = new Int32Array(maxColumns);
  readonly #quoted = new Uint8Array(maxColumns);

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  begin(start: number, line: number): void {
    this.#start = start;
    this.line = line;
    this.columns = 0;
    this.high = false;
    this.nuls = 0;
    this.cut = false;
    this.unclosed = false;
    this.terminated = true;
  }

  addColumn(start: number, end: number, quoted: boolean): void {
    const column = this.columns++;
    if (column >= maxColumns) return;
    this.#starts[column] = start;
    this.#ends[column] = end;
    this.#quoted[column] = quoted ? 1 : 0;
  }

  finish(end: number): void {
    this.#end = end;
  }

  /** The scanner moved the unread part of its buffer to the front. */
  move(bytes: Buffer, by: number): void {
    this.#bytes = bytes;
    if (by === 0) return;
    this.#start -= by;
    const stored = Math.min(this.columns, maxColumns);
    for (let column = 0; column < stored; column++) {
      this.#starts[column] = (this.#starts[column] as number) - by;
      this.#ends[column] = (this.#ends[column] as number) - by;
    }
  }

  has(column: number): boolean {
    return column >= 0 && column < this.columns && column < maxColumns;
  }

  length(column: number): number {
    return this.has(column) ? (this.#ends[column] as number) - (this.#starts[column] as number) : 0;
  }

  /** The byte at this place of a column, or -1 after its end. */
  byte(column: number, index: number): number {
    if (index >= this.length(column)) return -1;
    return this.#bytes[(this.#starts[column] as number) + index] as number;
  }

  /** True when the column holds exactly these bytes. */
  equals(column: number, expected: Uint8Array, length: number): boolean {
    if (this.length(column) !== length) return false;
    const start = this.#starts[column] as number;
    for (let index = length - 1; index >= 0; index--) {
      if (this.#bytes[start + index] !== expected[index]) return false;
    }
    return true;
  }

  /** The first place at which a column differs from bytes of the same length; that length when it does not. */
  differsAt(column: number, expected: Uint8Array): number {
    const start = this.#starts[column] as number;
    let index = 0;
    while (index < expected.length && this.#bytes[start + index] === expected[index]) index += 1;
    return index;
  }

  /** Copies the bytes of a column that is known to fit. */
  copy(column: number, target: Uint8Array): void {
    const start = this.#starts[column] as number;
    const length = this.length(column);
    for (let index = 0; index < length; index++) target[index] = this.#bytes[start + index] as number;
  }

  /** The value of a column without its quotes, at most `limit` bytes of it; empty when the row has no such column. */
  text(column: number, limit: number): string {
    if (!this.has(column)) return '';
    const start = this.#starts[column] as number;
    const text = this.#decode(start, Math.min(this.#ends[column] as number, start + limit));
    return this.#quoted[column] === 1 && text.includes(quote) ? text.replaceAll('""', quote) : text;
  }

  /** The line as written from this column to the end of another, delimiters and quotes included. */
  rawText(from: number, to: number, limit: number): string {
    if (!this.has(from) || !this.has(to)) return '';
    const start = (this.#starts[from] as number) - (this.#quoted[from] as number);
    const end = (this.#ends[to] as number) + (this.#quoted[to] as number);
    return this.#decode(start, Math.min(end, start + limit));
  }

  /** How many byte sequences of the row are not UTF-8. */
  badSequences(): number {
    if (!this.high || isUtf8(this.#bytes.subarray(this.#start, this.#end))) return 0;
    const shown = this.#bytes.toString('utf8', this.#start, this.#end).split(replacement).length - 1;
    return Math.max(1, shown - this.#writtenReplacements());
  }

  #writtenReplacements(): number {
    const row = this.#bytes.subarray(this.#start, this.#end);
    let count = 0;
    for (let at = row.indexOf(replacement); at >= 0; at = row.indexOf(replacement, at + 3)) count += 1;
    return count;
  }

  #decode(start: number, end: number): string {
    if (!this.high) {
      const text = this.#bytes.toString('latin1', start, end);
      return this.nuls === 0 ? text : text.replaceAll('\0', replacement);
    }
    const text = this.#bytes.toString('utf8', start, characterBoundary(this.#bytes, start, end));
    return this.nuls === 0 ? text : text.replaceAll('\0', replacement);
  }
}

/** The last place not after `end` that does not stand inside a UTF-8 sequence, so that a cut makes no bad bytes. */
export function characterBoundary(bytes: Uint8Array, start: number, end: number): number {
  if (end >= bytes.length) return end;
  let at = end;
  while (at > start && at > end - 3 && ((bytes[at] as number) & 0xc0) === 0x80) at -= 1;
  return ((bytes[at] as number) & 0xc0) === 0x80 ? end : at;
}
