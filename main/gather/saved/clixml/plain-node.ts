import type { Plain, PlainObject } from '../../../exchange/plain.ts';

const none: readonly string[] = [];
const noProperties: ReadonlyMap<string, Plain> = new Map();

/** A `PlainObject` while its element is being read; handed out as the read-only interface, and never copied. */
export class PlainNode implements PlainObject {
  typeNames: readonly string[] = none;
  text: string | null = null;
  properties: ReadonlyMap<string, Plain> = noProperties;
  items: Plain[] | null = null;
  value: Plain = null;
  #own: Map<string, Plain> | null = null;

  /** False when there was a property of that name already; the later value stays. */
  set(name: string, value: Plain): boolean {
    if (this.#own === null) {
      this.#own = new Map();
      this.properties = this.#own;
    }
    const before = this.#own.size;
    this.#own.set(name, value);
    return this.#own.size > before;
  }

  push(item: Plain): void {
    this.asList().push(item);
  }

  /** Makes it a list, which may stay empty. */
  asList(): Plain[] {
    this.items ??= [];
    return this.items;
  }

  /** A list without anything beside its elements, as a pipeline saved through `-InputObject` looks. */
  get isBareList(): boolean {
    return this.items !== null && this.value === null && this.properties.size === 0;
  }
}
