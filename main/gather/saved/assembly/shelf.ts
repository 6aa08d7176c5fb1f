import { type Known, notAsked, type Origin, type Reading, read } from '../../../domain/reading.ts';
import type { Placed } from '../saved-file.ts';
import type { ServerEntry } from './server-book.ts';

/** Facts of one kind, sorted by server. */
export class Shelf<T> {
  readonly #facts = new Map<ServerEntry, Placed<T>[]>();
  readonly #read = new Map<ServerEntry, { readonly from: Origin; at: Known<string> }>();

  add(entry: ServerEntry, value: T, origin: Origin, at: Known<string> = null): void {
    this.answered(entry, { source: origin.source }, at);
    const there = this.#facts.get(entry);
    const fact = { value, server: entry.name, origin };
    if (there === undefined) this.#facts.set(entry, [fact]);
    else there.push(fact);
  }

  /** This server was asked, whether or not a fact follows; `at` as the source says it. */
  answered(entry: ServerEntry, from: Origin, at: Known<string> = null): void {
    const before = this.#read.get(entry);
    if (before === undefined) this.#read.set(entry, { from, at });
    else before.at = earlier(before.at, at);
  }

  placed(entry: ServerEntry): readonly Placed<T>[] {
    return this.#facts.get(entry) ?? [];
  }

  /** What `make` makes of this server's facts, from the first file that answered; `notAsked` when none did. */
  reading<R>(entry: ServerEntry, make: (values: readonly T[]) => R): Reading<R> {
    const answer = this.#read.get(entry);
    if (answer === undefined) return notAsked;
    return read(make(this.placed(entry).map(({ value }) => value)), answer.from, answer.at);
  }
}

/** Facts of several moments are all known from the earliest one on; of a moment that no file says, nothing is. */
function earlier(a: Known<string>, b: Known<string>): Known<string> {
  if (a === null || b === null) return null;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}
