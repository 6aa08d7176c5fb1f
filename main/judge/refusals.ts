import type { SendConnector } from '../domain/connector.ts';
import { isExchangeOnlineBound } from '../domain/exchange-online.ts';
import type { Queue } from '../domain/queue.ts';
import { type Origin, readOrNull } from '../domain/reading.ts';
import { innermostReply, parseReply, type ReplyClass, type SmtpReply } from '../domain/reply.ts';
import type { ServerReadings, Snapshot } from '../domain/snapshot.ts';
import { isSessionOf } from './selection/proof.ts';

/** The same complaint from one source, counted; the newest occurrence is kept as evidence (condition D1). */
export interface Refusal {
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
    const key = JSON.stringify([one.connector?.toLowerCase() ?? null, one.source, one.class, one.reason]);
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
      session.rejection === null &&
      session.tlsError === null &&
      session.tlsProtocol !== null &&
      (session.started ?? '') > since,
  );
}

/** Refusals of mail on its way to Exchange Online; a refusal without a connector counts when only one leads there. */
export function refusalsFor(
  refusals: readonly Refusal[],
  connector: SendConnector,
  server: string | null,
  connectors: readonly SendConnector[],
): readonly Refusal[] {
  const onlyOne = connectors.filter((c) => isExchangeOnlineBound(c) === true).length === 1;
  return refusals.filter((refusal) => {
    if (server !== null && refusal.server !== server) return false;
    if (refusal.connector === null) return onlyOne;
    return refusal.connector.toLowerCase() === connector.name.toLowerCase();
  });
}
