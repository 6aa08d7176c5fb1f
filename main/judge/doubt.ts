import type { SendConnector } from '../domain/connector.ts';
import { isExchangeOnlineBound } from '../domain/exchange-online.ts';
import type { Prediction, SelectionAssumption } from '../domain/prediction.ts';
import { isRead, readOrNull } from '../domain/reading.ts';
import type { EventMeaning } from '../domain/transport-event.ts';
import { type Case, cloudConnectors, connectorNamed, findServer, presented } from './case.ts';

/** Why nothing wrong was found and yet "no problem found" may not be said. */
export interface Doubt {
  readonly kind: DoubtKind;
  readonly server: string | null;
  readonly connector: string | null;
}

export type DoubtKind =
  | 'nothing-read'
  | 'connectors-not-read'
  | 'connector-target-not-read'
  | 'no-connector-to-exchange-online'
  | 'certificates-not-read'
  | 'prediction-not-possible'
  | 'prediction-uncertain'
  | 'trust-not-known'
  | 'mail-flow-not-read'
  | 'certificate-events'
  | 'receive-connectors-not-read'
  | 'auth-config-not-read'
  | 'source-incomplete';

/**
 * The first thing that is missing for "no problem found": the connectors, every source server's certificates, a prediction
 * that rests on nothing unseen (or proof from a log), the receiver's trust in each presented certificate, a witness of
 * today's mail flow, the Auth configuration, whose certificate can be the problem by itself, and sources that are whole.
 */
export function firstDoubt(c: Case): Doubt | null {
  const { organisation, sources } = c.snapshot;
  if (sources.length === 0) return doubt('nothing-read');
  if (!isRead(organisation.sendConnectors)) return doubt('connectors-not-read');
  const unknown = c.sendConnectors.find((x) => x.enabled !== false && isExchangeOnlineBound(x) === null);
  if (unknown !== undefined) return doubt('connector-target-not-read', null, unknown.name);
  if (cloudConnectors(c).length === 0) return doubt('no-connector-to-exchange-online');
  for (const connector of cloudConnectors(c)) {
    const found = ofConnector(c, connector);
    if (found !== null) return found;
  }
  if (!isRead(organisation.receiveConnectors)) return doubt('receive-connectors-not-read');
  if (!isRead(organisation.authConfig)) return doubt('auth-config-not-read');
  return sources.some((source) => !source.complete) ? doubt('source-incomplete') : null;
}

function doubt(kind: DoubtKind, server: string | null = null, connector: string | null = null): Doubt {
  return { kind, server, connector };
}

function ofConnector(c: Case, connector: SendConnector): Doubt | null {
  const own = c.predictions.filter((p) => p.connectorType === 'send' && p.connector === connector.name);
  if (own.length === 0) return doubt('prediction-not-possible', null, connector.name);
  for (const p of own) {
    const kind = ofPrediction(c, p);
    if (kind !== null) return doubt(kind, p.server, connector.name);
  }
  return null;
}

/** What a prediction must not rest on unseen, unless a log shows that it is right. */
const weakening: readonly SelectionAssumption[] = [
  'local-trust-not-read',
  'private-key-not-read',
  'elliptic-curve-keys-are-dropped',
  'front-end-proxy',
  'ignore-starttls-not-read',
];

function ofPrediction(c: Case, p: Prediction): DoubtKind | null {
  const server = findServer(c.snapshot, p.server);
  if (server === null || !isRead(server.certificates)) return 'certificates-not-read';
  const used = presented(p);
  if (used === null) return 'prediction-not-possible';
  const uncertain = p.alternative !== null || p.assumptions.some((a) => weakening.includes(a));
  if (uncertain && p.proof.status !== 'agrees') return 'prediction-uncertain';
  const refused = c.trust.of(used.thumbprint)?.observed?.outcome === 'refused';
  if (refused || c.trust.microsoft(used.thumbprint) !== 'trusted') return 'trust-not-known';
  if (!isRead(server.queues) && !isRead(server.sendSessions)) return 'mail-flow-not-read';
  return certificateEventsSince(c, p) ? 'certificate-events' : null;
}

const certificateMeanings: readonly EventMeaning[] = [
  'internal-certificate-not-in-directory',
  'internal-certificate-not-in-store',
  'internal-certificate-expired',
  'internal-certificate-corrupt',
  'no-certificate-for-name',
  'certificate-expired',
];

/** Transport itself complained of a certificate since the connector was last changed, and no rule explained it. */
function certificateEventsSince(c: Case, p: Prediction): boolean {
  const server = findServer(c.snapshot, p.server);
  const changed = connectorNamed(c, p.connector)?.whenChanged ?? null;
  const events = (server === null ? null : readOrNull(server.events)?.events) ?? [];
  return events.some(
    ({ meaning, time }) =>
      meaning !== null &&
      certificateMeanings.includes(meaning) &&
      (changed === null || time === null || Date.parse(time) > Date.parse(changed)),
  );
}
