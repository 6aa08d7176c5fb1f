import { readOrNull } from '../../domain/reading.ts';
import { sameServerName } from '../../domain/server-name.ts';
import type {
  OrganisationReadings,
  ServerReadings,
  Snapshot,
  SnapshotSource,
} from '../../domain/snapshot.ts';
import type { ReadCmdletName } from '../../exchange/cmdlets.ts';
import type { ExchangeConnection } from '../../exchange/connection.ts';
import { LiveServer } from './live-server.ts';
import { compareSendConnectors, organisationQuestions, readOrganisation } from './organisation.ts';
import { readServer, serverQuestions, unvisitedServer } from './server-readings.ts';

export interface GatherOptions {
  /** ISO, UTC: events and sessions before this time are not asked for. */
  readonly since: string;
  /** ISO, UTC; the time of what could not be asked. */
  readonly now: string;
  /** What the sources are called in the snapshot; the practice organisation must not pass for a real one. */
  readonly kind?: 'live' | 'practice';
  readonly onProgress?: (progress: GatherProgress) => void;
}

interface GatherProgress {
  readonly server: string;
  /** The question that was just answered or refused. */
  readonly cmdlet: ReadCmdletName;
  readonly done: number;
  /** An estimate: refusals shorten the way, and a second server may be asked for what the first may not tell. */
  readonly total: number;
}

/**
 * Reads everything these servers may tell, the servers side by side and each of them one question at a time. Only cmdlets
 * that read are called. Never rejects for what a server said or failed to say: that is in the readings.
 */
export async function gatherSnapshot(
  connections: readonly ExchangeConnection[],
  options: GatherOptions,
): Promise<Snapshot> {
  const servers = liveServers(connections, options);
  const organisation = readOrganisation(servers);
  const visited = await Promise.all(
    servers.map(async (server) => {
      const readings = await readServer(server, options.since);
      const differences = await compareSendConnectors(server, (await organisation).sendConnectors);
      server.contradictions.push(...differences);
      return readings;
    }),
  );
  const read = await organisation;
  return {
    format: 'rootcause-snapshot',
    version: 1,
    organisation: read,
    servers: [...visited.map((readings) => withDirectoryName(readings, read)), ...unvisited(visited, read)],
    sources: servers.map((server) => sourceOf(server, options)),
    contradictions: servers.flatMap((server) => server.contradictions),
  };
}

/** One for each server, also when two connections lead to the same one. */
function liveServers(
  connections: readonly ExchangeConnection[],
  options: GatherOptions,
): readonly LiveServer[] {
  const distinct = connections.filter(
    (one, index) => connections.findIndex((other) => sameServerName(other.server, one.server)) === index,
  );
  const total = organisationQuestions + distinct.length * serverQuestions + Math.max(0, distinct.length - 1);
  let done = 0;
  const answered = (server: string, cmdlet: ReadCmdletName) => {
    done += 1;
    options.onProgress?.({ server, cmdlet, done, total: Math.max(total, done) });
  };
  return distinct.map((connection) => new LiveServer(connection, options.now, answered));
}

function withDirectoryName(readings: ServerReadings, organisation: OrganisationReadings): ServerReadings {
  const known = (readOrNull(organisation.exchangeServers) ?? []).find(({ name }) =>
    sameServerName(name, readings.name),
  );
  return known === undefined
    ? readings
    : { ...readings, name: known.name, fqdn: known.fqdn ?? readings.fqdn };
}

/** Servers that the organisation names and nobody connected to, above all an Edge server that sends the mail. */
function unvisited(
  visited: readonly ServerReadings[],
  organisation: OrganisationReadings,
): readonly ServerReadings[] {
  const listed = readOrNull(organisation.exchangeServers) ?? [];
  const sources = (readOrNull(organisation.sendConnectors) ?? []).flatMap(
    ({ sourceServers }) => sourceServers ?? [],
  );
  const named = [...listed, ...sources.map((name) => ({ name, fqdn: null }))];
  return named
    .filter(({ name }) => !visited.some((server) => sameServerName(server.name, name)))
    .filter(({ name }, index, all) => all.findIndex((other) => sameServerName(other.name, name)) === index)
    .map(unvisitedServer);
}

function sourceOf(server: LiveServer, { now, kind = 'live' }: GatherOptions): SnapshotSource {
  return { path: server.name, kind, at: now, complete: server.complete, notRead: server.gaps };
}
