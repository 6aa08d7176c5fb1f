import { type Known, notRead, type Origin, type Reading, read } from '../../domain/reading.ts';
import type { EventLog } from '../../domain/snapshot.ts';
import type { TransportEvent } from '../../domain/transport-event.ts';
import type { CmdletParameters } from '../../exchange/connection.ts';
import { eventRecord } from '../../exchange/shapes/event-record.ts';
import type { LiveServer, Records } from './live-server.ts';

/** The TLS events of exchange.md 5.5, in parts: a query with more than about 20 identifiers is invalid. */
const queries: readonly (readonly number[])[] = [
  [1032, 1036, 2004, 2005, 2015, 2016, 2018, 2022, 11005, 11011, 11016, 11019, 11020, 11022],
  [12012, 12013, 12014, 12015, 12016, 12017, 12018, 12019, 12020, 12022, 12023, 12024],
];

const providers = ['MSExchangeTransport', 'MSExchangeFrontEndTransport'];
const mostEvents = 5000;

/** Number of questions that `readEvents` asks when none is refused. */
export const eventQuestions = queries.length + 1;

/** Events since `since`, newest first; an empty list means that the log was searched and holds none. */
export async function readEvents(server: LiveServer, since: string): Promise<Reading<EventLog>> {
  const log = { ComputerName: server.name, LogName: 'Application' };
  const found: TransportEvent[] = [];
  let from = since;
  let last: Records | null = null;
  for (const ids of queries) {
    const question: CmdletParameters = {
      ...log,
      ProviderName: providers,
      Id: ids,
      StartTime: since,
      MaxEvents: mostEvents,
    };
    const asked = await server.ask('Get-WinEvent', question);
    if ('notRead' in asked) return asked;
    last = asked;
    const events = shaped(server, asked);
    found.push(...events);
    if (asked.records.length >= mostEvents) from = later(from, reachedBack(server, asked.origin, events));
  }
  if (last === null) return notRead('not-asked', { source: `Get-WinEvent@${server.name}` });
  found.sort((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
  return read({ events: found, logBegins: await logBegins(server, log), since: from }, last.origin, last.at);
}

function shaped(server: LiveServer, { records, origin }: Records): readonly TransportEvent[] {
  const shapes = records.flatMap((record, index) => {
    return eventRecord(record, { ...origin, where: `object ${index + 1}` }) ?? [];
  });
  const withoutData = shapes.filter(({ dataNotRead }) => dataNotRead !== null);
  server.lose('damaged', records.length - shapes.length, origin.source);
  server.lose('incomplete', withoutData.length, origin.source, withoutData[0]?.dataNotRead ?? undefined);
  return shapes.map(({ event }) => event);
}

/** The newest come first, so a full answer knows nothing of the time before its last event. */
function reachedBack(server: LiveServer, origin: Origin, events: readonly TransportEvent[]): Known<string> {
  server.lose('limit', 1, origin.source, `${mostEvents} events`);
  return events.at(-1)?.time ?? null;
}

function later(a: string, b: Known<string>): string {
  return b !== null && Date.parse(b) > Date.parse(a) ? b : a;
}

/** Time of the oldest record of any kind: a log that was overwritten must not look like a quiet one. */
async function logBegins(server: LiveServer, log: CmdletParameters): Promise<Known<string>> {
  const asked = await server.ask('Get-WinEvent', { ...log, Oldest: true, MaxEvents: 1 });
  if ('notRead' in asked || asked.records[0] === undefined) return null;
  return eventRecord(asked.records[0], asked.origin)?.event.time ?? null;
}
