import type { CertificateWay } from './certificate-ways.ts';
import type { ConnectionFailure } from './failure/connection-failure.ts';
import type { HostEntry } from './invocation.ts';
import type { PlanWarning } from './plan/connection-plan.ts';
import type { MissingRight } from './rights.ts';

/** What is known of a connection beside its answers; null is unknown. */
export interface ConnectionReport {
  /** The server asked, as the administrator named it. */
  readonly server: string;
  readonly uri: string;
  /** The server that really answered, as far as an answer named it: a session may be passed on (exchange.md 7.6). */
  readonly answeredBy: string | null;
  readonly warnings: readonly PlanWarning[];
  /** Edition and version of the PowerShell on this side, for example `Desktop 5.1.20348.1`. */
  readonly powershell: string | null;
  readonly certificateWay: CertificateWay | null;
  /** Empty: the account may do everything we need. */
  readonly missing: readonly MissingRight[] | null;
  /** Why the machine itself could not be asked; null when it could, or was not. */
  readonly secondChannel: ConnectionFailure | null;
  /** Questions of the server, with our answers. A declined change shows here alone. */
  readonly questions: readonly HostEntry[];
  /** Warnings of the server, and what of its logs could not be read; untrusted text. */
  readonly notes: readonly string[];
  /** The last failure, also when a later try succeeded. */
  readonly failure: ConnectionFailure | null;
  /** Lines that came from the child beside the protocol. */
  readonly noiseLines: number;
}

export type MutableReport = { -readonly [K in keyof ConnectionReport]: ConnectionReport[K] };

export function emptyReport(server: string, uri: string, warnings: readonly PlanWarning[]): MutableReport {
  return {
    server,
    uri,
    answeredBy: null,
    warnings,
    powershell: null,
    certificateWay: null,
    missing: null,
    secondChannel: null,
    questions: [],
    notes: [],
    failure: null,
    noiseLines: 0,
  };
}
