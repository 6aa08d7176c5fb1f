import { type GatheredStory, gatherStory } from '../../../../main/commands/practice-story.ts';
import { isRead, notAsked, readOrNull } from '../../../../main/domain/reading.ts';
import type { OrganisationReadings, ServerReadings, Snapshot } from '../../../../main/domain/snapshot.ts';
import type { ReadCmdletName } from '../../../../main/exchange/cmdlets.ts';
import type { CmdletParameters, ExchangeConnection } from '../../../../main/exchange/connection.ts';
import type { PlainObject } from '../../../../main/exchange/plain.ts';
import { formatSnapshot } from '../../../../main/gather/saved/other-tools/snapshot-file.ts';
import { practiceConnections } from '../../../../main/practice/connection.ts';
import type { Machine, SessionState } from '../../../../main/practice/machine.ts';
import { protocolLogFiles } from '../../../../main/practice/protocol-log/protocol-log.ts';
import type { StoryName } from '../../../../main/practice/stories/index.ts';
import { utf16 } from '../clixml-writer.ts';
import { renderList } from '../format-list/console-renderer.ts';
import { bundleFile } from './bundle-file.ts';
import { pemFile, shellCertificateExport } from './certificate-exports.ts';
import { evtxLog, xmlLog } from './event-log-files.ts';
import { clixmlExport, printedRows } from './plain-export.ts';

/** A part of a snapshot, of one server or (null) of the organisation. */
export type Told = readonly [server: string | null, part: keyof OrganisationReadings | keyof ServerReadings];

/** One file of the folder: its place in it, its bytes, and what it is there for. */
export interface MixtureFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly tells: readonly Told[];
}

export interface Mixture {
  readonly story: GatheredStory;
  readonly files: readonly MixtureFile[];
}

/**
 * One story saved as several administrators would: for the servers in turn as exports, an event log and store listings, or
 * as pasted text, Event XML and PEM; protocol logs as they lie on the server; the organisation as exports; a snapshot and a
 * bundle for the rest. Each fact stands in one file only, and nothing is in the folder that the account could not read live.
 */
export async function mixtureOf(name: StoryName, now: number): Promise<Mixture> {
  const story = await gatherStory(name, now);
  const { snapshot } = story;
  const files: MixtureFile[] = await organisationFiles(story);
  const storesInBundle: string[] = [];
  for (const [index, connection] of practiceConnections(story.world).entries()) {
    const readings = snapshot.servers.find((server) => server.name === connection.server);
    const machine = story.world.machines.find((one) => one.name === connection.server);
    if (readings === undefined || machine === undefined) continue;
    const server: SavedServer = { connection, readings, machine };
    files.push(...(await (index % 2 === 0 ? exportedServer(server) : pastedServer(server))));
    files.push(...protocolLogs(server));
    if (index % 2 === 1) storesInBundle.push(readings.name);
  }
  const at = new Date(now).toISOString();
  files.push({
    path: 'windows.rootcause.json',
    content: bundleFile(snapshot, at, storesInBundle),
    tells: snapshot.servers.flatMap((server) => [
      ...whenRead(server, 'iisBindings'),
      ...whenRead(server, 'rootAutoUpdateDisabled'),
      ...(storesInBundle.includes(server.name) ? whenRead(server, 'intermediates') : []),
    ]),
  });
  return { story, files };
}

function whenRead(server: ServerReadings, part: Exclude<keyof ServerReadings, 'name' | 'fqdn'>): Told[] {
  return isRead<unknown>(server[part]) ? [[server.name, part]] : [];
}

interface SavedServer {
  readonly connection: ExchangeConnection;
  readonly readings: ServerReadings;
  readonly machine: Machine;
}

async function organisationFiles({ world, snapshot }: GatheredStory): Promise<MixtureFile[]> {
  const [first] = practiceConnections(world);
  if (first === undefined) return [];
  const exported: readonly (readonly [string, ReadCmdletName, keyof OrganisationReadings])[] = [
    ['servers.xml', 'Get-ExchangeServer', 'exchangeServers'],
    ['send-connectors.xml', 'Get-SendConnector', 'sendConnectors'],
    ['receive-connectors.xml', 'Get-ReceiveConnector', 'receiveConnectors'],
    ['auth-config.xml', 'Get-AuthConfig', 'authConfig'],
  ];
  const files: MixtureFile[] = [];
  for (const [path, cmdlet, part] of exported) {
    const records = await ask(first, cmdlet, {});
    if (records !== null) files.push({ path, content: utf16(clixmlExport(records)), tells: [[null, part]] });
  }
  const rest = restOf(snapshot);
  const tells: Told[] = [[null, 'hybridConfiguration']];
  for (const server of rest.servers) tells.push(...whenRead(server, 'receiveSessions'));
  return [...files, { path: 'rest.json', content: formatSnapshot(rest), tells }];
}

/** A snapshot of what no other file can carry: the wizard's settings, and receive logs that were empty or refused. */
function restOf({ organisation, servers }: Snapshot): Snapshot {
  const unsaid = Object.fromEntries(Object.keys(organisation).map((part) => [part, notAsked]));
  return {
    format: 'rootcause-snapshot',
    version: 1,
    organisation: {
      ...(unsaid as unknown as OrganisationReadings),
      hybridConfiguration: organisation.hybridConfiguration,
      federationTrusts: organisation.federationTrusts,
    },
    servers: servers
      .filter(({ receiveSessions }) => !isRead(receiveSessions) || receiveSessions.read.length === 0)
      .map((server) => ({
        ...(Object.fromEntries(
          Object.keys(server).map((part) => [part, notAsked]),
        ) as unknown as ServerReadings),
        name: server.name,
        fqdn: server.fqdn,
        receiveSessions: server.receiveSessions,
      })),
    sources: [{ path: 'EX01', kind: 'practice', at: null, complete: true, notRead: [] }],
    contradictions: [],
  };
}

async function exportedServer({ connection, readings, machine }: SavedServer): Promise<MixtureFile[]> {
  const { name } = readings;
  const files: MixtureFile[] = [];
  const certificates = readOrNull(readings.certificates);
  if (certificates !== null) {
    const content = utf16(shellCertificateExport(certificates, machine.fqdn));
    files.push({ path: `${name}/certificates.xml`, content, tells: [[name, 'certificates']] });
  }
  const own = { Server: name };
  const level = { Identity: `${name}\\MSExchangeTransport\\SmtpSend` };
  const exported: readonly Exported[] = [
    ['queues.xml', 'queues', 'Get-Queue', own],
    ['transport-service.xml', 'transportService', 'Get-TransportService', { Identity: name }],
    ['pop.xml', 'popImap', 'Get-PopSettings', own],
    ['imap.xml', 'popImap', 'Get-ImapSettings', own],
    ['log-level.xml', 'smtpSendLogLevel', 'Get-EventLogLevel', level],
    [
      'intermediates.xml',
      'intermediates',
      'Read-CertificateStore',
      { ...own, StoreName: 'CA' },
      machine.fqdn,
    ],
    ['roots.xml', 'roots', 'Read-CertificateStore', { ...own, StoreName: 'Root' }, machine.fqdn],
  ];
  for (const [path, part, cmdlet, parameters, computer] of exported) {
    const records = await ask(connection, cmdlet, parameters);
    if (records === null) continue;
    files.push({
      path: `${name}/${path}`,
      content: clixmlExport(records, computer),
      tells: [[name, part]],
    });
  }
  if (isRead(readings.events))
    files.push({ path: `${name}/Application.evtx`, content: evtxLog(machine), tells: [[name, 'events']] });
  return files;
}

type Exported = readonly [
  path: string,
  part: keyof ServerReadings,
  cmdlet: ReadCmdletName,
  parameters: CmdletParameters,
  computer?: string,
];

const rule = 'System.Security.AccessControl.CryptoKeyAccessRule';
/** Printed of every certificate, and cut by the shell. */
const keyRights = ['AccessRules', `{${rule}, ${rule}...}`] as const;

async function pastedServer({ connection, readings, machine }: SavedServer): Promise<MixtureFile[]> {
  const { name } = readings;
  const files: MixtureFile[] = [];
  const paste = async (
    path: string,
    parts: readonly (keyof ServerReadings)[],
    printed: readonly Pasted[],
  ): Promise<void> => {
    const texts: string[] = [];
    for (const { command, cmdlet, parameters } of printed) {
      const records = await ask(connection, cmdlet, parameters);
      if (records === null) continue;
      const more = cmdlet === 'Get-ExchangeCertificate' ? [keyRights] : [];
      const rows = records.map((record) => new Map([...more, ...printedRows(record)]));
      const style = { width: 120, breaks: 'at-blanks', trimmed: false } as const;
      texts.push(`[PS] C:\\>${command} | fl *`, renderList(rows, style));
    }
    const tells = parts.map((part): Told => [name, part]);
    if (texts.length > 0) files.push({ path: `${name}/${path}`, content: texts.join('\r\n'), tells });
  };
  const named = { Server: name };
  await paste(
    'certificates.txt',
    ['certificates'],
    [
      {
        command: `Get-ExchangeCertificate -Server ${name}`,
        cmdlet: 'Get-ExchangeCertificate',
        parameters: named,
      },
    ],
  );
  const certificates = readOrNull(readings.certificates);
  if (certificates !== null)
    files.push({
      path: `${name}/public-parts.pem`,
      content: pemFile(certificates),
      tells: [[name, 'certificates']],
    });
  await paste(
    'queues.txt',
    ['queues'],
    [{ command: `Get-Queue -Server ${name}`, cmdlet: 'Get-Queue', parameters: named }],
  );
  await paste(
    'settings.txt',
    ['transportService', 'smtpSendLogLevel', 'popImap'],
    [
      {
        command: `Get-TransportService ${name}`,
        cmdlet: 'Get-TransportService',
        parameters: { Identity: name },
      },
      { command: `Get-PopSettings -Server ${name}`, cmdlet: 'Get-PopSettings', parameters: named },
      { command: `Get-ImapSettings -Server ${name}`, cmdlet: 'Get-ImapSettings', parameters: named },
      {
        command: `Get-EventLogLevel ${name}\\MSExchangeTransport\\SmtpSend`,
        cmdlet: 'Get-EventLogLevel',
        parameters: { Identity: `${name}\\MSExchangeTransport\\SmtpSend` },
      },
    ],
  );
  if (isRead(readings.events))
    files.push({ path: `${name}/Application.xml`, content: xmlLog(machine), tells: [[name, 'events']] });
  return files;
}

interface Pasted {
  readonly command: string;
  readonly cmdlet: ReadCmdletName;
  readonly parameters: CmdletParameters;
}

function protocolLogs({ readings, machine }: SavedServer): readonly MixtureFile[] {
  const logs = (direction: SessionState['direction'], sessions: readonly SessionState[], may: boolean) =>
    (may ? protocolLogFiles(direction, sessions) : []).map((file) => ({
      path: `${machine.name}/Smtp${direction}/${file.name}`,
      content: file.text,
      tells: [[machine.name, direction === 'Send' ? 'sendSessions' : 'receiveSessions'] as const],
    }));
  return [
    ...logs('Send', machine.sendSessions, isRead(readings.sendSessions)),
    ...logs('Receive', machine.receiveSessions, isRead(readings.receiveSessions)),
  ];
}

async function ask(
  connection: ExchangeConnection,
  cmdlet: ReadCmdletName,
  parameters: CmdletParameters,
): Promise<readonly PlainObject[] | null> {
  const answer = await connection.run(cmdlet, parameters);
  return answer.failure === null ? answer.records : null;
}
