import type { ExchangeCertificate, StoreCertificate } from '../../domain/certificate.ts';
import type { ReceiveConnector, SendConnector } from '../../domain/connector.ts';
import type { Queue } from '../../domain/queue.ts';
import type { Known, Origin } from '../../domain/reading.ts';
import type { SmtpSession } from '../../domain/smtp-session.ts';
import type {
  AuthConfig,
  Contradiction,
  EdgeSubscription,
  ExchangeServer,
  FederationTrust,
  HybridConfiguration,
  IisBinding,
  PopImapSettings,
  Snapshot,
  SourceGap,
  TransportService,
} from '../../domain/snapshot.ts';
import type { TransportEvent } from '../../domain/transport-event.ts';
import type { MachineStore } from '../../exchange/shapes/store-certificate.ts';

/** The formats of `rootcause inspect`. */
export type FileFormat =
  | 'clixml'
  | 'evtx'
  | 'event-xml'
  | 'smtp-log'
  | 'format-list'
  | 'snapshot'
  | 'certificate'
  | 'unknown';

/** A fact whose own type has no room for the server it was read from. */
export interface Placed<T> {
  readonly value: T;
  /** As the source names it; null when it does not. */
  readonly server: Known<string>;
  readonly origin: Origin;
}

/** Everything of one file that Rootcause understands. */
export interface Found {
  /** Rows of LocalMachine\My; `server` inside is null when the file does not name it. */
  readonly certificates: readonly ExchangeCertificate[];
  /** Certificates of other stores, as Get-ChildItem Cert:\ lists them. */
  readonly storeCertificates: readonly (Placed<StoreCertificate> & { readonly store: Known<MachineStore> })[];
  /** Certificate files: bytes without a server. */
  readonly looseCertificates: readonly Placed<StoreCertificate>[];
  readonly sendConnectors: readonly SendConnector[];
  readonly receiveConnectors: readonly ReceiveConnector[];
  readonly authConfigs: readonly Placed<AuthConfig>[];
  readonly hybridConfigurations: readonly Placed<HybridConfiguration>[];
  readonly exchangeServers: readonly Placed<ExchangeServer>[];
  readonly transportServices: readonly Placed<TransportService>[];
  readonly popImapSettings: readonly Placed<PopImapSettings>[];
  readonly queues: readonly Queue[];
  readonly federationTrusts: readonly Placed<FederationTrust>[];
  readonly edgeSubscriptions: readonly Placed<EdgeSubscription>[];
  readonly smtpSendLogLevels: readonly Placed<string>[];
  readonly iisBindings: readonly Placed<IisBinding>[];
  readonly events: readonly TransportEvent[];
  /** Computers whose records an event log holds, wanted or not: of these a list without events is an answer. */
  readonly eventComputers: readonly string[];
  /** Time of the oldest record of an event log that was saved as a whole; earlier days are unknown. */
  readonly eventLogBegins: Known<string>;
  readonly sendSessions: readonly Placed<SmtpSession>[];
  readonly receiveSessions: readonly Placed<SmtpSession>[];
  /** A snapshot that was saved before. */
  readonly snapshot: Snapshot | null;
}

export const nothingFound: Found = {
  certificates: [],
  storeCertificates: [],
  looseCertificates: [],
  sendConnectors: [],
  receiveConnectors: [],
  authConfigs: [],
  hybridConfigurations: [],
  exchangeServers: [],
  transportServices: [],
  popImapSettings: [],
  queues: [],
  federationTrusts: [],
  edgeSubscriptions: [],
  smtpSendLogLevels: [],
  iisBindings: [],
  events: [],
  eventComputers: [],
  eventLogBegins: null,
  sendSessions: [],
  receiveSessions: [],
  snapshot: null,
};

/** What a format's reader tells of one file. */
export interface FileReading {
  /** A kind of `rootcause inspect`: what the file is about. */
  readonly kind: string;
  readonly encoding: Known<string>;
  /** ISO, UTC, when the content itself says when it was true; never the time of the file. */
  readonly at: Known<string>;
  /** The server that answered, when all records name the same one (PSComputerName); a session may have been proxied. */
  readonly answeredBy: Known<string>;
  /** Records of the file, understood or not. */
  readonly records: number;
  readonly found: Found;
  /** Records of no kind we read, by type name; together with `found` they are all the records there are. */
  readonly objects: Readonly<Record<string, number>>;
  readonly notRead: readonly SourceGap[];
  readonly complete: boolean;
  readonly contradictions: readonly Contradiction[];
}

/** One file as `inspect` prints it and `assembleSnapshot` joins it. */
export interface SavedFile extends FileReading {
  readonly path: string;
  readonly format: FileFormat;
  /** `notRead` is the sum of the counts of the gaps that cost something. */
  readonly counts: { readonly records: number; readonly notRead: number };
}

export const nothingRead: FileReading = {
  kind: 'unknown',
  encoding: null,
  at: null,
  answeredBy: null,
  records: 0,
  found: nothingFound,
  objects: {},
  notRead: [],
  complete: true,
  contradictions: [],
};

export function savedFile(path: string, format: FileFormat, reading: FileReading): SavedFile {
  const notRead = reading.notRead.reduce((sum, gap) => sum + (gap.kept === true ? 0 : gap.count), 0);
  return { path, format, ...reading, counts: { records: reading.records, notRead } };
}
