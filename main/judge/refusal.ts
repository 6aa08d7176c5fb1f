import type { Origin } from '../domain/reading.ts';
import type { ReplyClass } from '../domain/reply.ts';

/** The same complaint from one source, counted; the newest occurrence is kept as evidence (condition D1). */
export interface Refusal {
  /** '' when a log was read of which no file tells the server. */
  readonly server: string;
  /** Name of the send connector, or null when the source does not say which. */
  readonly connector: string | null;
  readonly source: 'queue' | 'event' | 'session';
  readonly class: ReplyClass;
  readonly reason: string | null;
  /** The reply; '' for an event that tells of a failure without one. */
  readonly text: string;
  /** The event's id when the source is an event, else null. */
  readonly eventId: number | null;
  readonly count: number;
  /** Messages waiting in the queue, or null. */
  readonly messages: number | null;
  readonly at: string | null;
  readonly from: Origin;
  /** What the refused session had sent, or null for other sources and where the log does not say it. */
  readonly sent: string | null;
  /** The address from which it was sent, without the port. */
  readonly local: string | null;
  /** False when something later shows that it is over; see `isOver`. */
  readonly current: boolean;
}
