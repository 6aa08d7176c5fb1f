import type { StoreCertificate } from '../../../domain/certificate.ts';
import { isRead, notAsked, type Reading, read, readOrNull } from '../../../domain/reading.ts';
import type { Contradiction, OrganisationReadings, ServerReadings } from '../../../domain/snapshot.ts';
import type { Placed, SavedFile } from '../saved-file.ts';
import { distinctEvents, distinctQueues, distinctStoreCertificates } from './distinct.ts';
import { certificateBytes, joinCertificates } from './join-certificates.ts';
import { asRow, joinRows, single } from './join-rows.ts';
import { pathOwners } from './path-owner.ts';
import type { ServerBook, ServerEntry } from './server-book.ts';
import { sessionLogs } from './session-logs.ts';
import { sessionOwners } from './session-owner.ts';
import type { Shelf } from './shelf.ts';
import { latestBeginning, shelve } from './shelves.ts';

export interface AssembledServers {
  readonly servers: readonly ServerReadings[];
  readonly contradictions: readonly Contradiction[];
  /** The certificate files whose bytes completed a row. */
  readonly used: ReadonlySet<Placed<StoreCertificate>>;
  /** Sessions of which the server stays unknown, by the file they stand in. */
  readonly sessionsOfUnknown: ReadonlyMap<string, number>;
}

/** Joins everything that belongs to one server; a reading that no file gives is `notAsked`. */
export function assembleServers(
  files: readonly SavedFile[],
  book: ServerBook,
  { sendConnectors }: OrganisationReadings,
): AssembledServers {
  const pathOwner = pathOwners(files, book);
  const shelves = shelve(files, book, pathOwner);
  const bytes = certificateBytes(files);
  const contradictions: Contradiction[] = [];
  const used = new Set<Placed<StoreCertificate>>();
  const certificates = new Map(
    book.entries().map((entry) => {
      const reading = shelves.certificates.reading(entry, (rows) => joinCertificates(rows, bytes));
      return [
        entry,
        map(reading, (result) => {
          contradictions.push(...result.contradictions);
          for (const file of result.used) used.add(file);
          return result.certificates;
        }),
      ] as const;
    }),
  );
  const sent = files.flatMap(({ found }) => found.sendSessions);
  const received = files.flatMap(({ found }) => found.receiveSessions);
  const ownerOf = sessionOwners({
    sessions: [...sent, ...received],
    connectors: readOrNull(sendConnectors) ?? [],
    servers: book.entries().filter(({ name }) => name !== ''),
    held: new Map(
      [...certificates].flatMap(([entry, reading]) =>
        isRead(reading) ? [[entry, new Set(reading.read.map(({ thumbprint }) => thumbprint))] as const] : [],
      ),
    ),
    entryOf: (name) => book.entry(name),
    pathOwner,
  });
  const nameless = () => book.unnamed();
  const sendLogs = sessionLogs(sent, ownerOf, nameless);
  const receiveLogs = sessionLogs(received, ownerOf, nameless);
  contradictions.push(...sendLogs.contradictions, ...receiveLogs.contradictions);
  const servers = book.entries().map((entry): ServerReadings => {
    const transport = joined(shelves.transportServices, entry, transportFields);
    const popImap = joined(shelves.popImap, entry, popImapFields);
    const level = joined(shelves.logLevels, entry, ['level']);
    for (const { contradictions: found } of [transport, popImap, level]) contradictions.push(...found);
    return {
      name: entry.name,
      fqdn: entry.fqdn,
      certificates: certificates.get(entry) ?? notAsked,
      intermediates: shelves.intermediates.reading(entry, distinctStoreCertificates),
      roots: shelves.roots.reading(entry, distinctStoreCertificates),
      transportService: transport.reading,
      popImap: popImap.reading,
      queues: shelves.queues.reading(entry, distinctQueues),
      events: shelves.events.reading(entry, (all) => ({
        events: distinctEvents(all),
        logBegins: latestBeginning(shelves.logBegins.placed(entry)),
        since: null,
      })),
      smtpSendLogLevel: map(level.reading, (value) => value.level),
      sendSessions: sendLogs.reading(entry),
      receiveSessions: receiveLogs.reading(entry),
      iisBindings: shelves.iisBindings.reading(entry, (bindings) => bindings),
      rootAutoUpdateDisabled: notAsked,
    };
  });
  return { servers, contradictions, used, sessionsOfUnknown: sum(sendLogs.unknown, receiveLogs.unknown) };
}

const transportFields = [
  'internalTransportCertificateThumbprint',
  'sendProtocolLogPath',
  'messageExpirationSeconds',
] as const;
const popImapFields = ['popCertificateName', 'imapCertificateName'] as const;

function joined<T extends object>(
  shelf: Shelf<T>,
  entry: ServerEntry,
  fields: readonly (keyof T & string)[],
) {
  const { rows, contradictions } = joinRows(shelf.placed(entry).map(asRow), single<T>(entry.name, fields));
  const answer = shelf.reading(entry, (values) => values);
  const [first] = rows;
  const reading: Reading<T> =
    first === undefined || !isRead(answer) ? notAsked : read(first.value, answer.from, answer.at);
  return { reading, contradictions };
}

function map<T, R>(reading: Reading<T>, change: (value: T) => R): Reading<R> {
  return isRead(reading) ? { ...reading, read: change(reading.read) } : reading;
}

function sum(...counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const [path, count] of counts.flatMap((one) => [...one]))
    total.set(path, (total.get(path) ?? 0) + count);
  return total;
}
