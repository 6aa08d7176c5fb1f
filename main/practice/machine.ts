import type { PracticeCertificate } from './world.ts';

/** What one server holds itself: stores, keys, bindings, logs, queues. */
export interface Machine {
  readonly name: string;
  readonly fqdn: string;
  /** False for an Edge server: it is no member of the domain and takes no remote Exchange session. */
  readonly acceptsRemoteSessions: boolean;
  /** MSExchangeServiceHost, which answers for the certificate cmdlets; without it they fail with an RPC error. */
  serviceHostRunning: boolean;
  /** LocalMachine\My, in store order. */
  personal: PersonalEntry[];
  /** LocalMachine\CA. */
  intermediates: PracticeCertificate[];
  /** LocalMachine\Root. */
  roots: RootEntry[];
  /** Windows fetches a missing issuer for its own chain check; what Schannel sends comes from the stores alone. */
  fetchesIssuers: boolean;
  iisBindings: SiteBinding[];
  /** SYSTEM\..\AuthRoot DisableRootAutoUpdate; null when the registry value does not exist. */
  disableRootAutoUpdate: 0 | 1 | null;
  smtpSendLogLevel: 'Lowest' | 'Low' | 'Medium' | 'High' | 'Expert';
  /** The Application log, oldest record first; before the first one nothing is known. */
  events: EventState[];
  queues: QueueState[];
  sendSessions: SessionState[];
  receiveSessions: SessionState[];
}

export interface PersonalEntry {
  readonly certificate: PracticeCertificate;
  friendlyName: string;
  hasPrivateKey: boolean;
  exportable: boolean;
  /** An Allow entry with read for NETWORK SERVICE (S-1-5-20) on the private key; Exchange shows it as SMTP. */
  networkServiceCanRead: boolean;
}

/** How the root came into the store; RootCAType tells it. */
export type RootKind = 'third-party' | 'enterprise' | 'registry' | 'group-policy';

interface RootEntry {
  readonly certificate: PracticeCertificate;
  readonly kind: RootKind;
}

export interface SiteBinding {
  /** 1 is the Default Web Site, 2 the Exchange Back End. */
  readonly siteId: number;
  readonly site: string;
  readonly port: number;
  thumbprint: string | null;
}

export interface EventState {
  readonly recordId: number;
  readonly provider: string;
  readonly id: number;
  readonly level: 'error' | 'warning' | 'information';
  readonly time: string;
  /** Insertion strings %1, %2, ... */
  readonly data: readonly string[];
}

export interface QueueState {
  /** The part after the server's name: `38` or `Submission`. */
  readonly id: string;
  deliveryType: string;
  status: 'Active' | 'Ready' | 'Retry' | 'Suspended' | 'Connecting';
  messageCount: number;
  nextHopDomain: string;
  nextHopConnector: string;
  tlsDomain: string | null;
  lastError: string | null;
  lastRetryTime: string | null;
  nextRetryTime: string | null;
}

/** One SMTP session as the protocol log would tell it. */
export interface SessionState {
  /** 16 upper-case hex digits. */
  readonly id: string;
  readonly direction: 'Send' | 'Receive';
  readonly connector: string;
  readonly started: string;
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
  /** The name in EHLO, and the one in the banner. */
  readonly clientName: string;
  readonly serverName: string;
  /** What this server offered; in a send session that is the client certificate. */
  readonly offered: PracticeCertificate | null;
  readonly received: PracticeCertificate | null;
  /** For example `SP_PROT_TLS1_2_CLIENT` when TLS came up, else null. */
  readonly tlsProtocol: string | null;
  readonly tlsError: string | null;
  /** The reply that refused the mail, or null when it was taken. */
  readonly refusal: string | null;
}
