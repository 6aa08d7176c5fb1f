import type { BinXmlCursor } from './binxml-cursor.ts';
import { BinXmlError } from './binxml-error.ts';

/** Words kept for each value: its type, its offset in the chunk, its size in bytes. */
const words = 3;

/** Descriptors take four bytes of the record each, and nested ones lie in other bytes of the same record. */
const mostValues = 65_536 / 4;

/** Values of one template instance, as a window on the stack. */
export interface ValueWindow {
  readonly base: number;
  readonly count: number;
}

/**
 * The values of the template instances being filled, innermost on top. One block of memory serves a whole file, as a
 * log of 500 MB holds some twenty million values.
 */
export class ValueStack {
  readonly #table = new Int32Array(mostValues * words);
  #top = 0;

  /**
   * Reads TemplateInstanceData (MS-EVEN6 2.2.12): a count, for each value its size (2), type (1) and a filler (1), then
   * the values one after the other.
   */
  push(cursor: BinXmlCursor): ValueWindow {
    const count = cursor.uint32();
    if (this.#top + count > mostValues) throw new BinXmlError('record-content');
    const { view } = cursor.chunk;
    let descriptor = cursor.skip(4 * count);
    const window = { base: this.#top * words, count };
    let at = window.base;
    let offset = cursor.at;
    for (let index = 0; index < count; index++, at += words, descriptor += 4) {
      const size = view.getUint16(descriptor, true);
      this.#table[at] = view.getUint8(descriptor + 2);
      this.#table[at + 1] = offset;
      this.#table[at + 2] = size;
      offset += size;
    }
    cursor.skip(offset - cursor.at);
    this.#top += count;
    return window;
  }

  /** Drops everything above a mark taken earlier. */
  drop(mark: number): void {
    this.#top = mark;
  }

  get mark(): number {
    return this.#top;
  }

  /** The value's type; null (0) for a value the instance does not have. */
  type(window: ValueWindow, index: number): number {
    return index < window.count ? (this.#table[window.base + index * words] as number) : 0;
  }

  offset(window: ValueWindow, index: number): number {
    return this.#table[window.base + index * words + 1] as number;
  }

  size(window: ValueWindow, index: number): number {
    return index < window.count ? (this.#table[window.base + index * words + 2] as number) : 0;
  }
}
