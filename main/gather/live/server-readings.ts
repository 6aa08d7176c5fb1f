import type { Queue } from '../../domain/queue.ts';
import { isRead, notRead, type Reading, read } from '../../domain/reading.ts';
import { netBiosName } from '../../domain/server-name.ts';
import type { IisBinding, PopImapSettings, ServerReadings } from '../../domain/snapshot.ts';
import { normaliseThumbprint } from '../../domain/thumbprint.ts';
import { eventLogLevel } from '../../exchange/shapes/event-log-level.ts';
import { field, name, number, numberOf, text } from '../../exchange/shapes/fields.ts';
import { popImapSettings } from '../../exchange/shapes/pop-imap-settings.ts';
import { queue } from '../../exchange/shapes/queue.ts';
import { transportService } from '../../exchange/shapes/transport-service.ts';
import { readCertificates, readStore } from './certificates.ts';
import { eventQuestions, readEvents } from './events.ts';
import type { LiveServer } from './live-server.ts';
import { readSessions } from './smtp-sessions.ts';

/** Number of questions that `readServer` asks when none is refused; for telling how far a reading has come. */
export const serverQuestions = 13 + eventQuestions;

/** Everything one server can tell of itself, one question after the other. */
export async function readServer(server: LiveServer, since: string): Promise<ServerReadings> {
  const named = { Server: server.name };
  return {
    name: netBiosName(server.name),
    fqdn: server.name.includes('.') ? server.name : null,
    certificates: await readCertificates(server),
    intermediates: await readStore(server, 'CA'),
    roots: await readStore(server, 'Root'),
    transportService: only(
      await server.read('Get-TransportService', { Identity: server.name }, ({ records }) =>
        records.map(transportService),
      ),
    ),
    popImap: await readPopImap(server),
    queues: await server.read('Get-Queue', named, (answer) => {
      const queues: Queue[] = answer.records.flatMap((record, index) => {
        return queue(record, { ...answer.origin, where: `object ${index + 1}` }) ?? [];
      });
      server.lose('damaged', answer.records.length - queues.length, answer.origin.source);
      return queues;
    }),
    events: await readEvents(server, since),
    smtpSendLogLevel: await readSendLogLevel(server),
    sendSessions: await readSessions(server, 'Send', since),
    receiveSessions: await readSessions(server, 'Receive', since),
    iisBindings: await readIisBindings(server),
    rootAutoUpdateDisabled: await readRootAutoUpdate(server),
  };
}

/** Readings of a server that nobody connected to. */
export function unvisitedServer(server: {
  readonly name: string;
  readonly fqdn: string | null;
}): ServerReadings {
  const never = notRead('not-asked', { source: netBiosName(server.name) });
  return {
    name: netBiosName(server.name),
    fqdn: server.fqdn,
    certificates: never,
    intermediates: never,
    roots: never,
    transportService: never,
    popImap: never,
    queues: never,
    events: never,
    smtpSendLogLevel: never,
    sendSessions: never,
    receiveSessions: never,
    iisBindings: never,
    rootAutoUpdateDisabled: never,
  };
}

/** The single record of an answer; an answer without one said nothing, which is no value. */
export function only<T>(reading: Reading<readonly T[]>): Reading<T> {
  if (!isRead(reading)) return reading;
  const [first] = reading.read;
  if (first === undefined) return notRead('incomplete', reading.from, 'the answer was empty', reading.at);
  return read(first, reading.from, reading.at);
}

async function readPopImap(server: LiveServer): Promise<Reading<PopImapSettings>> {
  const named = { Server: server.name };
  const pop = only(
    await server.read('Get-PopSettings', named, ({ records }) =>
      records.map((r) => popImapSettings(r, 'pop')),
    ),
  );
  const imap = only(
    await server.read('Get-ImapSettings', named, ({ records }) =>
      records.map((r) => popImapSettings(r, 'imap')),
    ),
  );
  if (!isRead(pop)) {
    if (isRead(imap)) server.note(pop.notRead.code, 1, pop.from.source, pop.notRead.detail);
    return imap;
  }
  if (!isRead(imap)) {
    server.note(imap.notRead.code, 1, imap.from.source, imap.notRead.detail);
    return pop;
  }
  return read({ ...pop.read, imapCertificateName: imap.read.imapCertificateName }, pop.from, pop.at);
}

async function readSendLogLevel(server: LiveServer): Promise<Reading<string>> {
  const identity = `${server.name}\\MSExchangeTransport\\SmtpSend`;
  return only(
    await server.read('Get-EventLogLevel', { Identity: identity }, ({ records }) =>
      records.flatMap((record) => eventLogLevel(record)?.level ?? []),
    ),
  );
}

function readIisBindings(server: LiveServer): Promise<Reading<readonly IisBinding[]>> {
  return server.read('Read-IisBinding', { Server: server.name }, ({ records, origin }) => {
    const bindings = records.flatMap((record) => {
      const site = name(record, 'Site');
      const port = number(record, 'Port');
      if (site === null || port === null) return [];
      return [{ site, port, thumbprint: normaliseThumbprint(text(record, 'CertificateHash') ?? '') }];
    });
    server.lose('damaged', records.length - bindings.length, origin.source);
    return bindings;
  });
}

/** The value is absent on most servers, and absent means that Windows updates its roots. */
async function readRootAutoUpdate(server: LiveServer): Promise<Reading<boolean>> {
  return only(
    await server.read('Read-RootAutoUpdate', { Server: server.name }, ({ records }) =>
      records.flatMap((record) => {
        const value = field(record, 'DisableRootAutoUpdate');
        if (value === undefined) return [];
        return [value !== null && numberOf(value) === 1];
      }),
    ),
  );
}
