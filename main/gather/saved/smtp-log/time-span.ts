import { parseLogDate } from './log-date.ts';
import type { LogRow } from './log-row.ts';

/** `2026-01-15T08:00:01.000Z`, as Exchange writes it: such texts are in the order of time. */
const usualLength = 24;
const hyphen = 45;
const letterT = 84;
const letterZ = 90;

/** The first and the last time of all rows; compares bytes, because it sees every row. */
export class TimeSpan {
  readonly #first = new Uint8Array(usualLength).fill(0xff);
  readonly #last = new Uint8Array(usualLength);
  #others: string[] = [];

  see(row: LogRow, column: number): void {
    if (row.length(column) !== usualLength || row.byte(column, usualLength - 1) !== letterZ) {
      if (row.length(column) > 0) this.#seeOther(row.text(column, usualLength * 2));
      return;
    }
    const at = row.differsAt(column, this.#last);
    if (at === usualLength) return;
    if (row.byte(column, at) > (this.#last[at] as number)) {
      if (isTime(row, column, at)) row.copy(column, this.#last);
    }
    const before = row.differsAt(column, this.#first);
    if (before === usualLength || row.byte(column, before) > (this.#first[before] as number)) return;
    if (isTime(row, column, 0)) row.copy(column, this.#first);
  }

  get first(): string | null {
    return this.#all().at(0) ?? null;
  }

  get last(): string | null {
    return this.#all().at(-1) ?? null;
  }

  #all(): readonly string[] {
    const usual = [this.#first, this.#last].map((bytes) => parseLogDate(String.fromCharCode(...bytes)));
    return [...usual, ...this.#others].filter((time) => time !== null).sort();
  }

  #seeOther(text: string): void {
    const time = parseLogDate(text);
    if (time === null) return;
    const sorted = [...this.#others, time].sort();
    this.#others = [sorted[0] as string, sorted.at(-1) as string];
  }
}

/** Where the seconds begin: mostly only they change from one row to the next. */
const seconds = 17;

/** Checked digit by digit, because one damaged row must not be the end of the log; the first `from` bytes are known. */
function isTime(row: LogRow, column: number, from: number): boolean {
  if (from < seconds && !isMinute(row, column)) return false;
  const milliseconds = isWithin(row, column, 20, 0, 99) && isWithin(row, column, 21, 0, 99);
  return milliseconds && isWithin(row, column, seconds, 0, 59);
}

function isMinute(row: LogRow, column: number): boolean {
  return (
    row.byte(column, 4) === hyphen &&
    row.byte(column, 7) === hyphen &&
    row.byte(column, 10) === letterT &&
    isWithin(row, column, 0, 19, 20) &&
    isWithin(row, column, 2, 0, 99) &&
    isWithin(row, column, 5, 1, 12) &&
    isWithin(row, column, 8, 1, 31) &&
    isWithin(row, column, 11, 0, 23) &&
    isWithin(row, column, 14, 0, 59)
  );
}

function isWithin(row: LogRow, column: number, index: number, least: number, most: number): boolean {
  const tens = row.byte(column, index) - 48;
  const ones = row.byte(column, index + 1) - 48;
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return false;
  const value = tens * 10 + ones;
  return value >= least && value <= most;
}
