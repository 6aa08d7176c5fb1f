import type { Connector } from '../../domain/connector.ts';
import { isExchangeOnlineBound } from '../../domain/exchange-online.ts';
import type {
  Candidate,
  CandidateReason,
  Prediction,
  SelectionAssumption,
  SelectionStep,
} from '../../domain/prediction.ts';
import { isRead } from '../../domain/reading.ts';
import type { ServerReadings } from '../../domain/snapshot.ts';
import type { CertificateBook } from '../certificate-book.ts';
import { localTrust } from '../local-trust.ts';
import { carriesName, filterReason } from './candidate-filter.ts';
import { selectPinned } from './pinned.ts';
import { proveBySession } from './proof.ts';
import { type Contender, documentedWalk, literalWalk, lossReason, newestFirst } from './walk.ts';

/** The part of a prediction that the search decides; the rest names what was asked. */
type Outcome = Pick<
  Prediction,
  'nameUsed' | 'nameFrom' | 'winner' | 'status' | 'alternative' | 'candidates' | 'steps'
> & { readonly assumptions: readonly SelectionAssumption[] };

/**
 * Predicts which certificate `server` presents for `connector` at `now` (epoch milliseconds), after exchange.md
 * 4.3 for send connectors [observed] and 4.2 for receive connectors [documented].
 */
export function predict(
  connector: Connector,
  server: ServerReadings,
  book: CertificateBook,
  now: number,
): Prediction {
  const outcome = search(connector, server, book, now);
  const proof = proveBySession(connector, server, outcome.winner);
  return {
    server: server.name,
    connector: connector.name,
    connectorType: connector.type,
    toExchangeOnline: connector.type === 'send' && isExchangeOnlineBound(connector) === true,
    ...outcome,
    assumptions: [...outcome.assumptions, ...proxyAssumption(connector)],
    proof,
  };
}

/** With FrontendProxyEnabled a front end on some mailbox server opens the session and presents its own certificate. */
function proxyAssumption(connector: Connector): readonly SelectionAssumption[] {
  return connector.type === 'send' && connector.frontendProxyEnabled === true ? ['front-end-proxy'] : [];
}

function search(connector: Connector, server: ServerReadings, book: CertificateBook, now: number): Outcome {
  if (offersNoStartTls(connector))
    return { ...nothing('no-starttls'), steps: [step('starttls', connector, 0)] };
  if (!isRead(server.certificates)) return nothing('cannot-tell');
  const all = server.certificates.read.map((certificate) => ({
    certificate,
    trust: localTrust(certificate, server, book, now),
  }));
  const pin = connector.tlsCertificateName;
  if (pin.state === 'unknown') return { ...nothing('cannot-tell'), assumptions: ['pin-not-read'] };
  if (pin.state === 'present') return byPin(connector, all, pin.value);
  // A malformed value names no certificate: Exchange searches for it and finds none.
  if (pin.state === 'malformed')
    return { ...nothing('none'), nameUsed: pin.text, nameFrom: 'tls-certificate-name' };
  return byName(connector, server, all, book);
}

function byPin(
  connector: Connector,
  all: readonly Contender[],
  value: { issuer: string; subject: string },
): Outcome {
  const found = selectPinned(all, value);
  const assumptions: SelectionAssumption[] = [];
  if (found.winner?.trust === 'not-known') assumptions.push('local-trust-not-read');
  if (found.rival !== null) assumptions.push('store-order-not-known');
  return {
    nameUsed: `<I>${value.issuer}<S>${value.subject}`,
    nameFrom: 'tls-certificate-name',
    winner: found.winner?.certificate.thumbprint ?? null,
    status: found.winner === null ? 'none' : found.rival === null ? 'predicted' : 'uncertain',
    alternative: found.rival?.certificate.thumbprint ?? null,
    candidates: found.candidates,
    steps: [step('pin', connector, found.matches)],
    assumptions,
  };
}

function byName(
  connector: Connector,
  server: ServerReadings,
  all: readonly Contender[],
  book: CertificateBook,
): Outcome {
  if (connector.fqdn === null) return nothing('cannot-tell');
  const fromConnector = connector.fqdn !== '';
  const host = fromConnector ? connector.fqdn : server.fqdn;
  if (host === null) return { ...nothing('cannot-tell'), assumptions: ['server-fqdn-not-read'] };
  const nameFrom = fromConnector ? 'connector-fqdn' : 'server-fqdn';

  const exact = contest(all, book, (c) => carriesName(c.certificate, host) === 'exact');
  const found =
    exact.literal.winner === null
      ? contest(all, book, (c) => carriesName(c.certificate, host) !== null)
      : exact;
  const walked = connector.type === 'send' ? found.literal : found.documented;
  const other = connector.type === 'send' ? found.documented : found.literal;
  const differs = walked.winner !== other.winner;
  const winner = walked.winner;
  return {
    nameUsed: host,
    nameFrom,
    winner: winner?.certificate.thumbprint ?? null,
    status: winner === null ? 'none' : differs ? 'uncertain' : 'predicted',
    alternative: differs ? (other.winner?.certificate.thumbprint ?? null) : null,
    candidates: all.map((c) => describe(c, host, winner, walked.reason, exact.literal.winner !== null, book)),
    steps: [
      step('name', connector, all.filter((c) => carriesName(c.certificate, host) !== null).length),
      step(found === exact ? 'exact' : 'wildcard', connector, found.named),
      step('filter', connector, found.sorted.length),
      step('order', connector, found.sorted.length),
      step('walk', connector, winner === null ? 0 : 1),
    ],
    assumptions: assumptionsOf(connector, found.sorted, winner, differs, droppedEllipticCurve(all, host)),
  };
}

function contest(all: readonly Contender[], book: CertificateBook, named: (c: Contender) => boolean) {
  const matching = all.filter(named);
  const sorted = newestFirst(matching.filter((c) => filterReason(c.certificate, book) === null));
  return { named: matching.length, sorted, literal: literalWalk(sorted), documented: documentedWalk(sorted) };
}

function describe(
  contender: Contender,
  host: string,
  winner: Contender | null,
  winnerReason: CandidateReason,
  exactWon: boolean,
  book: CertificateBook,
): Candidate {
  const { thumbprint } = contender.certificate;
  const base = { thumbprint, localTrust: contender.trust };
  if (contender === winner) return { ...base, outcome: 'selected', reason: winnerReason };
  const match = carriesName(contender.certificate, host);
  if (match === null) return { ...base, outcome: 'filtered', reason: 'name-does-not-match' };
  const filtered = filterReason(contender.certificate, book);
  if (filtered !== null) return { ...base, outcome: 'filtered', reason: filtered };
  if (match === 'wildcard' && exactWon)
    return { ...base, outcome: 'lost', reason: 'matches-by-wildcard-only' };
  return { ...base, outcome: 'lost', reason: lossReason(contender, winner) };
}

function assumptionsOf(
  connector: Connector,
  sorted: readonly Contender[],
  winner: Contender | null,
  differs: boolean,
  ellipticCurve: boolean,
): readonly SelectionAssumption[] {
  const assumptions: SelectionAssumption[] = [];
  if (connector.type === 'send' && sorted.length > 1) assumptions.push('order-is-observed-not-documented');
  if (sorted.some((c) => c.trust === 'not-known')) assumptions.push('local-trust-not-read');
  if (winner !== null && winner.certificate.hasPrivateKey === null) assumptions.push('private-key-not-read');
  if (differs) assumptions.push('expired-newest-may-end-the-search');
  if (ellipticCurve) assumptions.push('elliptic-curve-keys-are-dropped');
  if (connector.type === 'send' && connector.ignoreStartTls === null)
    assumptions.push('ignore-starttls-not-read');
  return assumptions;
}

function droppedEllipticCurve(all: readonly Contender[], host: string): boolean {
  return all.some((c) => c.certificate.keyAlgorithm === 'EC' && carriesName(c.certificate, host) !== null);
}

function offersNoStartTls(connector: Connector): boolean {
  if (connector.type === 'send') return connector.ignoreStartTls === true;
  return connector.authMechanism !== null && !connector.authMechanism.some((m) => m.toLowerCase() === 'tls');
}

function step(name: SelectionStep['step'], connector: Connector, matches: number): SelectionStep {
  const observed = connector.type === 'send' && name !== 'pin' && name !== 'name';
  return { step: name, basis: observed ? 'observed' : 'documented', matches };
}

function nothing(status: Prediction['status']): Outcome {
  return {
    nameUsed: null,
    nameFrom: null,
    winner: null,
    status,
    alternative: null,
    candidates: [],
    steps: [],
    assumptions: [],
  };
}
