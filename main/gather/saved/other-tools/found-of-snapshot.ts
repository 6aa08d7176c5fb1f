import { isRead, type Known, type Origin, type Reading } from '../../../domain/reading.ts';
import type { ServerReadings, Snapshot } from '../../../domain/snapshot.ts';
import { type Found, nothingFound, type Placed } from '../saved-file.ts';

/**
 * The facts of a snapshot one by one, so that a saved snapshot or a bundle can be joined with other files. What was not read
 * has no place here; the snapshot itself keeps its reasons.
 */
export function foundOfSnapshot(snapshot: Snapshot): Found {
  const { organisation, servers } = snapshot;
  return {
    ...nothingFound,
    sendConnectors: listOf(organisation.sendConnectors),
    receiveConnectors: listOf(organisation.receiveConnectors),
    exchangeServers: placed(organisation.exchangeServers, null),
    authConfigs: single(organisation.authConfig, null),
    hybridConfigurations: single(organisation.hybridConfiguration, null),
    federationTrusts: placed(organisation.federationTrusts, null),
    edgeSubscriptions: placed(organisation.edgeSubscriptions, null),
    certificates: servers.flatMap((server) =>
      listOf(server.certificates).map((row) => ({ ...row, server: row.server ?? nameOf(server) })),
    ),
    storeCertificates: servers.flatMap((server) => [
      ...placed(server.intermediates, nameOf(server)).map((row) => ({ ...row, store: 'CA' as const })),
      ...placed(server.roots, nameOf(server)).map((row) => ({ ...row, store: 'Root' as const })),
    ]),
    transportServices: servers.flatMap((server) => single(server.transportService, nameOf(server))),
    popImapSettings: servers.flatMap((server) => single(server.popImap, nameOf(server))),
    queues: servers.flatMap((server) => listOf(server.queues)),
    smtpSendLogLevels: servers.flatMap((server) => single(server.smtpSendLogLevel, nameOf(server))),
    iisBindings: servers.flatMap((server) => placed(server.iisBindings, nameOf(server))),
    sendSessions: servers.flatMap((server) => placed(server.sendSessions, nameOf(server))),
    receiveSessions: servers.flatMap((server) => placed(server.receiveSessions, nameOf(server))),
    events: servers.flatMap((server) =>
      (isRead(server.events) ? server.events.read.events : []).map((event) => ({
        ...event,
        computer: event.computer ?? nameOf(server),
      })),
    ),
    eventLogBegins: latest(servers),
  };
}

function nameOf({ name, fqdn }: ServerReadings): string {
  return fqdn ?? name;
}

function listOf<T>(reading: Reading<readonly T[]>): readonly T[] {
  return isRead(reading) ? reading.read : [];
}

function placed<T>(reading: Reading<readonly T[]>, server: Known<string>): readonly Placed<T>[] {
  if (!isRead(reading)) return [];
  return reading.read.map((value) => ({ value, server, origin: originOf(value) ?? reading.from }));
}

/** A session carries its own place in its log. */
function originOf(value: unknown): Origin | null {
  if (typeof value !== 'object' || value === null || !('origin' in value)) return null;
  return value.origin as Origin;
}

function single<T>(reading: Reading<T | null>, server: Known<string>): readonly Placed<T>[] {
  if (!isRead(reading) || reading.read === null) return [];
  return [{ value: reading.read, server, origin: reading.from }];
}

/** Of several logs the one that reaches back least: before it, one of them knows nothing. */
function latest(servers: readonly ServerReadings[]): Known<string> {
  const begins = servers.flatMap(({ events }) => (isRead(events) ? [events.read.logBegins] : []));
  if (begins.some((time) => time === null)) return null;
  return begins.reduce<Known<string>>(
    (last, time) => (last === null || (time ?? '') > last ? time : last),
    null,
  );
}
