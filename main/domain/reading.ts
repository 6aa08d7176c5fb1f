/**
 * Where a value was seen: the file, cmdlet or log that said it, and the place inside.
 * `source` is a path for files and `Cmdlet@server` for live reads; `where` is for example `object 3` or `line 117`.
 */
export interface Origin {
  readonly source: string;
  readonly where?: string;
}

/** Why something could not be read. Never means that the thing is absent or wrong. */
export type NotReadCode =
  | 'not-asked' // this source was never opened: no such file, no such channel
  | 'access-denied' // the account lacks the right
  | 'not-available' // the cmdlet, property or log does not exist for this session or build
  | 'failed' // asked, and the answer was an error
  | 'damaged' // bytes were there but make no sense
  | 'incomplete' // the source ends early or carries only a part
  | 'limit'; // stopped by one of our own limits

export interface NotReadReason {
  readonly code: NotReadCode;
  /** The reader's own word for it, stable for programs, for example `chunk-checksum`. */
  readonly cause?: string;
  /** What the source itself said, or which limit was hit; untrusted text. */
  readonly detail?: string;
}

export interface Read<T> {
  readonly read: T;
  readonly from: Origin;
  /** ISO time (UTC) at which the value was true, or null when the source does not say. */
  readonly at: string | null;
}

export interface NotRead {
  readonly notRead: NotReadReason;
  readonly from: Origin;
  readonly at: string | null;
}

/**
 * A value together with where it came from, or the reason it could not be seen.
 * Missing is unknown: no reader may turn `notRead` into false, empty or "None".
 */
export type Reading<T> = Read<T> | NotRead;

/** A single field inside something that was read; null means the source did not say it. */
export type Known<T> = T | null;

export function isRead<T>(reading: Reading<T>): reading is Read<T> {
  return 'read' in reading;
}

/** The value, or null when it could not be read. Use only where unknown and absent are handled alike by the caller. */
export function readOrNull<T>(reading: Reading<T>): T | null {
  return isRead(reading) ? reading.read : null;
}

export function read<T>(value: T, from: Origin, at: string | null = null): Read<T> {
  return { read: value, from, at };
}

export function notRead(code: NotReadCode, from: Origin, detail?: string, at: string | null = null): NotRead {
  return { notRead: detail === undefined ? { code } : { code, detail }, from, at };
}

/** The reading of a source that nobody opened. */
export const notAsked: NotRead = { notRead: { code: 'not-asked' }, from: { source: '' }, at: null };
