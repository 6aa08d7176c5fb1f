import type { ExchangeCertificate } from '../../../domain/certificate.ts';
import type { Known, Origin } from '../../../domain/reading.ts';
import type { TransportEvent } from '../../../domain/transport-event.ts';
import type { MachineStore } from '../../../exchange/shapes/store-certificate.ts';
import type { Placed, SavedFile } from '../saved-file.ts';
import type { OwnerOfPath } from './path-owner.ts';
import { certificateServer } from './placement.ts';
import type { ServerBook } from './server-book.ts';
import { Shelf } from './shelf.ts';

/** Everything is placed before anything is joined: only then is it known which servers there are. */
export function shelve(files: readonly SavedFile[], book: ServerBook, pathOwner: OwnerOfPath) {
  const shelf = <T>(pick: (file: SavedFile) => readonly Placed<T>[]): Shelf<T> => {
    const filled = new Shelf<T>();
    for (const file of files) {
      for (const { value, server, origin } of pick(file)) {
        const entry = server === null ? (pathOwner(file.path)?.entry ?? book.unnamed()) : book.entry(server);
        filled.add(entry, value, origin, file.at);
      }
    }
    return filled;
  };
  const ofStore = (store: MachineStore) =>
    shelf(({ found }) => found.storeCertificates.filter((placed) => placed.store === store));
  return {
    certificates: certificateShelf(files, book, pathOwner),
    intermediates: ofStore('CA'),
    roots: ofStore('Root'),
    transportServices: shelf(({ found }) => found.transportServices),
    popImap: shelf(({ found }) => found.popImapSettings),
    logLevels: shelf(({ found }) =>
      found.smtpSendLogLevels.map((placed) => ({ ...placed, value: { level: placed.value } })),
    ),
    iisBindings: shelf(({ found }) => found.iisBindings),
    queues: shelf(({ found }) =>
      found.queues.map((value) => ({ value, server: value.server, origin: firstOf(value.origins) })),
    ),
    events: eventShelf(files, book, shelf),
    logBegins: shelf(logBeginnings),
  };
}

function certificateShelf(
  files: readonly SavedFile[],
  book: ServerBook,
  pathOwner: OwnerOfPath,
): Shelf<ExchangeCertificate> {
  const shelf = new Shelf<ExchangeCertificate>();
  for (const file of files) {
    const serverOf = certificateServer(file, book, () => pathOwner(file.path)?.entry ?? book.unnamed());
    for (const row of file.found.certificates) shelf.add(serverOf(row), row, firstOf(row.origins), file.at);
  }
  return shelf;
}

/** A log of a computer in which no wanted event stands was read all the same: then its list is empty, not unknown. */
function eventShelf(
  files: readonly SavedFile[],
  book: ServerBook,
  shelf: (pick: (file: SavedFile) => readonly Placed<TransportEvent>[]) => Shelf<TransportEvent>,
): Shelf<TransportEvent> {
  const events = shelf(({ found }) =>
    found.events.map((value) => ({ value, server: value.computer, origin: value.origin })),
  );
  for (const { path, at, found } of files) {
    for (const computer of found.eventComputers) events.answered(book.entry(computer), { source: path }, at);
  }
  return events;
}

/** One beginning for each computer that the log holds events of. */
function logBeginnings({ path, found }: SavedFile): readonly Placed<string>[] {
  const { eventLogBegins: value, events, eventComputers } = found;
  if (value === null) return [];
  const computers = new Set([...events.map(({ computer }) => computer), ...eventComputers]);
  return [...computers].map((server) => ({ value, server, origin: { source: path } }));
}

function firstOf(origins: readonly Origin[]): Origin {
  return origins[0] ?? { source: '' };
}

/** Of several logs of one server, the one that begins last decides: only from there on are all of them known. */
export function latestBeginning(begins: readonly Placed<string>[]): Known<string> {
  return begins.reduce<string | null>(
    (latest, { value }) => (latest === null || value > latest ? value : latest),
    null,
  );
}
