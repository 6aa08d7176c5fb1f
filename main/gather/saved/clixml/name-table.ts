import { decodeEscapes } from './escapes.ts';

const mostNames = 20_000;

/** Keeps one copy of each property and type name: an export repeats some hundred of them a million times. */
export class NameTable {
  readonly #names = new Map<string, string>();

  intern(written: string): string {
    const known = this.#names.get(written);
    if (known !== undefined) return known;
    // A part of a string keeps the whole chunk of the file alive that it was cut from; this makes a text of its own.
    const own: string = JSON.parse(JSON.stringify(written));
    const name = decodeEscapes(own);
    if (this.#names.size < mostNames) this.#names.set(own, name);
    return name;
  }
}
