/** Rows, or whole parts of the file, that are in no session of the result. */
export type NotReadReason =
  | 'other-log' // rows under a header of another kind of log
  | 'other-layout' // a row without an event of a protocol log
  | 'no-session-id' // blank or redacted
  | 'limit-sessions' // rows of sessions that were read and then dropped
  | 'limit-bytes' // the rest of the file
  | 'limit-time' // the rest of the file
  | 'read-error'; // the rest of the file

/** Rows that are in a session although something of them could not be read. */
export type PartlyReadReason =
  | 'column-count' // rows with more or fewer columns than the header names
  | 'unclosed-quote' // rows whose quoted field never ended; the rest of their line was taken
  | 'row-too-long' // rows cut at the limit
  | 'cut-off-end' // the last row stops before its last column
  | 'bad-bytes' // byte sequences shown as U+FFFD
  | 'nul-bytes' // zero bytes, left by a crash of the writing server
  | 'certificate-redacted' // certificate rows whose values could not be told apart
  | 'certificate-of-unknown-side' // certificate values that no row ascribes to us or to the peer
  | 'session-ended-early'; // sessions ended by our limit on sessions in progress

/** What was not read and why; `where` is the first place. */
export interface Gap<Reason extends string> {
  readonly reason: Reason;
  readonly count: number;
  readonly where: string;
}

/** Counts gaps by reason and remembers the first place of each. */
export class GapTally<Reason extends string> {
  readonly #gaps = new Map<Reason, { count: number; where: string }>();

  add(reason: Reason, line: number, count = 1): void {
    const gap = this.#gaps.get(reason);
    if (gap === undefined) this.#gaps.set(reason, { count, where: `line ${line}` });
    else gap.count += count;
  }

  get total(): number {
    let total = 0;
    for (const { count } of this.#gaps.values()) total += count;
    return total;
  }

  list(): readonly Gap<Reason>[] {
    return [...this.#gaps].map(([reason, { count, where }]) => ({ reason, count, where }));
  }
}
