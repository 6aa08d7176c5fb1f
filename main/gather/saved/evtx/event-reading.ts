import type { TransportEvent } from '../../../domain/transport-event.ts';

/** Why a part of an event file could not be read, or was read although a check failed. Words of our JSON. */
export type EventGapReason =
  // .evtx
  | 'file-signature' // the file does not begin as an event log
  | 'file-checksum' // the file header's CRC-32 is wrong
  | 'chunk-signature' // a 64 KB slot holds bytes, but no chunk begins there
  | 'chunk-empty' // zeros where the log says there is a chunk, or between chunks
  | 'chunk-header-checksum' // the chunk header's CRC-32 is wrong
  | 'chunk-checksum' // the CRC-32 over the chunk's records is wrong
  | 'record-size' // the size of a record is a lie
  | 'record-torn' // a record was never written to its end
  | 'record-content' // the content of a record makes no sense
  | 'record-missing' // records that the chunk announces are not there
  // Event XML
  | 'event-content' // an <Event> that is no well-formed XML or lacks provider or id
  | 'junk' // text between events
  | 'refused' // DOCTYPE or processing instruction: reading stopped there
  | 'encoding' // neither UTF-8 nor UTF-16
  | 'damaged-text' // bytes that are no text, shown as U+FFFD
  // both
  | 'truncated' // the file ends early
  | 'limit'; // one of our own limits

export interface EventGap {
  readonly reason: EventGapReason;
  /** Records for `record-*`, `event-content` and `limit`; otherwise the places where it happened. */
  readonly count: number;
  /** For example `chunk 3` (0 is the first one) or `event 17`. */
  readonly where: string;
  /** A check failed, but what it protects was understood and is among the events. */
  readonly stillRead: boolean;
}

interface EventTally {
  readonly provider: string;
  readonly id: number;
  readonly count: number;
}

/** What one event file held. `counts.records` is the sum of `tally`, `counts.notRead` the sum of `notRead`. */
export interface EventReading {
  /** The wanted events in the order of the file; empty when `onEvent` took them. */
  readonly events: readonly TransportEvent[];
  readonly tally: readonly EventTally[];
  readonly counts: {
    /** Records whose provider and id were read, wanted or not. */
    readonly records: number;
    /** Of these, the ones read in full. */
    readonly built: number;
    readonly notRead: number;
  };
  readonly notRead: readonly EventGap[];
  /** False when anything is missing or failed a check: no verdict "no problem found" may rest on this file. */
  readonly complete: boolean;
  /** Computers of records, wanted or not: of a log, or at least one of each of its chunks. */
  readonly computers: readonly string[];
  /** ISO times of the oldest and the newest record, wanted or not; null when the file has none. */
  readonly oldest: string | null;
  readonly newest: string | null;
}

export interface EventReadingOptions {
  /** The `source` of every event's origin: the path as the user named it. */
  readonly source: string;
  /** Which events are read in full; the others are only counted. All when absent. */
  readonly wanted?: (provider: string, id: number) => boolean;
  /** Takes each event instead of `events`, so that a large log needs little memory. */
  readonly onEvent?: (event: TransportEvent) => void;
  /** Wanted events kept or handed over; those above become gaps (`limit`). Default: `readingLimits.objects`. */
  readonly mostEvents?: number;
}
