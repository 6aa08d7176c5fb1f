import type { ExchangeCertificate, StoreCertificate } from './certificate.ts';
import type { ReceiveConnector, SendConnector, TlsCertificateNameField } from './connector.ts';
import type { Queue } from './queue.ts';
import type { Known, NotReadReason, Origin, Reading } from './reading.ts';
import type { SmtpSession } from './smtp-session.ts';
import type { TransportEvent } from './transport-event.ts';

/**
 * Everything that was seen, and everything that could not be seen, at one moment; the only thing `judge` looks at.
 * Plain data: it can be saved and judged again a year later without a server.
 */
export interface Snapshot {
  readonly format: 'rootcause-snapshot';
  readonly version: 1;
  readonly organisation: OrganisationReadings;
  /** One entry for each server of which anything is known. */
  readonly servers: readonly ServerReadings[];
  readonly sources: readonly SnapshotSource[];
  /** Two sources that say different things of the same subject; both are kept, neither is averaged away. */
  readonly contradictions: readonly Contradiction[];
}

export interface Contradiction {
  /** The field in question, for example `services`. */
  readonly what: string;
  /** A thumbprint, a connector's name, or a server's name. */
  readonly subject: string;
  readonly values: readonly { readonly text: string; readonly origin: Origin }[];
}

/** Objects that live in Active Directory and are the same on every server. */
export interface OrganisationReadings {
  readonly exchangeServers: Reading<readonly ExchangeServer[]>;
  readonly sendConnectors: Reading<readonly SendConnector[]>;
  readonly receiveConnectors: Reading<readonly ReceiveConnector[]>;
  readonly authConfig: Reading<AuthConfig>;
  /** `read: null` means that the organisation has no hybrid configuration. */
  readonly hybridConfiguration: Reading<HybridConfiguration | null>;
  readonly federationTrusts: Reading<readonly FederationTrust[]>;
  readonly edgeSubscriptions: Reading<readonly EdgeSubscription[]>;
}

export interface ServerReadings {
  /** NetBIOS name in the spelling first seen, for example `EX01`. */
  readonly name: string;
  readonly fqdn: Known<string>;
  /** LocalMachine\My as Get-ExchangeCertificate lists it. */
  readonly certificates: Reading<readonly ExchangeCertificate[]>;
  /** LocalMachine\CA and \Root; need the second channel or a bundle. */
  readonly intermediates: Reading<readonly StoreCertificate[]>;
  readonly roots: Reading<readonly StoreCertificate[]>;
  readonly transportService: Reading<TransportService>;
  readonly popImap: Reading<PopImapSettings>;
  readonly queues: Reading<readonly Queue[]>;
  readonly events: Reading<EventLog>;
  /** Diagnostic level of MSExchangeTransport\SmtpSend: Lowest, Low, Medium, High, Expert. */
  readonly smtpSendLogLevel: Reading<string>;
  readonly sendSessions: Reading<readonly SmtpSession[]>;
  readonly receiveSessions: Reading<readonly SmtpSession[]>;
  readonly iisBindings: Reading<readonly IisBinding[]>;
  /** DisableRootAutoUpdate under SystemCertificates\AuthRoot (exchange.md 9.4). */
  readonly rootAutoUpdateDisabled: Reading<boolean>;
}

/** One file, or one live server, that was opened; `notRead` lists what of it could not be understood. */
export interface SnapshotSource {
  readonly path: string;
  /** A kind of `cli.md`, for example `exchange-certificates`, or `live` or `practice`. */
  readonly kind: string;
  readonly at: string | null;
  /** False when the source ended early or a part was damaged: no verdict "no problem found" may rest on it. */
  readonly complete: boolean;
  readonly notRead: readonly SourceGap[];
}

export interface SourceGap {
  readonly reason: NotReadReason;
  readonly count: number;
  readonly where?: string;
  /** True when what it is about was read all the same: worth telling, not counted as unread. */
  readonly kept?: true;
}

export interface ExchangeServer {
  readonly name: string;
  readonly fqdn: Known<string>;
  /** Mailbox, Edge, ... as Exchange prints it. */
  readonly role: Known<string>;
  /** For example `Version 15.2 (Build 2562.17)`. */
  readonly version: Known<string>;
  readonly site: Known<string>;
}

export interface TransportService {
  readonly internalTransportCertificateThumbprint: Known<string>;
  readonly sendProtocolLogPath: Known<string>;
  /** Seconds; decides when a queued message is returned to its sender. */
  readonly messageExpirationSeconds: Known<number>;
}

export interface PopImapSettings {
  readonly popCertificateName: Known<string>;
  readonly imapCertificateName: Known<string>;
}

export interface AuthConfig {
  /** 40 upper-case hex digits; '' when read and empty. */
  readonly currentThumbprint: Known<string>;
  readonly previousThumbprint: Known<string>;
  readonly nextThumbprint: Known<string>;
  readonly nextEffectiveDate: Known<string>;
}

export interface HybridConfiguration {
  readonly tlsCertificateName: TlsCertificateNameField;
  readonly sendingTransportServers: Known<readonly string[]>;
  readonly receivingTransportServers: Known<readonly string[]>;
  readonly edgeTransportServers: Known<readonly string[]>;
  readonly onPremisesSmartHost: Known<string>;
  readonly domains: Known<readonly string[]>;
}

export interface FederationTrust {
  readonly name: string;
  readonly currentThumbprint: Known<string>;
  readonly previousThumbprint: Known<string>;
  readonly nextThumbprint: Known<string>;
}

export interface EdgeSubscription {
  readonly name: string;
  readonly site: Known<string>;
}

export interface IisBinding {
  /** `Default Web Site` or `Exchange Back End`. */
  readonly site: string;
  readonly port: number;
  readonly thumbprint: Known<string>;
}

export interface EventLog {
  readonly events: readonly TransportEvent[];
  /** Time of the oldest record of the whole log: nothing is known about earlier days. */
  readonly logBegins: Known<string>;
  /** Start of the period that was asked for. */
  readonly since: Known<string>;
}
