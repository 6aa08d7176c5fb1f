import type { SendConnector } from '../domain/connector.ts';
import { isExchangeOnlineBound } from '../domain/exchange-online.ts';
import type { Queue } from '../domain/queue.ts';
import { type Origin, readOrNull } from '../domain/reading.ts';
import { innermostReply, parseReply, type ReplyClass, type SmtpReply } from '../domain/reply.ts';
import type { SmtpSession } from '../domain/smtp-session.ts';
import type { ServerReadings, Snapshot } from '../domain/snapshot.ts';
import { isSessionOf } from './selection/proof.ts';

/** The same complaint from one source, counted; the newest occurrence is kept as evidence (condition D1). */
export interface Refusal {
  /** '' when a log was read of which no file tells the server. */
  readonly server: string;
  /** Name of the send connector, or null when the source does not say which. */
  readonly connector: string | null;
  readonly source: 'queue' | 'event' | 'session';
  readonly class: ReplyClass;
  readonly reason: string | null;
  readonly text: string;
  readonly count: number;
  /** Messages waiting in the queue, or null. */
  readonly messages: number | null;
  readonly at: string | null;
  readonly from: Origin;
  /** What the refused session had sent, or null for other sources and where the log does not say it. */
  readonly sent: string | null;
  /** The address from which it was sent, without the port. */
  readonly local: string | null;
  /** False when a later session of the same connector on the same server went through. */
  readonly current: boolean;
}

/** Every refused delivery in queues, events 2004 and 2005, and protocol logs. */
export function collectRefusals(snapshot: Snapshot): readonly Refusal[] {
  const connectors = readOrNull(snapshot.organisation.sendConnectors) ?? [];
  return snapshot.servers.flatMap((server) => {
    const found = [...fromQueues(server, connectors), ...fromEvents(server), ...fromSessions(server)];
    return merge(found).map((refusal) => ({
      ...refusal,
      current: !succeededSince(server, connectors, refusal),
    }));
  });
}

type Single = Omit<Refusal, 'count' | 'current'>;

function fromQueues(server: ServerReadings, connectors: readonly SendConnector[]): Single[] {
  return (readOrNull(server.queues) ?? []).flatMap((queue) => {
    if (queue.lastError === null || queue.lastError === '') return [];
    return single(parseReply(queue.lastError), {
      server: server.name,
      connector: connectorOfQueue(queue, connectors),
      source: 'queue',
      messages: queue.messageCount,
      sent: null,
      local: null,
      at: queue.lastRetryTime ?? server.queues.at,
      from: queue.origins[0] ?? server.queues.from,
    });
  });
}

function fromEvents(server: ServerReadings): Single[] {
  return (readOrNull(server.events)?.events ?? []).flatMap((event) => {
    if (event.meaning !== 'delivery-failed' && event.meaning !== 'connection-failed') return [];
    const reply = event.subject?.reply ?? null;
    if (reply === null) return [];
    return single(reply, {
      server: server.name,
      connector: event.subject?.connector ?? null,
      source: 'event',
      messages: null,
      sent: null,
      local: null,
      at: event.time,
      from: event.origin,
    });
  });
}

function fromSessions(server: ServerReadings): Single[] {
  return (readOrNull(server.sendSessions) ?? []).flatMap((session) => {
    const reply =
      session.tlsError === null
        ? session.rejection
        : parseReply(`TLS negotiation failed with error ${session.tlsError}`);
    if (reply === null) return [];
    return single(reply, {
      server: server.name,
      connector: session.connector,
      source: 'session',
      messages: null,
      sent: session.sentCertificate?.thumbprint ?? null,
      local: localHost(session),
      at: session.started,
      from: session.origin,
    });
  });
}

function single(reply: SmtpReply, context: Omit<Single, 'class' | 'reason' | 'text'>): Single[] {
  const inner = innermostReply(reply);
  if (inner.class === 'accepted') return [];
  return [{ ...context, class: inner.class, reason: inner.reason, text: inner.text }];
}

function localHost({ local }: SmtpSession): string | null {
  return local === null ? null : local.slice(0, Math.max(local.lastIndexOf(':'), 0)) || local;
}

/** Queues name their connector by GUID; older rows only by the smart host they lead to. */
function connectorOfQueue(queue: Queue, connectors: readonly SendConnector[]): string | null {
  const guid = queue.nextHopConnector?.toLowerCase() ?? null;
  const byGuid = connectors.find((c) => c.guid !== null && c.guid.toLowerCase() === guid);
  if (byGuid !== undefined) return byGuid.name;
  const domain = queue.nextHopDomain?.toLowerCase() ?? '';
  const byHost = connectors.filter(
    (c) => c.smartHosts?.some((h) => domain.includes(h.toLowerCase())) === true,
  );
  return byHost.length === 1 ? (byHost[0]?.name ?? null) : null;
}

function merge(singles: readonly Single[]): Omit<Refusal, 'current'>[] {
  const groups = new Map<string, Omit<Refusal, 'current'>>();
  for (const one of singles) {
    // Sessions without a server may be of several: what was sent, and from where, keeps them apart.
    const whose = one.server === '' ? [one.sent, one.local] : [];
    const what = [one.connector?.toLowerCase() ?? null, one.source, one.class, one.reason];
    const key = JSON.stringify([...what, ...whose]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { ...one, count: 1 });
      continue;
    }
    const newest = (one.at ?? '') >= (group.at ?? '') ? one : group;
    const messages = one.messages === null ? group.messages : (group.messages ?? 0) + one.messages;
    groups.set(key, { ...newest, messages, count: group.count + 1 });
  }
  return [...groups.values()];
}

function succeededSince(
  server: ServerReadings,
  connectors: readonly SendConnector[],
  refusal: Omit<Refusal, 'current'>,
): boolean {
  const connector = connectors.find((c) => c.name.toLowerCase() === refusal.connector?.toLowerCase());
  if (connector === undefined || refusal.at === null) return false;
  const since = refusal.at;
  return (readOrNull(server.sendSessions) ?? []).some(
    (session) =>
      isSessionOf(session, connector) &&
      session.messageTaken === true &&
      (session.started ?? '') > since &&
      (server.name !== '' || localHost(session) === refusal.local),
  );
}

/** Whose refusals are asked for. */
export interface RefusedSender {
  readonly server: string;
  /** A certificate that whoever presents it is refused for; null when the fault would be the server's own. */
  readonly presented: string | null;
}

/**
 * Refusals of mail that this server sent to Exchange Online; a refusal without a connector counts when only one leads
 * there. One whose server is not known counts for each server that presents the certificate which was refused.
 */
export function refusalsFor(
  refusals: readonly Refusal[],
  connector: SendConnector,
  { server, presented }: RefusedSender,
  connectors: readonly SendConnector[],
): readonly Refusal[] {
  const onlyOne = connectors.filter((c) => isExchangeOnlineBound(c) === true).length === 1;
  return refusals.filter((refusal) => {
    const ownRefusal = refusal.server === server;
    if (!ownRefusal && !(refusal.server === '' && refusal.sent !== null && refusal.sent === presented))
      return false;
    if (refusal.connector === null) return onlyOne;
    return refusal.connector.toLowerCase() === connector.name.toLowerCase();
  });
}
