import type { Connector } from '../../domain/connector.ts';
import type { Proof } from '../../domain/prediction.ts';
import { readOrNull } from '../../domain/reading.ts';
import type { SmtpSession } from '../../domain/smtp-session.ts';
import type { ServerReadings } from '../../domain/snapshot.ts';
import { sameThumbprint } from '../../domain/thumbprint.ts';

const noEvidence: Proof = { status: 'no-evidence', thumbprint: null, session: null, from: null, at: null };

/**
 * Compares the predicted certificate with the one that the newest session of the protocol log really sent.
 * A session from before the present state proves nothing about today: before the predicted certificate existed, before
 * the connector was last changed, before Exchange found no certificate for it, or with a certificate that was gone when
 * the store was read.
 */
export function proveBySession(connector: Connector, server: ServerReadings, winner: string | null): Proof {
  const newest = newestSending(connector, server);
  const sent = newest?.sentCertificate?.thumbprint ?? null;
  if (newest === null || sent === null) return noEvidence;
  const agrees = winner !== null && sameThumbprint(sent, winner);
  if (!agrees && isOlder(newest, changesSince(connector, server, winner, sent))) return noEvidence;
  return {
    status: agrees ? 'agrees' : 'disagrees',
    thumbprint: sent,
    session: newest.id,
    from: newest.origin,
    at: newest.started,
  };
}

function changesSince(
  connector: Connector,
  server: ServerReadings,
  winner: string | null,
  sent: string,
): readonly (string | null)[] {
  const all = readOrNull(server.certificates) ?? [];
  const held = all.some((c) => sameThumbprint(c.thumbprint, sent));
  return [
    all.find((c) => c.thumbprint === winner)?.notBefore ?? null,
    connector.whenChanged,
    held ? null : nothingFoundAt(connector, server),
    held ? null : server.certificates.at,
  ];
}

/** The newest event 12014 of this connector: a saved store does not always say when it was read, the event log does. */
function nothingFoundAt(connector: Connector, server: ServerReadings): string | null {
  return (readOrNull(server.events)?.events ?? [])
    .filter(({ meaning }) => meaning === 'no-certificate-for-name')
    .filter(({ subject }) => subject?.connector?.toLowerCase() === connector.name.toLowerCase())
    .reduce<string | null>((newest, { time }) => ((time ?? '') > (newest ?? '') ? time : newest), null);
}

function isOlder(session: SmtpSession, times: readonly (string | null)[]): boolean {
  const started = session.started === null ? Number.NaN : Date.parse(session.started);
  return times.some((time) => time !== null && started < Date.parse(time));
}

/** The newest session of this connector on this server in which our side offered a certificate. */
function newestSending(connector: Connector, server: ServerReadings): SmtpSession | null {
  const sessions = readOrNull(connector.type === 'send' ? server.sendSessions : server.receiveSessions) ?? [];
  let newest: SmtpSession | null = null;
  for (const session of sessions) {
    if (session.sentCertificate?.thumbprint == null) continue;
    if (!isSessionOf(session, connector)) continue;
    if (newest === null || (session.started ?? '') > (newest.started ?? '')) newest = session;
  }
  return newest;
}

/** Receive logs write `SERVER\connector`, send logs the connector's name (exchange.md 6.4). */
export function isSessionOf(session: SmtpSession, connector: Connector): boolean {
  if (session.connector === null) return false;
  const logged = session.connector.toLowerCase();
  return [connector.name, connector.identity].some((name) => name?.toLowerCase() === logged);
}
