import type { SendConnector } from '../../domain/connector.ts';
import { isRead, notAsked, type Origin, type Reading, read } from '../../domain/reading.ts';
import type { Contradiction, OrganisationReadings } from '../../domain/snapshot.ts';
import type { ReadCmdletName } from '../../exchange/cmdlets.ts';
import type { PlainObject } from '../../exchange/plain.ts';
import { authConfig } from '../../exchange/shapes/auth-config.ts';
import { edgeSubscription } from '../../exchange/shapes/edge-subscription.ts';
import { exchangeServer } from '../../exchange/shapes/exchange-server.ts';
import { federationTrust } from '../../exchange/shapes/federation-trust.ts';
import { hybridConfiguration } from '../../exchange/shapes/hybrid-configuration.ts';
import { mergeKnown } from '../../exchange/shapes/merge-known.ts';
import { receiveConnector } from '../../exchange/shapes/receive-connector.ts';
import { sendConnector } from '../../exchange/shapes/send-connector.ts';
import type { LiveServer } from './live-server.ts';
import { only } from './server-readings.ts';

/** Questions about the organisation when the first server answers all of them. */
export const organisationQuestions = 7;

/** Objects of Active Directory: each from the first server that may tell it. */
export async function readOrganisation(servers: readonly LiveServer[]): Promise<OrganisationReadings> {
  const each = <T>(cmdlet: ReadCmdletName, shape: (record: PlainObject, origin: Origin) => T | null) =>
    firstThatMay(servers, (server) => readEach(server, cmdlet, shape));
  return {
    exchangeServers: await each('Get-ExchangeServer', exchangeServer),
    sendConnectors: await each('Get-SendConnector', sendConnector),
    receiveConnectors: await each('Get-ReceiveConnector', receiveConnector),
    authConfig: only(await each('Get-AuthConfig', authConfig)),
    hybridConfiguration: firstOrNone(await each('Get-HybridConfiguration', hybridConfiguration)),
    federationTrusts: await each('Get-FederationTrust', federationTrust),
    edgeSubscriptions: await each('Get-EdgeSubscription', edgeSubscription),
  };
}

/**
 * Asks another server for the send connectors and compares: until Active Directory has replicated, it may still send by
 * an older pin. A connector that only one of the two knows is a difference as well.
 */
export async function compareSendConnectors(
  server: LiveServer,
  known: Reading<readonly SendConnector[]>,
): Promise<readonly Contradiction[]> {
  if (!isRead(known) || known.from.source === sourceOf(server, 'Get-SendConnector')) return [];
  const own = await readEach(server, 'Get-SendConnector', sendConnector);
  if (!isRead(own)) {
    server.note(own.notRead.code, 1, own.from.source, own.notRead.detail);
    return [];
  }
  const names = new Set([...known.read, ...own.read].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const here = known.read.find((connector) => connector.name === name);
    const there = own.read.find((connector) => connector.name === name);
    if (here === undefined || there === undefined) {
      return [existence(name, [here !== undefined, known.from], [there !== undefined, own.from])];
    }
    return mergeKnown(here, there, comparedFields, name, [known.from, own.from]).contradictions;
  });
}

const comparedFields = [
  'enabled',
  'fqdn',
  'tlsCertificateName',
  'requireTls',
  'tlsAuthLevel',
  'tlsDomain',
  'cloudServicesMailEnabled',
  'ignoreStartTls',
  'smartHosts',
  'addressSpaces',
  'sourceServers',
] as const satisfies readonly (keyof SendConnector)[];

type Seen = readonly [exists: boolean, origin: Origin];

function existence(name: string, ...seen: readonly Seen[]): Contradiction {
  return {
    what: 'exists',
    subject: name,
    values: seen.map(([exists, origin]) => ({ text: String(exists), origin })),
  };
}

function readEach<T>(
  server: LiveServer,
  cmdlet: ReadCmdletName,
  shape: (record: PlainObject, origin: Origin) => T | null,
): Promise<Reading<readonly T[]>> {
  return server.read(cmdlet, {}, ({ records, origin }) => {
    const shaped = records.flatMap((record, index) => {
      const value = shape(record, { ...origin, where: `object ${index + 1}` });
      return value === null ? [] : [value];
    });
    server.lose('damaged', records.length - shaped.length, origin.source);
    return shaped;
  });
}

/** The first answer; when nobody may tell, the first refusal, for it came from the server the administrator named first. */
async function firstThatMay<T>(
  servers: readonly LiveServer[],
  ask: (server: LiveServer) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  let refusal: Reading<T> | null = null;
  for (const server of servers) {
    const reading = await ask(server);
    if (isRead(reading)) return reading;
    refusal ??= reading;
  }
  return refusal ?? notAsked;
}

function firstOrNone<T>(reading: Reading<readonly T[]>): Reading<T | null> {
  return isRead(reading) ? read(reading.read[0] ?? null, reading.from, reading.at) : reading;
}

function sourceOf(server: LiveServer, cmdlet: ReadCmdletName): string {
  return `${cmdlet}@${server.name}`;
}
