import type { Known, Origin } from './reading.ts';
import type { SmtpReply } from './reply.ts';

/** A certificate as a protocol log prints it; every field may have been redacted or cut by the log. */
export interface LoggedCertificate {
  readonly thumbprint: Known<string>;
  readonly subject: Known<string>;
  readonly issuer: Known<string>;
  readonly serialNumber: Known<string>;
  readonly notBefore: Known<string>;
  readonly notAfter: Known<string>;
  readonly names: readonly string[];
}

/** One session of an SMTP protocol log: which certificate was really offered, and how it ended. */
export interface SmtpSession {
  readonly id: string;
  readonly direction: 'send' | 'receive';
  readonly connector: Known<string>;
  /** ISO, UTC. */
  readonly started: Known<string>;
  readonly local: Known<string>;
  readonly remote: Known<string>;
  readonly tlsProtocol: Known<string>;
  /** For example NoCredentials, UnknownCredentials, SocketError. */
  readonly tlsError: Known<string>;
  readonly sentCertificate: Known<LoggedCertificate>;
  readonly receivedCertificate: Known<LoggedCertificate>;
  /** The reply that ended the session's purpose, or null when none refused it. */
  readonly rejection: Known<SmtpReply>;
  /** Whether the receiver took at least one message (a positive reply after its content); null when the log cannot tell. */
  readonly messageTaken: Known<boolean>;
  readonly rows: number;
  readonly origin: Origin;
}
