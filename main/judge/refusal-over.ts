import type { SendConnector } from '../domain/connector.ts';
import { type Reading, readOrNull } from '../domain/reading.ts';
import type { SmtpSession } from '../domain/smtp-session.ts';
import type { ServerReadings } from '../domain/snapshot.ts';
import type { Refusal } from './refusal.ts';
import { isSessionOf } from './selection/proof.ts';

/**
 * Whether something later shows that a refusal is a thing of the past: its connector is disabled or was changed since, the
 * same certificate went through since, or the connector's queue was read since and nothing waits in it. Without a time on
 * the refusal only the state of its own queue can tell.
 */
export function isOver(
  refusal: Omit<Refusal, 'current'>,
  server: ServerReadings,
  connectors: readonly SendConnector[],
): boolean {
  const connector = connectors.find((c) => c.name.toLowerCase() === refusal.connector?.toLowerCase());
  if (refusal.source === 'queue' && refusal.messages === 0) return true;
  if (connector === undefined) return false;
  if (connector.enabled === false) return true;
  if (refusal.at === null) return false;
  return (
    isLater(connector.whenChanged, refusal.at) ||
    wentThroughSince(refusal, server, connector, refusal.at) ||
    (refusal.source !== 'queue' && nothingWaitsSince(server, connector, refusal.at))
  );
}

export function localHost({ local }: SmtpSession): string | null {
  return local === null ? null : local.slice(0, Math.max(local.lastIndexOf(':'), 0)) || local;
}

function isLater(time: string | null, than: string): boolean {
  return time !== null && Date.parse(time) > Date.parse(than);
}

function wentThroughSince(
  refusal: Omit<Refusal, 'current'>,
  server: ServerReadings,
  connector: SendConnector,
  since: string,
): boolean {
  return (readOrNull(server.sendSessions) ?? []).some((session) => {
    const sent = session.sentCertificate?.thumbprint ?? null;
    return (
      isSessionOf(session, connector) &&
      session.messageTaken === true &&
      isLater(session.started, since) &&
      (refusal.sent === null || sent === refusal.sent) &&
      (server.name !== '' || (refusal.local !== null && localHost(session) === refusal.local))
    );
  });
}

/** A temporary refusal leaves its message in the queue: when the queue was read later and is idle, mail flows again. */
function nothingWaitsSince(server: ServerReadings, connector: SendConnector, since: string): boolean {
  const queues: Reading<unknown> = server.queues;
  if (!isLater(queues.at, since) || connector.guid === null) return false;
  const guid = connector.guid.toLowerCase();
  const own = (readOrNull(server.queues) ?? []).filter(
    (queue) => queue.nextHopConnector?.toLowerCase() === guid,
  );
  return own.length > 0 && own.every((queue) => queue.messageCount === 0 && queue.status !== 'Retry');
}
