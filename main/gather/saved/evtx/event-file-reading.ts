import type { NotReadCode } from '../../../domain/reading.ts';
import type { SourceGap } from '../../../domain/snapshot.ts';
import { TRANSPORT_PROVIDERS, WANTED_EVENT_IDS } from '../../../domain/transport-event.ts';
import { type FileReading, nothingFound, nothingRead } from '../saved-file.ts';
import type { EventGap, EventGapReason, EventReading } from './event-reading.ts';

const providers = new Set(TRANSPORT_PROVIDERS.map((provider) => provider.toLowerCase()));
const ids = new Set(WANTED_EVENT_IDS);

/** The events that a diagnosis can use; every other record is only counted. */
export function isTransportEvent(provider: string, id: number): boolean {
  return ids.has(id) && providers.has(provider.toLowerCase());
}

const codes: Readonly<Record<EventGapReason, NotReadCode>> = {
  'file-signature': 'damaged',
  'file-checksum': 'damaged',
  'chunk-signature': 'damaged',
  'chunk-empty': 'incomplete',
  'chunk-header-checksum': 'damaged',
  'chunk-checksum': 'damaged',
  'record-size': 'damaged',
  'record-torn': 'incomplete',
  'record-content': 'damaged',
  'record-missing': 'incomplete',
  'event-content': 'damaged',
  junk: 'damaged',
  refused: 'failed',
  encoding: 'damaged',
  'damaged-text': 'damaged',
  truncated: 'incomplete',
  limit: 'limit',
};

/** What an event file held, as the inbox takes it; records that nobody wanted are counted by provider and id. */
export function eventFileReading(reading: EventReading, encoding: string | null): FileReading {
  const taken = new Map<string, number>();
  for (const { provider, id } of reading.events) {
    const key = `${provider} ${id}`;
    taken.set(key, (taken.get(key) ?? 0) + 1);
  }
  const rest = reading.tally
    .map(
      ({ provider, id, count }) =>
        [`${provider} ${id}`, count - (taken.get(`${provider} ${id}`) ?? 0)] as const,
    )
    .filter(([, count]) => count > 0);
  return {
    ...nothingRead,
    kind: 'events',
    encoding,
    at: reading.newest,
    records: reading.counts.records,
    found: {
      ...nothingFound,
      events: reading.events,
      eventComputers: reading.computers,
      eventLogBegins: reading.oldest,
    },
    objects: Object.fromEntries(rest),
    notRead: reading.notRead.map(sourceGap),
    complete: reading.complete,
  };
}

function sourceGap({ reason, count, where, stillRead }: EventGap): SourceGap {
  const detail = stillRead ? 'a check failed, the content was read all the same' : reason;
  return {
    reason: { code: codes[reason], cause: reason, detail },
    count,
    where,
    ...(stillRead ? { kept: true } : {}),
  };
}
