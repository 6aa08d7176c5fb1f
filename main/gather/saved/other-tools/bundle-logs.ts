import { notAsked, notRead, type Reading, read } from '../../../domain/reading.ts';
import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { EventLog } from '../../../domain/snapshot.ts';
import type { TransportEvent } from '../../../domain/transport-event.ts';
import { isPlainObject } from '../../../exchange/plain.ts';
import { eventRecord } from '../../../exchange/shapes/event-record.ts';
import { readSmtpLog } from '../smtp-log/read-smtp-log.ts';
import { type BundleAnswers, utc } from './bundle-answers.ts';
import type { BundleServer } from './bundle-schema.ts';
import { plainOf } from './json-plain.ts';

/** The transport events of one server, newest first, with the time before which nothing is known. */
export function bundleEvents(server: BundleServer, answers: BundleAnswers): Reading<EventLog> {
  const label = `${server.name} events`;
  const answer = server.events;
  if (answer === undefined) return notAsked;
  if ('failure' in answer) return answers.failure(answer, label);
  const from = answers.origin(label);
  const [search] = answer.records;
  if (search === undefined) return notRead('incomplete', from, 'the answer was empty', utc(answer.at));
  const events = search.events.flatMap((record, index): readonly TransportEvent[] => {
    const plain = plainOf(record);
    const shape = isPlainObject(plain) ? eventRecord(plain, answers.origin(`${label} ${index + 1}`)) : null;
    if (shape?.dataNotRead) answers.gaps.missing('incomplete', shape.dataNotRead, label);
    return shape === null ? [] : [shape.event];
  });
  const lost = search.events.length - events.length;
  if (lost > 0) answers.gaps.missing('damaged', `${label}: records that make no sense`, label, lost);
  if (search.limit !== null)
    answers.gaps.missing('limit', `${label}: the search ended at ${search.limit} events`, label);
  const sorted = events.toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
  const oldest = sorted.at(-1)?.time ?? search.since;
  // The newest come first, so a search that was ended knows nothing of the time before its last event.
  const since = search.limit === null ? search.since : oldest;
  return read({ events: sorted, logBegins: search.logBegins, since }, from, utc(answer.at));
}

/** The sessions in the parts of SmtpSend logs that the bundle carries. */
export async function bundleSessions(
  server: BundleServer,
  answers: BundleAnswers,
): Promise<Reading<readonly SmtpSession[]>> {
  const label = `${server.name} sendLogs`;
  const answer = server.sendLogs;
  if (answer === undefined) return notAsked;
  if ('failure' in answer) return answers.failure(answer, label);
  const sessions: SmtpSession[] = [];
  for (const part of answer.records) {
    const log = await readSmtpLog(once(part.Text), { source: part.Path });
    sessions.push(...log.sessions.map((session) => placed(session, part.Path, answers)));
    for (const gap of log.notRead) {
      answers.gaps.missing('damaged', `${part.Path}: ${gap.reason}`, label, gap.count);
    }
    if (part.Cut) answers.gaps.harmless('incomplete', `${part.Path}: only the end of the file`, label);
  }
  return read(sessions, answers.origin(label), utc(answer.at));
}

function placed(session: SmtpSession, path: string, answers: BundleAnswers): SmtpSession {
  return { ...session, origin: answers.origin(`${path} ${session.origin.where ?? ''}`.trim()) };
}

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}
