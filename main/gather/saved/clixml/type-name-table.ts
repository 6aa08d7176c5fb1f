import { overLimit } from '../stop-reading.ts';

/** The lists of type names of a file, each written once and then referred to by its number. */
export class TypeNameTable {
  readonly #lists = new Map<string, readonly string[]>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** False when another list has the same number; the later one is then referred to. */
  define(id: string, list: readonly string[]): boolean {
    if (this.#lists.size >= this.#most) throw overLimit(this.#most, 'lists of type names');
    const fresh = !this.#lists.has(id);
    this.#lists.set(id, list);
    return fresh;
  }

  resolve(id: string | undefined): readonly string[] | undefined {
    return id === undefined ? undefined : this.#lists.get(id);
  }
}
