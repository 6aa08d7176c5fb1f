import type { StoreCertificate } from '../../domain/certificate.ts';
import type { Snapshot, SnapshotSource, SourceGap } from '../../domain/snapshot.ts';
import { fillFromSnapshots } from './assembly/fill-from-snapshots.ts';
import { assembleOrganisation } from './assembly/organisation.ts';
import { bookOf } from './assembly/placement.ts';
import { assembleServers } from './assembly/server-readings.ts';
import type { Placed, SavedFile } from './saved-file.ts';

/**
 * Joins saved files into the snapshot that `judge` looks at: servers are recognised across spellings, the same fact from
 * several files is one fact with several origins, what a later file adds fills what an earlier one left unknown, and what
 * two files say differently is kept as a contradiction. What no file holds is `notAsked`. Of a truncated file everything
 * that was read is here, and its source is not `complete`. A saved snapshot that is the only file is taken as it is.
 */
export function assembleSnapshot(files: readonly SavedFile[]): Snapshot {
  const saved = files.flatMap(({ found }) => (found.snapshot === null ? [] : [found.snapshot]));
  const [only, another] = saved;
  if (only !== undefined && another === undefined && files.length === 1) return only;
  const book = bookOf(files);
  const organisation = assembleOrganisation(files);
  const { servers, contradictions, used, sessionsOfUnknown } = assembleServers(
    files,
    book,
    organisation.readings,
  );
  const joined: Snapshot = {
    format: 'rootcause-snapshot',
    version: 1,
    organisation: organisation.readings,
    servers,
    sources: files.map((file) => source(file, used, sessionsOfUnknown.get(file.path) ?? 0)),
    contradictions: [
      ...files.flatMap((file) => file.contradictions),
      ...organisation.contradictions,
      ...contradictions,
    ],
  };
  return fillFromSnapshots(joined, saved);
}

function source(
  file: SavedFile,
  used: ReadonlySet<Placed<StoreCertificate>>,
  sessionsOfUnknown: number,
): SnapshotSource {
  const { path, kind, at, complete, notRead } = file;
  return { path, kind, at, complete, notRead: [...notRead, ...leftOut(file, used, sessionsOfUnknown)] };
}

/** What was read and found no place in a snapshot: told, because the administrator handed it in for a reason. */
function leftOut(
  { found }: SavedFile,
  used: ReadonlySet<Placed<StoreCertificate>>,
  sessionsOfUnknown: number,
): readonly SourceGap[] {
  const loose = found.looseCertificates.filter((file) => !used.has(file)).length;
  const unknownStore = found.storeCertificates.filter(({ store }) => store === null).length;
  return [
    gap('certificates that belong to no server can only complete chains', loose),
    gap('certificates of no known store take no part in the diagnosis', unknownStore),
    gap('sessions of which no file tells the server', sessionsOfUnknown),
  ].filter(({ count }) => count > 0);
}

function gap(detail: string, count: number): SourceGap {
  return { reason: { code: 'not-available', detail }, count };
}
