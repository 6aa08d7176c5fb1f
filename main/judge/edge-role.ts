import { readOrNull } from '../domain/reading.ts';
import { sameServerName } from '../domain/server-name.ts';
import type { ServerReadings, Snapshot } from '../domain/snapshot.ts';

/**
 * Whether a server is an Edge server, which has neither the Auth certificate nor client access. Null when neither
 * Get-ExchangeServer nor a sign of client access was read.
 */
export function isEdge(snapshot: Snapshot, server: ServerReadings): boolean | null {
  const listed = readOrNull(snapshot.organisation.exchangeServers) ?? [];
  const named = (name: string | null): boolean =>
    name !== null &&
    (sameServerName(name, server.name) || (server.fqdn !== null && sameServerName(name, server.fqdn)));
  const role = listed.find(({ name, fqdn }) => named(name) || named(fqdn))?.role ?? null;
  if (role !== null) return /\bedge\b/iu.test(role);
  const served = (readOrNull(server.certificates) ?? []).some(
    ({ services }) => services?.some((s) => s === 'IIS' || s === 'POP' || s === 'IMAP') === true,
  );
  const frontEnd = (readOrNull(snapshot.organisation.receiveConnectors) ?? []).some(
    (x) => named(x.server) && x.transportRole === 'FrontendTransport',
  );
  return served || frontEnd ? false : null;
}
