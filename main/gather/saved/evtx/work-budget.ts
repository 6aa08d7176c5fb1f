import { BinXmlError } from './binxml-error.ts';

/** Far above what any honest chunk needs (8,000 steps and 51,000 bytes of text at most in the logs of real machines we have). */
const stepsForChunk = 250_000;
const textBytesForChunk = 1_000_000;

/**
 * Bounds the work that one chunk may cause. Templates can name one value many times and values can be templates again,
 * so 64 KB may ask for terabytes of text; without this, one forged log would stop the program.
 */
export class WorkBudget {
  #steps = stepsForChunk;
  #textBytes = textBytesForChunk;

  step(count = 1): void {
    this.#steps -= count;
    if (this.#steps < 0) throw new BinXmlError('limit');
  }

  text(bytes: number): void {
    this.#textBytes -= bytes;
    if (this.#textBytes < 0) throw new BinXmlError('limit');
  }
}
