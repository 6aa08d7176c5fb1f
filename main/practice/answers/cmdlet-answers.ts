import type { CmdletName } from '../../exchange/cmdlets.ts';
import type { CmdletParameters } from '../../exchange/connection.ts';
import type { Machine } from '../machine.ts';
import type { PracticeCertificate, PracticeWorld } from '../world.ts';
import { privateKeyAccess, storeCertificate } from './certificates.ts';
import { receiveConnectors, sendConnectors } from './connectors.ts';
import { getExchangeCertificate } from './get-exchange-certificate.ts';
import { getWinEvent } from './get-win-event.ts';
import { iisBinding, protocolLogSessions, queue, rootAutoUpdate } from './machine.ts';
import {
  authConfig,
  clientAccessSettings,
  edgeSubscriptions,
  eventLogLevel,
  exchangeServers,
  federationTrusts,
  hybridConfiguration,
  transportService,
} from './organisation.ts';
import { type Answer, serverPartOf, textOf, withMachine, withServer } from './targets.ts';

type Answerer = (world: PracticeWorld, given: CmdletParameters) => Answer;

/** What each cmdlet answers from the state of the world; the parameters have passed `checkParameters`. */
export const cmdletAnswers: Readonly<Record<CmdletName, Answerer>> = {
  'Get-ExchangeServer': ({ directory }) => exchangeServers(directory),
  'Get-ExchangeCertificate': getExchangeCertificate,
  'Get-SendConnector': ({ directory }, { Identity }) => sendConnectors(directory, textOf(Identity)),
  'Get-ReceiveConnector': ({ directory }, { Identity }) => receiveConnectors(directory, textOf(Identity)),
  'Get-AuthConfig': ({ directory }) => [authConfig(directory.authConfig)],
  'Get-HybridConfiguration': ({ directory }) => hybridConfiguration(directory.hybridConfiguration),
  'Get-FederationTrust': ({ directory }) => federationTrusts(directory),
  'Get-EdgeSubscription': ({ directory }) => edgeSubscriptions(directory),
  'Get-TransportService': (world, { Identity }) =>
    withServer(world, Identity, (server) => [transportService(server)]),
  'Get-PopSettings': (world, { Server }) =>
    withServer(world, Server, (server) => [clientAccessSettings('Pop3', server.popCertificateName)]),
  'Get-ImapSettings': (world, { Server }) =>
    withServer(world, Server, (server) => [clientAccessSettings('Imap4', server.imapCertificateName)]),
  'Get-Queue': (world, { Server }) =>
    withMachine(world, Server, (machine) => machine.queues.map((state) => queue(machine, state))),
  'Get-EventLogLevel': (world, { Identity }) =>
    withMachine(world, serverPartOf(textOf(Identity)), (machine) => [
      eventLogLevel(machine.name, machine.smtpSendLogLevel),
    ]),
  'Get-WinEvent': (world, given) =>
    withMachine(world, given['ComputerName'], (machine) => getWinEvent(machine, given)),
  'Read-CertificateStore': (world, { Server, StoreName }) =>
    withMachine(world, Server, (machine) => {
      const store = textOf(StoreName);
      return certificatesIn(machine, store).map((certificate) => storeCertificate(store, certificate));
    }),
  'Read-PrivateKeyAccess': (world, { Server }) =>
    withMachine(world, Server, (machine) => machine.personal.map(privateKeyAccess)),
  'Read-IisBinding': (world, { Server }) =>
    withMachine(world, Server, (machine) => machine.iisBindings.map(iisBinding)),
  'Read-RootAutoUpdate': (world, { Server }) =>
    withMachine(world, Server, (machine) => [rootAutoUpdate(machine)]),
  'Read-SmtpProtocolLog': (world, { Server, Direction, StartTime, MaxSessions }) =>
    withMachine(world, Server, (machine) =>
      protocolLogSessions(
        machine,
        Direction === 'Send' ? 'Send' : 'Receive',
        textOf(StartTime),
        Number(MaxSessions),
      ),
    ),
};

function certificatesIn(machine: Machine, store: string): readonly PracticeCertificate[] {
  switch (store) {
    case 'CA':
      return machine.intermediates;
    case 'Root':
      return machine.roots.map(({ certificate }) => certificate);
    default:
      return machine.personal.map(({ certificate }) => certificate);
  }
}
