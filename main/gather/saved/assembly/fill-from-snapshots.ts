import { isRead, type Reading } from '../../../domain/reading.ts';
import { sameServerName } from '../../../domain/server-name.ts';
import type { OrganisationReadings, ServerReadings, Snapshot } from '../../../domain/snapshot.ts';

/**
 * Puts in place what only a saved snapshot can tell and single facts cannot carry: a list that was read and is empty, a
 * reading that was refused with its reason, the settings that stand in no file of their own. What was joined from facts stays.
 */
export function fillFromSnapshots(joined: Snapshot, saved: readonly Snapshot[]): Snapshot {
  if (saved.length === 0) return joined;
  const servers = joined.servers.map((server) => {
    const own = saved.flatMap((snapshot) =>
      snapshot.servers.filter(({ name }) => sameServerName(name, server.name)),
    );
    return own.reduce<ServerReadings>((filled, other) => fillServer(filled, other), server);
  });
  const missing = saved
    .flatMap((snapshot) => snapshot.servers)
    .filter(({ name }, index, all) => {
      const first = all.findIndex((other) => sameServerName(other.name, name)) === index;
      return first && !servers.some((server) => sameServerName(server.name, name));
    });
  const organisation = saved.reduce<OrganisationReadings>(
    (filled, { organisation: other }) =>
      fill(filled, other, Object.keys(filled) as (keyof OrganisationReadings)[]),
    joined.organisation,
  );
  return { ...joined, organisation, servers: [...servers, ...missing] };
}

function fillServer(server: ServerReadings, other: ServerReadings): ServerReadings {
  const parts = Object.keys(server).filter(
    (key) => key !== 'name' && key !== 'fqdn',
  ) as (keyof ServerReadings)[];
  return { ...fill(server, other, parts), fqdn: server.fqdn ?? other.fqdn };
}

function fill<T extends object>(into: T, from: T, parts: readonly (keyof T)[]): T {
  const filled = { ...into };
  for (const part of parts) {
    const reading = into[part] as Reading<unknown>;
    if (!isRead(reading) && reading.notRead.code === 'not-asked') filled[part] = from[part];
  }
  return filled;
}
