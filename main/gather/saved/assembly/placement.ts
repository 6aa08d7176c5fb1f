import type { ExchangeCertificate } from '../../../domain/certificate.ts';
import type { Known } from '../../../domain/reading.ts';
import type { SavedFile } from '../saved-file.ts';
import { ServerBook, type ServerEntry } from './server-book.ts';

/**
 * Enters every server that a file names, before anything is placed: only then is it known whether there is just one, and
 * a short name can find its full one.
 */
export function bookOf(files: readonly SavedFile[]): ServerBook {
  const book = new ServerBook();
  const names = files.flatMap(namedServers);
  for (const name of names) book.entry(name);
  return book;
}

function namedServers(file: SavedFile): readonly string[] {
  const { found } = file;
  return names([
    ...found.exchangeServers.flatMap(({ value }) => [value.name, value.fqdn]),
    ...found.sendConnectors.flatMap(({ sourceServers }) => sourceServers ?? []),
    ...found.receiveConnectors.map(({ server }) => server),
    ...ownServers(file),
  ]);
}

/** Servers that own facts of this file; what belongs to the organisation names servers without being theirs. */
export function ownServers({ found, answeredBy }: SavedFile): readonly string[] {
  const placed = [
    ...found.transportServices,
    ...found.popImapSettings,
    ...found.storeCertificates,
    ...found.smtpSendLogLevels,
    ...found.iisBindings,
    ...found.sendSessions,
    ...found.receiveSessions,
  ];
  return names([
    ...certificateNames(found.certificates, answeredBy),
    ...found.queues.map(({ server }) => server),
    ...found.events.map(({ computer }) => computer),
    ...found.eventComputers,
    ...placed.map(({ server }) => server),
  ]);
}

function names(spellings: readonly Known<string>[]): readonly string[] {
  return [...new Set(spellings)].filter((name) => name !== null && name.trim() !== '') as readonly string[];
}

function certificateNames(
  rows: readonly ExchangeCertificate[],
  answeredBy: Known<string>,
): readonly Known<string>[] {
  const named = rows.map(({ server }) => server).filter((server) => server !== null);
  return named.length > 0 || rows.length === 0 ? named : [answeredBy];
}

/**
 * The server of each certificate: the one its own identity names, else the only one that the file names (one file is one
 * answer), else the one that answered the session, else the one that the file's path names, else the only server there is.
 */
export function certificateServer(
  file: SavedFile,
  book: ServerBook,
  elsewhere: () => ServerEntry,
): (row: ExchangeCertificate) => ServerEntry {
  const named = new Set(
    file.found.certificates.flatMap(({ server }) => (server === null ? [] : [book.entry(server)])),
  );
  const [only, another] = named;
  const shared = only !== undefined && another === undefined ? only : undefined;
  const answered = named.size === 0 ? file.answeredBy : null;
  return ({ server }) => {
    if (server !== null) return book.entry(server);
    return shared ?? (answered === null ? elsewhere() : book.entry(answered));
  };
}
