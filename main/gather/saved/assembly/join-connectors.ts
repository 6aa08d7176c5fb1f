import type { ReceiveConnector, SendConnector } from '../../../domain/connector.ts';
import { netBiosName, sameServerName } from '../../../domain/server-name.ts';
import type { Contradiction } from '../../../domain/snapshot.ts';
import { type JoinRule, joinRows } from './join-rows.ts';

type Fields<T> = readonly (keyof T & string)[];

const common = [
  'identity',
  'guid',
  'enabled',
  'fqdn',
  'tlsCertificateName',
  'requireTls',
  'protocolLoggingLevel',
  'whenChanged',
] as const satisfies Fields<SendConnector> & Fields<ReceiveConnector>;

const sendRule: JoinRule<SendConnector> = {
  keys: ({ guid, name }) => [...guidKey(guid), `name ${name.toLowerCase()}`],
  different: (a, b) => otherGuid(a.guid, b.guid),
  fields: [
    ...common,
    'tlsAuthLevel',
    'tlsDomain',
    'cloudServicesMailEnabled',
    'ignoreStartTls',
    'frontendProxyEnabled',
    'smartHosts',
    'addressSpaces',
    'sourceServers',
  ],
  subject: ({ name }) => name,
};

const receiveRule: JoinRule<ReceiveConnector> = {
  keys: ({ guid, name, server }) => [
    ...guidKey(guid),
    `name ${netBiosName(server ?? '')} ${name.toLowerCase()}`,
  ],
  different: (a, b) => otherGuid(a.guid, b.guid),
  fields: [...common, 'server', 'authMechanism', 'transportRole', 'bindings', 'tlsDomainCapabilities'],
  subject: ({ name }) => name,
  same: (field, a, b) =>
    field === 'server' && typeof a === 'string' && typeof b === 'string' && sameServerName(a, b),
};

export interface JoinedConnectors<T> {
  readonly connectors: readonly T[];
  readonly contradictions: readonly Contradiction[];
}

/** One row for each send connector of the organisation: by GUID, else by name. */
export function joinSendConnectors(connectors: readonly SendConnector[]): JoinedConnectors<SendConnector> {
  return join(connectors, sendRule);
}

/** One row for each receive connector: by GUID, else by server and name. */
export function joinReceiveConnectors(
  connectors: readonly ReceiveConnector[],
): JoinedConnectors<ReceiveConnector> {
  return join(connectors, receiveRule);
}

function join<T extends SendConnector | ReceiveConnector>(
  connectors: readonly T[],
  rule: JoinRule<T>,
): JoinedConnectors<T> {
  const rows = connectors.map((value) => ({ value, origins: value.origins }));
  const joined = joinRows(rows, rule);
  return {
    connectors: joined.rows.map(({ value, origins }) => ({ ...value, origins })),
    contradictions: joined.contradictions,
  };
}

function guidKey(guid: string | null): readonly string[] {
  return guid === null ? [] : [`guid ${guid.toLowerCase()}`];
}

function otherGuid(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.toLowerCase() !== b.toLowerCase();
}
