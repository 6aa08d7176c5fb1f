const minute = 60_000;
const day = 1440 * minute;

/** The practice clock stands still; every date of the world is told relative to it. */
export interface Clock {
  readonly now: string;
  /** ISO, UTC; negative numbers are the past. */
  days(offset: number): string;
  minutes(offset: number): string;
}

export function clockAt(now: string): Clock {
  const start = Date.parse(now);
  if (!Number.isFinite(start)) throw new RangeError('the practice clock needs an ISO 8601 time');
  const at = (milliseconds: number) => new Date(start + milliseconds).toISOString();
  return { now: at(0), days: (offset) => at(offset * day), minutes: (offset) => at(offset * minute) };
}
