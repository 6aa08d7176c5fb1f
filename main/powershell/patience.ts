import type { ConnectionStage } from './failure/connection-failure.ts';

/** How many times longer than the slowest so far a server may take while others wait for its place. */
const factor = 4;
/** Fewer successes say little about what is usual here. */
const enough = 3;

/**
 * How long a server may keep others waiting, learnt from those that reacted: what is long in one organisation is usual in
 * another. One that takes longer is not failed but put aside, so a wrong guess costs a repetition and no answer.
 */
export class Patience {
  readonly #least: number;
  readonly #most: number;
  readonly #slowest = new Map<ConnectionStage, { count: number; milliseconds: number }>();

  /** Milliseconds; `most` is valid as long as too little is known. */
  constructor(least: number, most: number) {
    this.#least = least;
    this.#most = most;
  }

  observe(stage: ConnectionStage, milliseconds: number): void {
    const seen = this.#slowest.get(stage) ?? { count: 0, milliseconds: 0 };
    const slowest = Math.max(seen.milliseconds, milliseconds);
    this.#slowest.set(stage, { count: seen.count + 1, milliseconds: slowest });
  }

  of(stage: ConnectionStage): number {
    const seen = this.#slowest.get(stage);
    if (seen === undefined || seen.count < enough) return this.#most;
    return Math.min(this.#most, Math.max(this.#least, factor * seen.milliseconds));
  }
}
