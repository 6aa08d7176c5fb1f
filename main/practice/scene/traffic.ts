import type { Machine, QueueState, SessionState } from '../machine.ts';
import { randomBytes } from '../random.ts';
import type { PracticeCertificate } from '../world.ts';
import type { Scene } from './scene.ts';

export const smartHost = 'contoso-com.mail.protection.outlook.com';
const exchangeOnlineEndpoint = '203.0.113.10:25';

export const reply = {
  untrustedRoot: '454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied',
  channelRefused: '454 4.7.0 Failed to establish appropriate TLS channel: Access Denied',
  pinNotFound:
    '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.',
  timedOut: '421 4.4.1 Connection timed out',
} as const;

/** The queue's wrapper around what the other side said. */
export function primaryTargetResponded(inner: string): string {
  return (
    `451 4.4.0 Primary target IP address responded with: "${inner}." Attempted failover to alternate host, but that ` +
    'did not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts. ' +
    `The last endpoint attempted was ${exchangeOnlineEndpoint}.`
  );
}

/** The wrapper of newer builds; the parts that nobody reads are left empty. */
export function lastErrorDetails(inner: string): string {
  return `[{LED=${inner}};{MSG=};{FQDN=${smartHost}};{IP=203.0.113.10};{LHT=};{LRT=}]`;
}

export interface Conversation {
  readonly offered: PracticeCertificate | null;
  readonly refusal?: string;
  /** Why TLS did not come up, for example NoCredentials. */
  readonly tlsError?: string;
  /** True when this side hung up before STARTTLS. */
  readonly withoutTls?: boolean;
}

/** A session of 'Outbound to Office 365'. */
export function sendSession(scene: Scene, machine: Machine, at: string, told: Conversation): SessionState {
  const tls = told.tlsError === undefined && told.withoutTls !== true;
  return {
    id: sessionId(scene),
    direction: 'Send',
    connector: scene.outbound.name,
    started: at,
    localEndpoint: `${addressOf(scene, machine)}:${ephemeralPort(scene)}`,
    remoteEndpoint: exchangeOnlineEndpoint,
    clientName: scene.outbound.fqdn ?? machine.fqdn,
    serverName: 'AM0PR01FT001.mail.protection.outlook.com',
    offered: told.offered,
    received: tls ? scene.exchangeOnline : null,
    tlsProtocol: tls ? 'SP_PROT_TLS1_2_CLIENT' : null,
    tlsError: told.tlsError ?? null,
    refusal: told.refusal ?? null,
  };
}

/** Mail from Exchange Online, taken by the front end with the given certificate. */
export function receiveSession(
  scene: Scene,
  machine: Machine,
  at: string,
  offered: PracticeCertificate,
): SessionState {
  return {
    id: sessionId(scene),
    direction: 'Receive',
    connector: `${machine.name}\\Default Frontend ${machine.name}`,
    started: at,
    localEndpoint: `${addressOf(scene, machine)}:25`,
    remoteEndpoint: `203.0.113.20:${ephemeralPort(scene)}`,
    clientName: 'EUR05-AM6-obe.outbound.protection.outlook.com',
    serverName: machine.fqdn,
    offered,
    received: scene.exchangeOnline,
    tlsProtocol: 'SP_PROT_TLS1_2_SERVER',
    tlsError: null,
    refusal: null,
  };
}

/** Replaces the send log by one session for each of the given minutes (negative: the past), oldest first. */
export function logSending(
  scene: Scene,
  machine: Machine,
  minutes: readonly number[],
  told: Conversation,
): void {
  machine.sendSessions = minutes.map((offset) =>
    sendSession(scene, machine, scene.clock.minutes(offset), told),
  );
}

/** The queue to Exchange Online waits with this error. */
export function holdQueue(scene: Scene, machine: Machine, messageCount: number, lastError: string): void {
  machine.queues = machine.queues.map((queue) =>
    queue.nextHopConnector === scene.outbound.guid
      ? {
          ...queue,
          status: 'Retry',
          messageCount,
          lastError,
          lastRetryTime: scene.clock.minutes(-2),
          nextRetryTime: scene.clock.minutes(8),
        }
      : queue,
  );
}

export function deliveryQueue(scene: Scene): QueueState {
  return {
    ...submissionQueue(),
    id: '38',
    deliveryType: 'SmartHostConnectorDelivery',
    nextHopDomain: smartHost,
    nextHopConnector: scene.outbound.guid,
  };
}

/** A new one for each server: the state of a queue changes. */
export function submissionQueue(): QueueState {
  return {
    id: 'Submission',
    deliveryType: 'Undefined',
    status: 'Ready',
    messageCount: 0,
    nextHopDomain: 'Submission',
    nextHopConnector: '00000000-0000-0000-0000-000000000000',
    tlsDomain: null,
    lastError: null,
    lastRetryTime: null,
    nextRetryTime: null,
  };
}

function sessionId(scene: Scene): string {
  return `08DE${Buffer.from(randomBytes(scene.random, 6)).toString('hex').toUpperCase()}`;
}

function ephemeralPort(scene: Scene): number {
  return 40_000 + Math.floor(scene.random() * 20_000);
}

/** Documentation addresses (RFC 5737), one for each server. */
function addressOf(scene: Scene, machine: Machine): string {
  return `192.0.2.${5 + scene.machines.indexOf(machine)}`;
}
