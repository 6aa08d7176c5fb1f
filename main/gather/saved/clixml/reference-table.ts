import type { PlainObject } from '../../../exchange/plain.ts';

/** Numbers up to this are kept as bits; PowerShell counts RefIds up from 0. */
const mostBits = 1 << 24;

/**
 * The objects of a file that a later `Ref` may point to. An object is dropped from the table with its last use, so that
 * a long file does not stay in memory.
 */
export class ReferenceTable {
  readonly #uses: Map<string, number>;
  readonly #open = new Map<string, PlainObject>();
  readonly #seen = new IdSet();

  /** `uses` as counted by `ReferenceCounter`; it is used up. */
  constructor(uses: Map<string, number>) {
    this.#uses = uses;
  }

  /** False when another object of the file has the same RefId; the later one is then referred to. */
  define(id: string, object: PlainObject): boolean {
    const fresh = this.#seen.add(id);
    if ((this.#uses.get(id) ?? 0) > 0) this.#open.set(id, object);
    return fresh;
  }

  isAwaited(id: string | undefined): boolean {
    return id !== undefined && (this.#uses.get(id) ?? 0) > 0;
  }

  /** The same object, never a copy; undefined when the file has not defined it up to here. */
  resolve(id: string): PlainObject | undefined {
    const object = this.#open.get(id);
    const left = (this.#uses.get(id) ?? 0) - 1;
    if (left > 0) this.#uses.set(id, left);
    else {
      this.#uses.delete(id);
      this.#open.delete(id);
    }
    return object;
  }
}

/** A set of identifiers that costs one bit for each small number. */
class IdSet {
  #bits = new Uint8Array(1024);
  readonly #others = new Set<string>();

  /** False when it was in the set already. */
  add(id: string): boolean {
    const number = /^(?:0|[1-9]\d{0,7})$/.test(id) ? Number(id) : mostBits;
    if (number >= mostBits) {
      const before = this.#others.size;
      return this.#others.add(id).size > before;
    }
    const byte = number >> 3;
    if (byte >= this.#bits.length) this.#grow(byte);
    const bit = 1 << (number & 7);
    const old = this.#bits[byte] ?? 0;
    this.#bits[byte] = old | bit;
    return (old & bit) === 0;
  }

  #grow(byte: number): void {
    const larger = new Uint8Array(Math.max(byte + 1, this.#bits.length * 2));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
