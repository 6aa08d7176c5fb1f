import { type ByteCursor, newline, quote, type Turn } from './byte-cursor.ts';

/** Passes over the rest of a row that is longer than the limit, keeping nothing of it. */
export class RowSkipper {
  readonly #cursor: ByteCursor;
  #quoted = false;

  constructor(cursor: ByteCursor) {
    this.#cursor = cursor;
  }

  begin(quoted: boolean): void {
    this.#quoted = quoted;
  }

  /** True when the line break that ends the row was found; the cursor stands on it. */
  skip(): boolean {
    if (this.#quoted && !this.#skipQuoted()) return false;
    const { bytes, filled, at } = this.#cursor;
    if (at < filled && bytes[at] === newline) return true;
    const lineBreak = bytes.subarray(0, filled).indexOf(newline, at);
    this.#cursor.at = lineBreak < 0 ? filled : lineBreak;
    return lineBreak >= 0;
  }

  /** True when the field was closed, or a row begins although it was not. */
  #skipQuoted(): boolean {
    const cursor = this.#cursor;
    for (;;) {
      cursor.passText(cursor.filled);
      const { at } = cursor;
      if (at >= cursor.filled) return false;
      const turn = cursor.bytes[at] === newline ? this.#break(at) : this.#quote(at);
      if (turn === 'wait') return false;
      if (turn === 'changed') {
        this.#quoted = false;
        return true;
      }
    }
  }

  #break(at: number): Turn {
    const begins = this.#cursor.rowBeginsAfter(at);
    if (begins === null) return 'wait';
    if (begins) return 'changed';
    this.#cursor.line += 1;
    this.#cursor.at = at + 1;
    return 'go-on';
  }

  #quote(at: number): Turn {
    const next = this.#cursor.byteAfter(at);
    if (next === null) return 'wait';
    this.#cursor.at = next === quote ? at + 2 : at + 1;
    return this.#cursor.endsField(next) ? 'changed' : 'go-on';
  }
}
