import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { Connector } from '../domain/connector.ts';
import { isRead, readOrNull } from '../domain/reading.ts';
import type { ServerReadings } from '../domain/snapshot.ts';
import { readTlsCertificateName } from '../domain/tls-certificate-name.ts';
import { pinText } from './advice.ts';
import { type Case, certificateOn, findServer } from './case.ts';
import { keyReadiness } from './key-readiness.ts';
import { localTrust } from './local-trust.ts';
import { predict } from './selection/predict.ts';
import { wholeStore } from './whole-store.ts';

/** What stands against naming a certificate on a connector, or is not known and would have to be. */
export type PinObstacleKind =
  | 'source-servers-not-read'
  | 'store-not-read'
  | 'not-on-server'
  | 'not-valid'
  | 'validity-not-known'
  | 'other-certificate'
  | 'no-private-key'
  | 'key-not-readable'
  | 'key-not-known'
  | 'refused';

export interface PinObstacle {
  readonly kind: PinObstacleKind;
  /** Null when no server can be named. */
  readonly server: string | null;
}

/**
 * Why `certificate` may not be named on `connector` yet; empty when on every server that uses the connector the name leads
 * to a trusted certificate with a usable key. A name that one of them cannot follow stops its mail (454 4.7.5).
 */
export function pinObstacles(
  c: Case,
  connector: Connector,
  certificate: ExchangeCertificate,
): readonly PinObstacle[] {
  const servers = usersOf(connector);
  if (servers === null) return [{ kind: 'source-servers-not-read', server: null }];
  const pinned: Connector = {
    ...connector,
    tlsCertificateName: readTlsCertificateName(pinText(certificate)),
  };
  return servers.flatMap((server) => {
    const kind = obstacleOn(c, server, pinned);
    return kind === null ? [] : [{ kind, server }];
  });
}

/** The servers whose certificates a connector needs; null when that was not read. */
export function usersOf(connector: Connector): readonly string[] | null {
  if (connector.type === 'receive') return connector.server === null ? null : [connector.server];
  return connector.sourceServers?.length === 0 ? null : connector.sourceServers;
}

/** The certificate to name: one without obstacles, else the first that Microsoft trusts; null when there is none. */
export function bestToPin(
  c: Case,
  connector: Connector,
  candidates: readonly ExchangeCertificate[],
): ExchangeCertificate | null {
  const trusted = candidates.filter(
    (x) => c.trust.microsoft(x.thumbprint) === 'trusted' && pinText(x) !== null,
  );
  return trusted.find((x) => pinObstacles(c, connector, x).length === 0) ?? trusted[0] ?? null;
}

/** Certificates of a server that Microsoft trusts and that are neither revoked nor outside their dates. */
export function trustedOn(c: Case, name: string): readonly ExchangeCertificate[] {
  const server = findServer(c.snapshot, name);
  if (server === null) return [];
  return (readOrNull(server.certificates) ?? []).filter(
    (x) => c.trust.microsoft(x.thumbprint) === 'trusted' && !isOver(c, x, server),
  );
}

function isOver(c: Case, certificate: ExchangeCertificate, server: ServerReadings): boolean {
  return ['expired', 'not-yet-valid', 'revoked'].includes(localTrust(certificate, server, c.book, c.now));
}

function obstacleOn(c: Case, name: string, pinned: Connector): PinObstacleKind | null {
  const server = findServer(c.snapshot, name);
  if (server === null || !isRead(server.certificates)) return 'store-not-read';
  // What a connector without TLS would do with the name is not asked: it is to be followed once TLS is on.
  const asked: Connector =
    pinned.type === 'send' ? { ...pinned, ignoreStartTls: false } : { ...pinned, authMechanism: null };
  const p = predict(asked, server, c.book, c.now);
  const found = [p.winner, p.alternative].flatMap((t) => (t === null ? [] : [t]));
  if (found.length === 0) {
    if (p.candidates.some(({ outcome }) => outcome === 'lost')) return 'not-valid';
    return wholeStore(c.snapshot, server) ? 'not-on-server' : 'store-not-read';
  }
  const obstacles = found.map((t) => obstacleOf(c, server, t));
  return obstacles.find((kind) => kind !== null) ?? null;
}

function obstacleOf(c: Case, server: ServerReadings, thumbprint: string): PinObstacleKind | null {
  const certificate = certificateOn(c, server.name, thumbprint);
  if (certificate === null || c.trust.microsoft(thumbprint) !== 'trusted') return 'other-certificate';
  if (c.trust.of(thumbprint)?.observed?.outcome === 'refused') return 'refused';
  const key = keyReadiness(certificate);
  if (key === 'missing') return 'no-private-key';
  if (key === 'not-readable') return 'key-not-readable';
  if (localTrust(certificate, server, c.book, c.now) === 'not-known') return 'validity-not-known';
  return key === 'not-known' ? 'key-not-known' : null;
}
