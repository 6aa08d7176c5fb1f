import type { NotReadCode } from '../../domain/reading.ts';
import type { SourceGap } from '../../domain/snapshot.ts';
import { readingLimits } from './limits.ts';

interface OpenGap {
  readonly code: NotReadCode;
  readonly detail: string;
  readonly where: string | undefined;
  readonly kept: boolean;
  count: number;
}

/** Collects what of one source was not read; the same reason is one gap with a count and its first place. */
export class GapList {
  readonly #gaps = new Map<string, OpenGap>();
  readonly #most: number;
  #complete = true;

  constructor(most: number = readingLimits.distinctGaps) {
    this.#most = most;
  }

  /** Something is missing: no verdict "no problem found" may rest on this source any more. */
  missing(code: NotReadCode, detail: string, where?: string, count = 1): void {
    this.#complete = false;
    this.#add(code, detail, where, count, false);
  }

  /** Something failed a check and was read all the same: the source is not sound, but nothing of it is unread. */
  doubtful(code: NotReadCode, detail: string, where?: string, count = 1): void {
    this.#complete = false;
    this.#add(code, detail, where, count, true);
  }

  /** Something was not read that no verdict needs: a key that stays closed, a property nobody looks at. */
  harmless(code: NotReadCode, detail: string, where?: string): void {
    this.#add(code, detail, where, 1, false);
  }

  /** Something was not understood but kept: worth telling, harmless to a verdict. */
  oddity(code: NotReadCode, detail: string, where?: string): void {
    this.#add(code, detail, where, 1, true);
  }

  get complete(): boolean {
    return this.#complete;
  }

  get total(): number {
    let sum = 0;
    for (const gap of this.#gaps.values()) sum += gap.kept ? 0 : gap.count;
    return sum;
  }

  list(): readonly SourceGap[] {
    return [...this.#gaps.values()].map(({ code, detail, where, count, kept }) => ({
      reason: detail === '' ? { code } : { code, detail },
      count,
      ...(where === undefined ? {} : { where }),
      ...(kept ? { kept } : {}),
    }));
  }

  /** Details can quote the file, so a hostile file could make millions of different ones: the rest share one line. */
  #add(code: NotReadCode, detail: string, where: string | undefined, count: number, kept: boolean): void {
    const full = this.#gaps.size >= this.#most && !this.#gaps.has(`${kept} ${code} ${detail}`);
    const shown = full ? 'further gaps of other kinds' : detail;
    const key = `${kept} ${code} ${shown}`;
    const open = this.#gaps.get(key);
    if (open === undefined) this.#gaps.set(key, { code, detail: shown, where, kept, count });
    else open.count += count;
  }
}
