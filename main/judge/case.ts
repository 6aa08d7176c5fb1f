import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { Connector, ReceiveConnector, SendConnector } from '../domain/connector.ts';
import { isExchangeOnlineBound } from '../domain/exchange-online.ts';
import type { Prediction } from '../domain/prediction.ts';
import { notAsked, readOrNull } from '../domain/reading.ts';
import { sameServerName } from '../domain/server-name.ts';
import type { ServerReadings, Snapshot } from '../domain/snapshot.ts';
import { sameThumbprint } from '../domain/thumbprint.ts';
import { CertificateBook } from './certificate-book.ts';
import { collectRefusals, type Refusal } from './refusals.ts';
import { predict } from './selection/predict.ts';
import { buildTrustTable, type JudgeContext, type TrustTable } from './trust-table.ts';

/** Everything a rule may look at: the snapshot and what was derived from it once, for all rules. */
export interface Case {
  readonly snapshot: Snapshot;
  /** Epoch milliseconds; the only clock a rule knows. */
  readonly now: number;
  readonly book: CertificateBook;
  readonly trust: TrustTable;
  readonly predictions: readonly Prediction[];
  readonly refusals: readonly Refusal[];
  /** Empty when the connectors were not read: ask `snapshot.organisation.sendConnectors` before concluding anything. */
  readonly sendConnectors: readonly SendConnector[];
  readonly receiveConnectors: readonly ReceiveConnector[];
}

export function openCase(snapshot: Snapshot, context: JudgeContext): Case {
  const book = new CertificateBook();
  return caseOf(snapshot, book, buildTrustTable(snapshot, book, context), context.now);
}

/** A case over opinions on trust that were formed elsewhere. */
export function caseOf(snapshot: Snapshot, book: CertificateBook, trust: TrustTable, now: number): Case {
  const sendConnectors = readOrNull(snapshot.organisation.sendConnectors) ?? [];
  const receiveConnectors = readOrNull(snapshot.organisation.receiveConnectors) ?? [];
  const enabled = (connector: Connector): boolean => connector.enabled !== false;
  return {
    snapshot,
    now,
    book,
    trust,
    predictions: [
      ...sendConnectors.filter(enabled).flatMap((c) => predictForSources(c, snapshot, book, now)),
      ...receiveConnectors.filter(enabled).flatMap((c) => predictForReceiver(c, snapshot, book, now)),
    ],
    refusals: collectRefusals(snapshot),
    sendConnectors,
    receiveConnectors,
  };
}

/** A send connector is an object of the organisation: each source server presents its own certificate for it. */
function predictForSources(
  connector: SendConnector,
  snapshot: Snapshot,
  book: CertificateBook,
  now: number,
): Prediction[] {
  if (connector.sourceServers === null) {
    return askedServers(snapshot).map((server) => {
      const prediction = predict(connector, server, book, now);
      return { ...prediction, assumptions: [...prediction.assumptions, 'source-servers-not-read'] };
    });
  }
  return connector.sourceServers.map((name) =>
    predict(connector, findServer(snapshot, name) ?? unseenServer(name), book, now),
  );
}

function predictForReceiver(
  connector: ReceiveConnector,
  snapshot: Snapshot,
  book: CertificateBook,
  now: number,
): Prediction[] {
  if (connector.server === null) return [];
  return [
    predict(connector, findServer(snapshot, connector.server) ?? unseenServer(connector.server), book, now),
  ];
}

/**
 * The servers that could have been asked. A nameless one beside others only holds facts that no file gave to any of them:
 * what it lacks is no gap of its own.
 */
export function askedServers({ servers }: Snapshot): readonly ServerReadings[] {
  return servers.length === 1 ? servers : servers.filter(({ name }) => name !== '');
}

export function findServer(snapshot: Snapshot, name: string): ServerReadings | null {
  return (
    snapshot.servers.find(
      (s) => sameServerName(s.name, name) || (s.fqdn !== null && sameServerName(s.fqdn, name)),
    ) ?? null
  );
}

/** A server that a connector names and nobody read: everything about it is unknown. */
function unseenServer(name: string): ServerReadings {
  return {
    name,
    fqdn: null,
    certificates: notAsked,
    intermediates: notAsked,
    roots: notAsked,
    transportService: notAsked,
    popImap: notAsked,
    queues: notAsked,
    events: notAsked,
    smtpSendLogLevel: notAsked,
    sendSessions: notAsked,
    receiveSessions: notAsked,
    iisBindings: notAsked,
    rootAutoUpdateDisabled: notAsked,
  };
}

export function certificateOn(c: Case, server: string, thumbprint: string): ExchangeCertificate | null {
  const found = findServer(c.snapshot, server);
  const certificates = found === null ? null : readOrNull(found.certificates);
  return certificates?.find((x) => sameThumbprint(x.thumbprint, thumbprint)) ?? null;
}

export function connectorNamed(c: Case, name: string): SendConnector | null {
  return c.sendConnectors.find((x) => x.name === name) ?? null;
}

/** Predictions for mail on its way to Exchange Online. */
export function cloudPredictions(c: Case): readonly Prediction[] {
  return c.predictions.filter((p) => p.connectorType === 'send' && p.toExchangeOnline);
}

export function cloudConnectors(c: Case): readonly SendConnector[] {
  return c.sendConnectors.filter((x) => isExchangeOnlineBound(x) === true && x.enabled !== false);
}

/** The certificate really presented: what the log shows outranks what was predicted. */
export function presented(
  p: Prediction,
): { readonly thumbprint: string; readonly by: 'proof' | 'prediction' } | null {
  if (p.proof.status === 'disagrees' && p.proof.thumbprint !== null)
    return { thumbprint: p.proof.thumbprint, by: 'proof' };
  return p.winner === null ? null : { thumbprint: p.winner, by: 'prediction' };
}

/** Candidates that carry the name and passed every filter, the winner included. */
export function contenders(p: Prediction): readonly string[] {
  return p.candidates.filter((x) => x.outcome !== 'filtered').map((x) => x.thumbprint);
}
