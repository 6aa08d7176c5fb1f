import { ByteCursor, carriageReturn, newline, nul, quote, type Turn } from './byte-cursor.ts';
import { characterBoundary, LogRow } from './log-row.ts';
import { RowSkipper } from './row-skipper.ts';

/** A semicolon; a comma and a tab are lower, a quote and line breaks as well. */
const highestDelimiter = 59;
/** Bytes taken at once; one huge chunk must not be copied whole. */
const step = 256 * 1024;

/** `field` stands at the first byte of a field, `closed` behind a closing quote, `skip` in a row that is too long. */
type Mode = 'between' | 'field' | 'bare' | 'quoted' | 'closed' | 'skip';

/**
 * Cuts UTF-8 bytes into rows by RFC 4180: quoted fields may hold line breaks and doubled quotes. A quote that is never
 * closed costs one line, not the file: when the text proves it (a quote in the wrong place, the limit, the end of the
 * file), the row ends at the first line break after which a row begins. No byte is looked at more than twice for that,
 * because between that line break and the proof there is no quote. Rows do not depend on how the bytes are chunked.
 */
export class RowScanner {
  /** Zero bytes in rows and between them, and the line of the first. */
  nulBytes = 0;
  firstNulLine = 0;
  readonly #maxRow: number;
  readonly #onRow: (row: LogRow) => void;
  readonly #cursor = new ByteCursor(2 * step);
  readonly #skipper = new RowSkipper(this.#cursor);
  readonly #row = new LogRow(this.#cursor.bytes);
  #mode: Mode = 'between';
  #rowStart = 0;
  #fieldStart = 0;
  /** Line break inside the quoted field after which a row seems to begin, or -1; and the line that begins there. */
  #candidate = -1;
  #candidateLine = 0;
  /** The quoted field had a quote in the wrong place. */
  #broken = false;

  constructor(maxRow: number, onRow: (row: LogRow) => void) {
    this.#maxRow = maxRow;
    this.#onRow = onRow;
  }

  /** Line of the next byte, from 1. */
  get line(): number {
    return this.#cursor.line;
  }

  /** Set it between rows only. */
  set delimiter(delimiter: number) {
    this.#cursor.delimiter = delimiter;
  }

  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += step) {
      this.#append(chunk.subarray(from, from + step));
      while (this.#scan());
    }
  }

  /** Ends the last row, or leaves it out when the rest of it is missing because reading was stopped. */
  end(stopped = false): void {
    this.#cursor.final = true;
    do while (this.#scan());
    while (this.#inRow() && this.#endFile(stopped));
  }

  #append(part: Uint8Array): void {
    const keepFrom = this.#inRow() ? this.#rowStart : this.#cursor.at;
    this.#cursor.append(part, keepFrom);
    this.#rowStart -= keepFrom;
    this.#fieldStart -= keepFrom;
    if (this.#candidate >= 0) this.#candidate -= keepFrom;
    this.#row.move(this.#cursor.bytes, keepFrom);
  }

  #inRow(): boolean {
    return this.#mode !== 'between' && this.#mode !== 'skip';
  }

  /** True when there is more to do with the bytes at hand. */
  #scan(): boolean {
    switch (this.#mode) {
      case 'between':
        return this.#between();
      case 'field':
        return this.#field();
      case 'bare':
        return this.#bare();
      case 'quoted':
        return this.#quoted();
      case 'closed':
        return this.#closed();
      case 'skip':
        if (!this.#skipper.skip()) return false;
        this.#mode = 'between';
        return true;
    }
  }

  /** Blank lines, byte order marks of files joined together, and the zero bytes that a crash leaves belong to no row. */
  #between(): boolean {
    const cursor = this.#cursor;
    const { bytes, filled } = cursor;
    while (cursor.at < filled) {
      const byte = bytes[cursor.at] as number;
      if (byte === 0xef) {
        if (cursor.at + 3 > filled && !cursor.final) return false;
        if (bytes[cursor.at + 1] !== 0xbb || bytes[cursor.at + 2] !== 0xbf) return this.#beginRow();
        cursor.at += 2;
      } else if (byte === newline) cursor.line += 1;
      else if (byte === nul) this.#noteNuls(1, cursor.line);
      else if (byte !== carriageReturn) return this.#beginRow();
      cursor.at += 1;
    }
    return false;
  }

  #beginRow(): boolean {
    this.#rowStart = this.#cursor.at;
    this.#row.begin(this.#rowStart, this.#cursor.line);
    this.#mode = 'field';
    return true;
  }

  #field(): boolean {
    const cursor = this.#cursor;
    this.#fieldStart = cursor.at;
    if (cursor.at >= cursor.filled) return false;
    this.#mode = cursor.bytes[cursor.at] === quote ? 'quoted' : 'bare';
    if (this.#mode === 'quoted') this.#fieldStart = ++cursor.at;
    this.#candidate = -1;
    this.#broken = false;
    return true;
  }

  /** The loop that decides the speed: most rows have no quotes and are read here from end to end. */
  #bare(): boolean {
    const { bytes, filled, delimiter } = this.#cursor;
    const row = this.#row;
    const limit = this.#rowStart + this.#maxRow;
    let fieldStart = this.#fieldStart;
    let high = 0;
    let at = this.#cursor.at;
    for (; at < filled; at++) {
      const byte = bytes[at] as number;
      if (byte > highestDelimiter) {
        high |= byte;
        continue;
      }
      if (byte !== delimiter && byte !== newline) {
        if (byte === nul) row.nuls += 1;
        continue;
      }
      if (at > limit || byte === newline) break;
      row.addColumn(fieldStart, at, false);
      fieldStart = at + 1;
      if (bytes[fieldStart] === quote || fieldStart >= filled) break;
    }
    row.high ||= high >= 0x80;
    this.#cursor.at = at;
    this.#fieldStart = fieldStart;
    if (at > limit) return this.#cut(false);
    if (at >= filled) return false;
    if (fieldStart <= at) return this.#endRow(at);
    this.#cursor.at = fieldStart;
    this.#mode = 'field';
    return true;
  }

  #endRow(lineBreak: number): boolean {
    const end = this.#withoutReturn(lineBreak);
    this.#row.addColumn(this.#fieldStart, end, false);
    this.#emit(end, lineBreak + 1);
    this.#cursor.line += 1;
    return true;
  }

  #withoutReturn(end: number): number {
    return end > this.#fieldStart && this.#cursor.bytes[end - 1] === carriageReturn ? end - 1 : end;
  }

  #emit(end: number, next: number): void {
    this.#row.finish(end);
    if (this.#row.nuls > 0) this.#noteNuls(this.#row.nuls, this.#row.line);
    this.#mode = 'between';
    this.#cursor.at = next;
    this.#onRow(this.#row);
  }

  #noteNuls(count: number, line: number): void {
    if (this.nulBytes === 0) this.firstNulLine = line;
    this.nulBytes += count;
  }

  #quoted(): boolean {
    const cursor = this.#cursor;
    const limit = this.#rowStart + this.#maxRow;
    for (;;) {
      cursor.passText(Math.min(cursor.filled, limit + 1));
      this.#row.high ||= cursor.passedHigh;
      this.#row.nuls += cursor.passedNuls;
      const { at } = cursor;
      if (at > limit) return this.#candidate >= 0 ? this.#endUnclosed() : this.#cut(true);
      if (at >= cursor.filled) return false;
      const turn = cursor.bytes[at] === newline ? this.#breakInQuotes(at) : this.#quoteInQuotes(at);
      if (turn !== 'go-on') return turn === 'changed';
    }
  }

  #breakInQuotes(at: number): Turn {
    const begins = this.#cursor.rowBeginsAfter(at);
    if (begins === null) return 'wait';
    this.#cursor.line += 1;
    this.#cursor.at = at + 1;
    if (!begins) return 'go-on';
    if (this.#candidate < 0) {
      this.#candidate = at;
      this.#candidateLine = this.#cursor.line;
    }
    return this.#broken && this.#endUnclosed() ? 'changed' : 'go-on';
  }

  #quoteInQuotes(at: number): Turn {
    const cursor = this.#cursor;
    const next = cursor.byteAfter(at);
    if (next === null) return 'wait';
    if (cursor.endsField(next)) {
      this.#row.addColumn(this.#fieldStart, at, true);
      cursor.at = at + 1;
      this.#mode = 'closed';
      return 'changed';
    }
    if (next !== quote && this.#candidate >= 0) return this.#endUnclosed() ? 'changed' : 'go-on';
    this.#broken ||= next !== quote;
    cursor.at = next === quote ? at + 2 : at + 1;
    return 'go-on';
  }

  /** After a closing quote: a delimiter, or the end of the line. */
  #closed(): boolean {
    const cursor = this.#cursor;
    const limit = this.#rowStart + this.#maxRow;
    for (; cursor.at < cursor.filled && cursor.at <= limit; cursor.at++) {
      const byte = cursor.bytes[cursor.at];
      if (byte === cursor.delimiter) {
        cursor.at += 1;
        this.#mode = 'field';
        return true;
      }
      if (byte !== newline) continue;
      this.#emit(cursor.at, cursor.at + 1);
      cursor.line += 1;
      return true;
    }
    if (cursor.at <= limit) return false;
    return this.#skipFrom(limit, limit, false);
  }

  /** The row ends at the candidate; of the field, what stands before it, without the delimiter of the column after it. */
  #endUnclosed(): boolean {
    const lineBreak = this.#candidate;
    this.#endUnclosedField(lineBreak);
    this.#emit(lineBreak, lineBreak + 1);
    this.#cursor.line = this.#candidateLine;
    return true;
  }

  #endUnclosedField(lineBreak: number): void {
    let end = this.#withoutReturn(lineBreak);
    if (end > this.#fieldStart && this.#cursor.bytes[end - 1] === this.#cursor.delimiter) end -= 1;
    this.#row.addColumn(this.#fieldStart, end, false);
    this.#row.unclosed = true;
    this.#countNuls(lineBreak);
  }

  /** Hands out what the limit lets in. */
  #cut(quoted: boolean): boolean {
    const limit = Math.max(this.#rowStart + this.#maxRow, this.#fieldStart);
    const end = characterBoundary(this.#cursor.bytes, this.#fieldStart, limit);
    this.#row.addColumn(this.#fieldStart, end, quoted);
    return this.#skipFrom(end, limit, quoted);
  }

  #skipFrom(end: number, next: number, quoted: boolean): boolean {
    this.#row.cut = true;
    this.#countNuls(end);
    this.#emit(end, next);
    this.#skipper.begin(quoted);
    this.#mode = 'skip';
    return true;
  }

  /** Zero bytes behind the end of the row belong to what follows. */
  #countNuls(end: number): void {
    if (this.#row.nuls > 0) this.#row.nuls = this.#cursor.nulsBetween(this.#rowStart, end);
  }

  /** True when rows follow, because a quote was not closed. */
  #endFile(stopped: boolean): boolean {
    if (this.#mode === 'quoted' && this.#candidate >= 0) return this.#endUnclosed();
    if (stopped) {
      this.#mode = 'between';
      return false;
    }
    const { filled } = this.#cursor;
    this.#row.terminated = false;
    if (this.#mode === 'quoted') this.#endUnclosedField(filled);
    else if (this.#mode !== 'closed')
      this.#row.addColumn(this.#fieldStart, this.#withoutReturn(filled), false);
    this.#emit(filled, filled);
    return false;
  }
}
