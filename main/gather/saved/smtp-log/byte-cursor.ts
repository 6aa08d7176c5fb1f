import { Buffer } from 'node:buffer';
import { looksLikeRowStart, rowStartLookahead } from './row-start.ts';

export const nul = 0;
export const newline = 10;
export const carriageReturn = 13;
export const quote = 34;
const comma = 44;
const endOfFile = -1;

/** After a byte that may end something: more bytes are needed, something ended, or neither. */
export type Turn = 'wait' | 'changed' | 'go-on';

/** The bytes that have been read and not yet used up, and the place in them. */
export class ByteCursor {
  bytes: Buffer;
  filled = 0;
  at = 0;
  /** Line of the byte at `at`, from 1. */
  line = 1;
  delimiter = comma;
  /** No bytes follow those in the buffer. */
  final = false;
  /** Whether the last text passed had bytes that are not ASCII, and how many zero bytes. */
  passedHigh = false;
  passedNuls = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.alloc(capacity);
  }

  /** Adds bytes; everything before `keepFrom` is given up, and all places move down by that much. */
  append(part: Uint8Array, keepFrom: number): void {
    const kept = this.filled - keepFrom;
    const target =
      kept + part.length > this.bytes.length ? Buffer.alloc(2 * (kept + part.length)) : this.bytes;
    if (keepFrom > 0 || target !== this.bytes) target.set(this.bytes.subarray(keepFrom, this.filled), 0);
    target.set(part, kept);
    this.bytes = target;
    this.filled = kept + part.length;
    this.at -= keepFrom;
  }

  /** Moves on to the next quote or line break before `end`. */
  passText(end: number): void {
    const { bytes } = this;
    let high = 0;
    let nuls = 0;
    let at = this.at;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === quote || byte === newline) break;
      high |= byte;
      if (byte === nul) nuls += 1;
    }
    this.at = at;
    this.passedHigh = high >= 0x80;
    this.passedNuls = nuls;
  }

  /** The byte after this one; null when it has not been read yet. */
  byteAfter(at: number): number | null {
    if (at + 1 < this.filled) return this.bytes[at + 1] as number;
    return this.final ? endOfFile : null;
  }

  /** Whether a row seems to begin after a line break; null when more bytes are needed to tell. */
  rowBeginsAfter(lineBreak: number): boolean | null {
    if (this.filled - lineBreak <= rowStartLookahead && !this.final) return null;
    return looksLikeRowStart(this.bytes, lineBreak + 1, this.filled, this.delimiter);
  }

  /** True for what may stand after the closing quote of a field. */
  endsField(next: number): boolean {
    return next === this.delimiter || next === newline || next === carriageReturn || next === endOfFile;
  }

  nulsBetween(start: number, end: number): number {
    let nuls = 0;
    for (let at = start; at < end; at++) if (this.bytes[at] === nul) nuls += 1;
    return nuls;
  }
}
