import { BinXmlError } from './binxml-error.ts';
import type { ChunkBytes } from './chunk-bytes.ts';

/** Reads forward through the bytes that belong to one fragment, and refuses to leave them. */
export class BinXmlCursor {
  readonly chunk: ChunkBytes;
  readonly end: number;
  #at: number;

  constructor(chunk: ChunkBytes, start: number, end: number) {
    if (start < 0 || end > chunk.bytes.length) throw new BinXmlError('record-content');
    this.chunk = chunk;
    this.end = end;
    this.#at = start;
  }

  get at(): number {
    return this.#at;
  }

  /** The next byte, which stays; behind the end it reads as the end of the fragment. */
  peek(): number {
    return this.#at < this.end ? (this.chunk.bytes[this.#at] as number) : 0;
  }

  skip(size: number): number {
    const from = this.#at;
    if (size < 0 || from + size > this.end) throw new BinXmlError('record-content');
    this.#at = from + size;
    return from;
  }

  uint8(): number {
    return this.chunk.view.getUint8(this.skip(1));
  }

  uint16(): number {
    return this.chunk.view.getUint16(this.skip(2), true);
  }

  uint32(): number {
    return this.chunk.view.getUint32(this.skip(4), true);
  }

  /** A reference to a name; where a chunk uses a name first, the name itself follows its own reference. */
  name(): string {
    const offset = this.uint32();
    const here = offset === this.#at;
    const name = this.chunk.name(offset);
    if (here) this.skip(name.size);
    return name.text;
  }

  /** Text that carries its length in characters in front. */
  countedText(): string {
    const size = 2 * this.uint16();
    return this.chunk.utf16(this.skip(size), size);
  }
}
