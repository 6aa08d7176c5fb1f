import type { PowerShellConnection } from '../powershell/powershell-connection.ts';

/**
 * The connections, the one whose session opened first in front: what belongs to the whole organisation is asked there, and
 * a server that does not react would keep everybody waiting for it. Null when none opened; each report says why.
 */
export async function firstToOpen(
  connections: readonly PowerShellConnection[],
): Promise<readonly PowerShellConnection[] | null> {
  const openings = connections.map((connection) => connection.open().then(() => connection));
  // A failure is in the report, and comes again when the server is asked.
  for (const opening of openings) opening.catch(() => {});
  const first = await Promise.any(openings).catch(() => null);
  if (first === null) return null;
  if (connections.length > 1) first.lead();
  return [first, ...connections.filter((connection) => connection !== first)];
}
