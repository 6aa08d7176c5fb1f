import type { SendConnector } from '../domain/connector.ts';
import { isExchangeOnlineBound } from '../domain/exchange-online.ts';
import type { Queue } from '../domain/queue.ts';
import { readOrNull } from '../domain/reading.ts';
import { innermostReply, parseReply, type ReplyClass, type SmtpReply } from '../domain/reply.ts';
import type { ServerReadings, Snapshot } from '../domain/snapshot.ts';
import type { TransportEvent } from '../domain/transport-event.ts';
import type { Refusal } from './refusal.ts';
import { isOver, localHost } from './refusal-over.ts';

export type { Refusal } from './refusal.ts';

/** Every refused delivery in queues, events, and protocol logs. */
export function collectRefusals(snapshot: Snapshot): readonly Refusal[] {
  const connectors = readOrNull(snapshot.organisation.sendConnectors) ?? [];
  return snapshot.servers.flatMap((server) => {
    const found = [...fromQueues(server, connectors), ...fromEvents(server), ...fromSessions(server)];
    return merge(found).map((refusal) => ({ ...refusal, current: !isOver(refusal, server, connectors) }));
  });
}

type Single = Omit<Refusal, 'count' | 'current'>;
type Context = Omit<Single, 'class' | 'reason' | 'text'>;

const unseen = { messages: null, sent: null, local: null, eventId: null } as const;

function fromQueues(server: ServerReadings, connectors: readonly SendConnector[]): Single[] {
  return (readOrNull(server.queues) ?? []).flatMap((queue) => {
    if (queue.lastError === null || queue.lastError === '') return [];
    return ofReply(parseReply(queue.lastError), {
      ...unseen,
      server: server.name,
      connector: connectorOfQueue(queue, connectors),
      source: 'queue',
      messages: queue.messageCount,
      at: queue.lastRetryTime ?? server.queues.at,
      from: queue.origins[0] ?? server.queues.from,
    });
  });
}

/** Events 2015 and 2022 carry no reply, and unlike 2004 they are written at every diagnostic level (exchange.md 5.1). */
const withoutReply: Partial<Record<NonNullable<TransportEvent['meaning']>, ReplyClass>> = {
  'tls-required-not-established': 'starttls-missing',
  'tls-auth-level-not-met': 'peer-certificate-invalid',
};

function fromEvents(server: ServerReadings): Single[] {
  return (readOrNull(server.events)?.events ?? []).flatMap((event) => {
    const context: Context = {
      ...unseen,
      server: server.name,
      connector: event.subject?.connector ?? null,
      source: 'event',
      eventId: event.id,
      at: event.time,
      from: event.origin,
    };
    if (event.meaning === 'delivery-failed' || event.meaning === 'connection-failed') {
      const reply = event.subject?.reply ?? null;
      return reply === null ? [] : ofReply(reply, context);
    }
    const kind = event.meaning === null ? undefined : withoutReply[event.meaning];
    return kind === undefined ? [] : [{ ...context, class: kind, reason: null, text: '' }];
  });
}

function fromSessions(server: ServerReadings): Single[] {
  return (readOrNull(server.sendSessions) ?? []).flatMap((session) => {
    const reply =
      session.tlsError === null
        ? session.rejection
        : parseReply(`TLS negotiation failed with error ${session.tlsError}`);
    if (reply === null) return [];
    return ofReply(reply, {
      ...unseen,
      server: server.name,
      connector: session.connector,
      source: 'session',
      sent: session.sentCertificate?.thumbprint ?? null,
      local: localHost(session),
      at: session.started,
      from: session.origin,
    });
  });
}

function ofReply(reply: SmtpReply, context: Context): Single[] {
  const inner = innermostReply(reply);
  if (inner.class === 'accepted') return [];
  return [{ ...context, class: outboundClass(inner.class), reason: inner.reason, text: inner.text }];
}

/**
 * 4.4.317 is the word of whoever could not accept the peer's certificate. Seen in our own queues and logs that is this
 * server, so the certificate in question is the receiver's.
 */
function outboundClass(kind: ReplyClass): ReplyClass {
  return kind === 'inbound-certificate-refused' ? 'peer-certificate-invalid' : kind;
}

/** Queues name their connector by GUID; a row without one counts by the smart host it leads to, in full. */
function connectorOfQueue(queue: Queue, connectors: readonly SendConnector[]): string | null {
  const guid = queue.nextHopConnector?.toLowerCase() ?? null;
  const byGuid = connectors.find((c) => c.guid !== null && c.guid.toLowerCase() === guid);
  if (byGuid !== undefined) return byGuid.name;
  const hosts = (queue.nextHopDomain ?? '').toLowerCase().split(/[\s,;[\]()]+/u);
  const byHost = connectors.filter(
    (c) => c.smartHosts?.some((h) => hosts.includes(h.toLowerCase())) === true,
  );
  return byHost.length === 1 ? (byHost[0]?.name ?? null) : null;
}

function merge(singles: readonly Single[]): Omit<Refusal, 'current'>[] {
  const groups = new Map<string, Omit<Refusal, 'current'>>();
  for (const one of singles) {
    // Sessions without a server may be of several: the address they were sent from keeps them apart.
    const whose = one.server === '' ? one.local : null;
    const what = [one.connector?.toLowerCase() ?? null, one.source, one.class, one.reason, one.sent];
    const key = JSON.stringify([...what, whose]);
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

/** Whose refusals are asked for. */
export interface RefusedSender {
  readonly server: string;
  /** A certificate that whoever presents it is refused for; null when the fault would be the server's own. */
  readonly presented: string | null;
}

/**
 * Refusals of mail that this server sent to Exchange Online. A refusal without a connector counts when only one enabled
 * connector leads there and nothing tells that it was of another next hop; one whose server is not known counts for each
 * server that presents the certificate which was refused; one of a session that sent another certificate blames that one.
 */
export function refusalsFor(
  refusals: readonly Refusal[],
  connector: SendConnector,
  { server, presented }: RefusedSender,
  connectors: readonly SendConnector[],
): readonly Refusal[] {
  const cloud = connectors.filter((c) => c.enabled !== false && isExchangeOnlineBound(c) === true);
  return refusals.filter((refusal) => {
    const another = refusal.sent !== null && presented !== null && refusal.sent !== presented;
    const unplaced = refusal.server === '' && refusal.sent !== null && refusal.sent === presented;
    if (another || !(refusal.server === server || unplaced)) return false;
    // A queue without a connector leads somewhere else: it would have been found by GUID or smart host.
    if (refusal.connector === null) return cloud.length === 1 && refusal.source !== 'queue';
    return refusal.connector.toLowerCase() === connector.name.toLowerCase();
  });
}
