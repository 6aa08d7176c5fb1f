import type { SendConnector } from '../domain/connector.ts';
import { isRead } from '../domain/reading.ts';
import { type Case, certificateOn, findServer } from './case.ts';
import { keyReadiness } from './key-readiness.ts';
import { usersOf } from './pinnable.ts';
import { predict } from './selection/predict.ts';

/**
 * Whether every source server would present a trusted certificate with a usable key if the connector searched by `host`.
 * False as soon as one server's answer cannot be told.
 */
export function wouldPresentTrusted(c: Case, connector: SendConnector, host: string): boolean {
  const servers = usersOf(connector);
  const asked: SendConnector = { ...connector, fqdn: host, tlsCertificateName: { state: 'absent' } };
  return servers?.every((name) => presentsTrusted(c, name, asked)) ?? false;
}

function presentsTrusted(c: Case, name: string, asked: SendConnector): boolean {
  const server = findServer(c.snapshot, name);
  if (server === null || !isRead(server.certificates)) return false;
  const p = predict(asked, server, c.book, c.now);
  if (p.winner === null || p.status !== 'predicted' || p.assumptions.includes('local-trust-not-read'))
    return false;
  const certificate = certificateOn(c, server.name, p.winner);
  return (
    certificate !== null &&
    c.trust.microsoft(p.winner) === 'trusted' &&
    c.trust.of(p.winner)?.observed?.outcome !== 'refused' &&
    keyReadiness(certificate) === 'ready'
  );
}
