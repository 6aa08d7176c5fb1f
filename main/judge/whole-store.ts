import { isRead } from '../domain/reading.ts';
import type { ServerReadings, Snapshot } from '../domain/snapshot.ts';

/**
 * True when the certificates of this server are known to be its whole LocalMachine\My: every source that gave one was read
 * to its end. Only then does "not in the list" mean "not on the server".
 */
export function wholeStore(snapshot: Snapshot, server: ServerReadings): boolean {
  if (!isRead(server.certificates)) return false;
  const { from } = server.certificates;
  const origins = server.certificates.read.flatMap((certificate) => certificate.origins);
  const sources = new Set([from, ...origins].map(({ source }) => source));
  return !snapshot.sources.some(
    ({ path, complete, notRead }) =>
      (!complete && sources.has(path)) ||
      // One live source stands for all answers of a server, so its gaps tell which cmdlet lost something.
      notRead.some(({ where }) => where !== undefined && where !== '' && where === from.source),
  );
}
