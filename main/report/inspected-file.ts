import type { CertificateFacts, ExchangeCertificate } from '../domain/certificate.ts';
import type { Connector } from '../domain/connector.ts';
import type { Queue } from '../domain/queue.ts';
import type { SmtpSession } from '../domain/smtp-session.ts';
import type { SourceGap } from '../domain/snapshot.ts';
import type { TransportEvent } from '../domain/transport-event.ts';

/** One file as `rootcause inspect` shows it. */
export interface InspectedFile {
  readonly path: string;
  readonly format: string;
  readonly kind: string;
  readonly encoding: string | null;
  readonly counts: { readonly records: number; readonly notRead: number };
  readonly complete: boolean;
  readonly notRead: readonly SourceGap[];
  readonly certificates: readonly ExchangeCertificate[];
  /** Certificates of certificate files and of other stores: nothing of them is Exchange's. */
  readonly otherCertificates: readonly CertificateFacts[];
  readonly connectors: readonly Connector[];
  readonly events: readonly TransportEvent[];
  readonly sessions: readonly SmtpSession[];
  readonly queues: readonly Queue[];
  readonly objects: Readonly<Record<string, number>>;
  /** Single objects that have no list of their own in `cli.md`: Auth configuration, servers and their like. */
  readonly others: Readonly<Record<string, readonly unknown[]>>;
}
