import type { TlsCertificateName } from '../../domain/connector.ts';
import type { Finding } from '../../domain/finding.ts';
import { isRead, readOrNull } from '../../domain/reading.ts';
import type { HybridConfiguration, ServerReadings } from '../../domain/snapshot.ts';
import { matchesTlsCertificateName } from '../../domain/tls-certificate-name.ts';
import { describedAdvice } from '../advice.ts';
import { askedServers, type Case, findServer } from '../case.ts';
import { wholeStore } from '../whole-store.ts';
import { staleId } from './stale-pin.ts';

/** The hybrid configuration's own pin; the wizard would write it to the connectors again on its next run. */
export function staleHybridPin(c: Case): readonly Finding[] {
  const hybrid = readOrNull(c.snapshot.organisation.hybridConfiguration);
  if (hybrid?.tlsCertificateName.state !== 'present') return [];
  const { text, value } = hybrid.tlsCertificateName;
  const servers = everyServer(c, hybrid);
  if (servers === null || servers.some((s) => holds(s, value))) return [];
  return [
    {
      rule: staleId,
      status: 'warning',
      variant: 'hybrid-not-found',
      subject: { server: null, thumbprint: null, connector: null },
      values: { pin: text },
      evidence: [],
      advice: [describedAdvice('rerun-hybrid-wizard', { connector: '' })],
    },
  ];
}

/** All servers that the organisation or its hybrid configuration names; null unless the whole store of each is known. */
function everyServer(c: Case, hybrid: HybridConfiguration): readonly ServerReadings[] | null {
  const listed = c.snapshot.organisation.exchangeServers;
  if (!isRead(listed)) return null;
  const transport = [
    hybrid.sendingTransportServers,
    hybrid.receivingTransportServers,
    hybrid.edgeTransportServers,
  ].flatMap((names) => names ?? []);
  const named = [...listed.read.map(({ name }) => name), ...transport].map((name) =>
    findServer(c.snapshot, name),
  );
  const servers = [...askedServers(c.snapshot), ...named];
  if (servers.length === 0) return null;
  return servers.every((s) => s !== null && wholeStore(c.snapshot, s))
    ? servers.filter((s) => s !== null)
    : null;
}

function holds(server: ServerReadings, pin: TlsCertificateName): boolean {
  return (readOrNull(server.certificates) ?? []).some(
    ({ issuer, subject }) =>
      issuer !== null && subject !== null && matchesTlsCertificateName({ issuer, subject }, pin),
  );
}
