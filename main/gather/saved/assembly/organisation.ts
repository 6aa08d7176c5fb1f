import type { Known, Reading } from '../../../domain/reading.ts';
import { notAsked, read } from '../../../domain/reading.ts';
import { netBiosName, sameServerName } from '../../../domain/server-name.ts';
import type {
  Contradiction,
  EdgeSubscription,
  ExchangeServer,
  FederationTrust,
  OrganisationReadings,
} from '../../../domain/snapshot.ts';
import type { Placed, SavedFile } from '../saved-file.ts';
import { joinReceiveConnectors, joinSendConnectors } from './join-connectors.ts';
import { asRow, type JoinRule, joinRows, single } from './join-rows.ts';

export interface AssembledOrganisation {
  readonly readings: OrganisationReadings;
  readonly contradictions: readonly Contradiction[];
}

/** Joins the objects of Active Directory, which every server shows alike. A reading that no file gives is `notAsked`. */
export function assembleOrganisation(files: readonly SavedFile[]): AssembledOrganisation {
  const contradictions: Contradiction[] = [];
  const all = <T>(pick: (file: SavedFile) => readonly T[]) => files.flatMap(pick);
  const list = <T extends object>(placed: readonly Placed<T>[], rule: JoinRule<T>): Reading<readonly T[]> => {
    const joined = joinRows(placed.map(asRow), rule);
    contradictions.push(...joined.contradictions);
    return reading(placed[0], () => joined.rows.map(({ value }) => value));
  };
  const one = <T extends object>(placed: readonly Placed<T>[], rule: JoinRule<T>): Reading<T> => {
    const joined = joinRows(placed.map(asRow), rule);
    contradictions.push(...joined.contradictions);
    const first = joined.rows[0];
    return first === undefined ? notAsked : reading(placed[0], () => first.value);
  };
  const send = all(({ found }) => found.sendConnectors);
  const receive = all(({ found }) => found.receiveConnectors);
  const sendJoined = joinSendConnectors(send);
  const receiveJoined = joinReceiveConnectors(receive);
  contradictions.push(...sendJoined.contradictions, ...receiveJoined.contradictions);
  const readings: OrganisationReadings = {
    exchangeServers: list(
      all(({ found }) => found.exchangeServers),
      serverRule,
    ),
    sendConnectors: readFrom(send[0]?.origins[0]?.source, () => sendJoined.connectors),
    receiveConnectors: readFrom(receive[0]?.origins[0]?.source, () => receiveJoined.connectors),
    authConfig: one(
      all(({ found }) => found.authConfigs),
      single('Auth Configuration', [
        'currentThumbprint',
        'previousThumbprint',
        'nextThumbprint',
        'nextEffectiveDate',
      ]),
    ),
    hybridConfiguration: one(
      all(({ found }) => found.hybridConfigurations),
      single('Hybrid Configuration', [
        'tlsCertificateName',
        'sendingTransportServers',
        'receivingTransportServers',
        'edgeTransportServers',
        'onPremisesSmartHost',
        'domains',
      ]),
    ),
    federationTrusts: list(
      all(({ found }) => found.federationTrusts),
      trustRule,
    ),
    edgeSubscriptions: list(
      all(({ found }) => found.edgeSubscriptions),
      edgeRule,
    ),
  };
  return { readings, contradictions };
}

const serverRule: JoinRule<ExchangeServer> = {
  keys: ({ name }) => [netBiosName(name)],
  different: (a, b) => a.fqdn !== null && b.fqdn !== null && !sameServerName(a.fqdn, b.fqdn),
  fields: ['fqdn', 'role', 'version', 'site'],
  subject: ({ name }) => name,
};

const trustRule: JoinRule<FederationTrust> = {
  keys: ({ name }) => [name.toLowerCase()],
  fields: ['currentThumbprint', 'previousThumbprint', 'nextThumbprint'],
  subject: ({ name }) => name,
};

const edgeRule: JoinRule<EdgeSubscription> = {
  keys: ({ name }) => [name.toLowerCase()],
  fields: ['site'],
  subject: ({ name }) => name,
};

function reading<T>(first: Placed<unknown> | undefined, value: () => T): Reading<T> {
  return readFrom(first?.origin.source, value);
}

function readFrom<T>(source: Known<string> | undefined, value: () => T): Reading<T> {
  return source === undefined || source === null ? notAsked : read(value(), { source });
}
