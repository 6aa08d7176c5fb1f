import { isRead, notAsked, type Reading, read } from '../../../domain/reading.ts';
import { netBiosName } from '../../../domain/server-name.ts';
import type {
  IisBinding,
  OrganisationReadings,
  PopImapSettings,
  ServerReadings,
  Snapshot,
} from '../../../domain/snapshot.ts';
import { normaliseThumbprint } from '../../../domain/thumbprint.ts';
import type { PlainObject } from '../../../exchange/plain.ts';
import { authConfig } from '../../../exchange/shapes/auth-config.ts';
import { edgeSubscription } from '../../../exchange/shapes/edge-subscription.ts';
import { eventLogLevel } from '../../../exchange/shapes/event-log-level.ts';
import { exchangeServer } from '../../../exchange/shapes/exchange-server.ts';
import { federationTrust } from '../../../exchange/shapes/federation-trust.ts';
import { field, name, number, numberOf, text } from '../../../exchange/shapes/fields.ts';
import { hybridConfiguration } from '../../../exchange/shapes/hybrid-configuration.ts';
import { popImapSettings } from '../../../exchange/shapes/pop-imap-settings.ts';
import { queue } from '../../../exchange/shapes/queue.ts';
import { receiveConnector } from '../../../exchange/shapes/receive-connector.ts';
import { sendConnector } from '../../../exchange/shapes/send-connector.ts';
import { transportService } from '../../../exchange/shapes/transport-service.ts';
import { GapList } from '../gap-list.ts';
import { BundleAnswers, utc } from './bundle-answers.ts';
import { bundleCertificates, bundleStore } from './bundle-certificates.ts';
import { bundleEvents, bundleSessions } from './bundle-logs.ts';
import {
  type Bundle,
  type BundleServer,
  bundleFormat,
  bundleSchema,
  bundleVersion,
} from './bundle-schema.ts';
import { parseVersioned } from './versioned-json.ts';

/**
 * Reads the text of a `.rootcause.json` into a snapshot whose origins name `path` and the place inside. Everything that the
 * script could not read stays not read, with its reason. Throws `StopReading` when the text is no bundle of a version we
 * read, or a field has not its type.
 */
export async function readRootcauseBundle(text: string, path: string): Promise<Snapshot> {
  const bundle = parseVersioned(text, bundleFormat, bundleVersion, bundleSchema);
  const gaps = new GapList();
  const answers = new BundleAnswers(path, gaps);
  if (bundle.redacted) {
    gaps.oddity('not-available', 'the file was redacted: names are tokens, own certificates have no bytes');
  }
  const servers: ServerReadings[] = [];
  for (const server of bundle.servers) servers.push(await serverReadings(server, answers));
  const organisation = organisationReadings(bundle, answers);
  return {
    format: 'rootcause-snapshot',
    version: 1,
    organisation,
    servers,
    sources: [{ path, kind: 'bundle', at: utc(bundle.at), complete: gaps.complete, notRead: gaps.list() }],
    contradictions: answers.contradictions,
  };
}

function organisationReadings({ organisation }: Bundle, answers: BundleAnswers): OrganisationReadings {
  const hybrid = answers.each(organisation.hybridConfiguration, 'hybridConfiguration', hybridConfiguration);
  return {
    exchangeServers: answers.each(organisation.exchangeServers, 'exchangeServers', exchangeServer),
    sendConnectors: answers.each(organisation.sendConnectors, 'sendConnectors', sendConnector),
    receiveConnectors: answers.each(organisation.receiveConnectors, 'receiveConnectors', receiveConnector),
    authConfig: answers.one(organisation.authConfig, 'authConfig', authConfig),
    // An organisation without a hybrid configuration answers nothing, and that is an answer.
    hybridConfiguration: isRead(hybrid) ? read(hybrid.read[0] ?? null, hybrid.from, hybrid.at) : hybrid,
    federationTrusts: answers.each(organisation.federationTrusts, 'federationTrusts', federationTrust),
    edgeSubscriptions: answers.each(organisation.edgeSubscriptions, 'edgeSubscriptions', edgeSubscription),
  };
}

async function serverReadings(server: BundleServer, answers: BundleAnswers): Promise<ServerReadings> {
  const label = (part: string) => `${server.name} ${part}`;
  return {
    name: netBiosName(server.name),
    fqdn: server.fqdn,
    certificates: bundleCertificates(server, answers),
    intermediates: bundleStore(server.intermediates, label('intermediates'), answers),
    roots: bundleStore(server.roots, label('roots'), answers),
    transportService: answers.one(server.transportService, label('transportService'), transportService),
    popImap: popImap(server, answers),
    queues: answers.each(server.queues, label('queues'), queue),
    events: bundleEvents(server, answers),
    smtpSendLogLevel: answers.one(server.smtpSendLogLevel, label('smtpSendLogLevel'), sendLogLevel),
    sendSessions: await bundleSessions(server, answers),
    receiveSessions: notAsked,
    iisBindings: answers.each(server.iisBindings, label('iisBindings'), iisBinding),
    rootAutoUpdateDisabled: answers.one(server.rootAutoUpdate, label('rootAutoUpdate'), rootAutoUpdate),
  };
}

function popImap(server: BundleServer, answers: BundleAnswers): Reading<PopImapSettings> {
  const half = (protocol: 'pop' | 'imap') =>
    answers.one(server[`${protocol}Settings`], `${server.name} ${protocol}Settings`, (record) =>
      popImapSettings(record, protocol),
    );
  const [pop, imap] = [half('pop'), half('imap')];
  const [known, other] = isRead(pop) ? [pop, imap] : [imap, pop];
  if (!isRead(known)) return pop;
  if (!isRead(other)) {
    const { code, detail } = other.notRead;
    answers.gaps.harmless(code, `${other.from.where ?? ''}: ${detail ?? 'not asked'}`, other.from.where);
    return known;
  }
  return read({ ...known.read, imapCertificateName: other.read.imapCertificateName }, known.from, known.at);
}

function sendLogLevel(record: PlainObject): string | null {
  return eventLogLevel(record)?.level ?? null;
}

function iisBinding(record: PlainObject): IisBinding | null {
  const site = name(record, 'Site');
  const port = number(record, 'Port');
  if (site === null || port === null) return null;
  return { site, port, thumbprint: normaliseThumbprint(text(record, 'CertificateHash') ?? '') };
}

/** The value is absent on most servers, and absent means that Windows updates its roots. */
function rootAutoUpdate(record: PlainObject): boolean | null {
  const value = field(record, 'DisableRootAutoUpdate');
  return value === undefined ? null : value !== null && numberOf(value) === 1;
}
