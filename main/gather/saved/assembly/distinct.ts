import type { StoreCertificate } from '../../../domain/certificate.ts';
import type { Queue } from '../../../domain/queue.ts';
import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { TransportEvent } from '../../../domain/transport-event.ts';
import { union } from './join-rows.ts';

/**
 * A queue changes from minute to minute, so two files that show it differently are two moments and both stay; only what
 * is the same in every field is one row with several origins.
 */
export function distinctQueues(queues: readonly Queue[]): readonly Queue[] {
  const kept = new Map<string, Queue>();
  for (const queue of queues) {
    const key = JSON.stringify({ ...queue, origins: [] });
    const first = kept.get(key);
    kept.set(key, first === undefined ? queue : { ...first, origins: union(first.origins, queue.origins) });
  }
  return [...kept.values()];
}

/**
 * One event for each record of a log, also when it was exported twice. Of the two the one that says more stays: an export
 * may have lost the insertion strings or the message.
 */
export function distinctEvents(events: readonly TransportEvent[]): readonly TransportEvent[] {
  const kept = new Map<string, TransportEvent>();
  const seen = new Map<string, number>();
  for (const event of events) {
    const bare = eventKey(event);
    // Without a record number, the second one alike in the same file is another event; in another file it is the same.
    const here = JSON.stringify([event.origin.source, bare]);
    const nth = (seen.get(here) ?? 0) + 1;
    seen.set(here, nth);
    const key = event.recordId === null ? `${nth} ${bare}` : bare;
    const first = kept.get(key);
    if (first === undefined || said(event) > said(first)) kept.set(key, event);
  }
  return [...kept.values()];
}

/** A record number counts within one log of one computer; the time tells a cleared log from the one before. */
function eventKey({ recordId, time, provider, id, computer, data, message }: TransportEvent): string {
  const host = computer?.toLowerCase() ?? null;
  const what = [host, provider.toLowerCase(), id];
  return recordId === null
    ? JSON.stringify([...what, time, data, message])
    : JSON.stringify([...what, recordId, time === null ? null : time.slice(0, 19)]);
}

function said(event: TransportEvent): number {
  return (event.data.length > 0 ? 2 : 0) + (event.message === null ? 0 : 1);
}

/** One session for each session of a log, also when the log was handed in twice. */
export function distinctSessions(sessions: readonly SmtpSession[]): readonly SmtpSession[] {
  const kept = new Map<string, SmtpSession>();
  for (const session of sessions) {
    const key = JSON.stringify([
      session.id,
      session.started,
      session.connector,
      session.local,
      session.remote,
    ]);
    const first = kept.get(key);
    if (first === undefined || session.rows > first.rows) kept.set(key, session);
  }
  return [...kept.values()];
}

export function distinctStoreCertificates(
  certificates: readonly StoreCertificate[],
): readonly StoreCertificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.raw, certificate])).values()];
}
