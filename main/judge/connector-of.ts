import type { Connector } from '../domain/connector.ts';
import type { Prediction } from '../domain/prediction.ts';
import { sameServerName } from '../domain/server-name.ts';
import { type Case, connectorNamed, findServer } from './case.ts';

/** The connector a prediction is about. Receive connectors of several servers often share a name: the server decides. */
export function connectorOf(c: Case, p: Prediction): Connector | null {
  if (p.connectorType === 'send') return connectorNamed(c, p.connector);
  const fqdn = findServer(c.snapshot, p.server)?.fqdn ?? p.server;
  return (
    c.receiveConnectors.find(
      ({ name, server }) =>
        name === p.connector &&
        server !== null &&
        (sameServerName(server, p.server) || sameServerName(server, fqdn)),
    ) ?? null
  );
}
