import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { SendConnector } from '../domain/connector.ts';
import type { Advice } from '../domain/finding.ts';
import { changeConnectorName, describedAdvice, pinConnector } from './advice.ts';
import type { Case } from './case.ts';
import { certificateValues } from './evidence.ts';
import { bestToPin, type PinObstacle, type PinObstacleKind, pinObstacles } from './pinnable.ts';
import { wouldPresentTrusted } from './presents-trusted.ts';

/** Lead a connector to one of the trusted `candidates`: by naming it, or by searching another name; what is ready first. */
export function redirectAdvice(
  c: Case,
  connector: SendConnector,
  candidates: readonly ExchangeCertificate[],
  nameUsed: string | null,
): readonly Advice[] {
  const pin = pinAdvice(c, connector, candidates);
  const name = nameAdvice(c, connector, candidates, nameUsed);
  return pin.some(({ command }) => command !== null) ? [...pin, ...name] : [...name, ...pin];
}

/** R1 for the best of `candidates`: the command when nothing stands against it, else what has to be settled first. */
export function pinAdvice(
  c: Case,
  connector: SendConnector,
  candidates: readonly ExchangeCertificate[],
): readonly Advice[] {
  const best = bestToPin(c, connector, candidates);
  if (best === null) return [];
  const obstacles = pinObstacles(c, connector, best);
  if (obstacles.length === 0) return [pinConnector(connector, best)];
  const values = { ...certificateValues(best), connector: connector.name };
  return [
    describedAdvice('pin-connector-later', values),
    ...[...byKind(obstacles)].map(([kind, servers]) =>
      describedAdvice(`pin-obstacle-${kind}`, { ...values, servers: servers.join(', ') }),
    ),
  ];
}

function byKind(obstacles: readonly PinObstacle[]): ReadonlyMap<PinObstacleKind, readonly string[]> {
  const groups = new Map<PinObstacleKind, string[]>();
  for (const { kind, server } of obstacles) {
    groups.set(kind, [...(groups.get(kind) ?? []), ...(server === null ? [] : [server])]);
  }
  return groups;
}

/** R2, only where the prediction for the new name is a trusted certificate on every source server. */
function nameAdvice(
  c: Case,
  connector: SendConnector,
  candidates: readonly ExchangeCertificate[],
  nameUsed: string | null,
): readonly Advice[] {
  // A name on the connector is not looked at while TlsCertificateName is set.
  if (connector.tlsCertificateName.state !== 'absent') return [];
  const names = new Set(candidates.flatMap((x) => x.names).filter((name) => !name.includes('*')));
  const other = [...names].filter((name) => name.toLowerCase() !== nameUsed?.toLowerCase());
  const host = other.find((name) => wouldPresentTrusted(c, connector, name));
  return host === undefined ? [] : [changeConnectorName(connector, host)];
}
