import { type NotRead, notAsked, notRead, type Origin, type Reading, read } from '../../../domain/reading.ts';
import type { Contradiction } from '../../../domain/snapshot.ts';
import { isPlainObject, type PlainObject } from '../../../exchange/plain.ts';
import type { GapList } from '../gap-list.ts';
import type { BundleAnswer, BundleFailure } from './bundle-schema.ts';
import { plainOf } from './json-plain.ts';

export type Shape<T> = (record: PlainObject, origin: Origin) => T | null;

/** Longer texts say nothing more. */
const longestDetail = 2000;

/** Makes readings of the answers of one bundle; what a shape cannot use is counted in `gaps`. */
export class BundleAnswers {
  readonly gaps: GapList;
  readonly contradictions: Contradiction[] = [];
  readonly #path: string;

  constructor(path: string, gaps: GapList) {
    this.#path = path;
    this.gaps = gaps;
  }

  /** `label` names the answer inside the file, for example `EX01 queues`. */
  each<T>(answer: BundleAnswer | undefined, label: string, shape: Shape<T>): Reading<readonly T[]> {
    const records = this.records(answer, label);
    if ('notRead' in records) return records;
    const values = records.read.flatMap((record, index) => {
      const value = shape(record, this.origin(`${label} ${index + 1}`));
      return value === null ? [] : [value];
    });
    const lost = records.read.length - values.length;
    if (lost > 0) this.gaps.missing('damaged', `${label}: records that make no sense`, label, lost);
    return read(values, records.from, records.at);
  }

  /** The one record of an answer; an answer without any said nothing, which is no value. */
  one<T>(answer: BundleAnswer | undefined, label: string, shape: Shape<T>): Reading<T> {
    const all = this.each(answer, label, shape);
    if ('notRead' in all) return all;
    const [first] = all.read;
    if (first === undefined) return notRead('incomplete', all.from, 'the answer was empty', all.at);
    return read(first, all.from, all.at);
  }

  records(answer: BundleAnswer | undefined, label: string): Reading<readonly PlainObject[]> {
    const from = this.origin(label);
    if (answer === undefined) return notAsked;
    if ('failure' in answer) return this.failure(answer, label);
    const records = answer.records.map((record) => plainOf(record)).filter((record) => isPlainObject(record));
    return read(records, from, utc(answer.at));
  }

  failure({ at, failure: { code, message } }: BundleFailure, label: string): NotRead {
    return notRead(code, this.origin(label), message.slice(0, longestDetail), utc(at));
  }

  origin(where: string): Origin {
    return { source: this.#path, where };
  }
}

/** The script writes seven digits of the second; a reading's time needs none of them. */
export function utc(moment: string): string {
  return new Date(moment).toISOString();
}
