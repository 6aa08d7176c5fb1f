import type { CmdletName } from './cmdlets.ts';
import type { PlainInput, PlainObject } from './plain.ts';

/** One way through the door to one server; PowerShell and the practice organisation both implement it. */
export interface ExchangeConnection {
  /** The server this connection was opened to, as the administrator named it. */
  readonly server: string;
  /**
   * Runs one cmdlet of the table with bound parameters. Never rejects for what the server said:
   * a refusal is an answer with `failure`. Rejects only when the caller broke the contract.
   */
  run(cmdlet: CmdletName, parameters: CmdletParameters): Promise<CmdletAnswer>;
  close(): Promise<void>;
}

export type CmdletParameters = Readonly<Record<string, PlainInput>>;

export interface CmdletAnswer {
  readonly records: readonly PlainObject[];
  readonly warnings: readonly string[];
  /** Null when the cmdlet ended without an error. */
  readonly failure: CmdletFailure | null;
  /** The server that really answered; a session may have been proxied (exchange.md 7.6). */
  readonly answeredBy: string | null;
  /** ISO, UTC. */
  readonly at: string;
}

export interface CmdletFailure {
  /** Matched on the error id first and on text last (exchange.md 7.7). */
  readonly code: 'access-denied' | 'cmdlet-not-available' | 'parameter-not-available' | 'failed';
  /** FullyQualifiedErrorId, or null. */
  readonly errorId: string | null;
  /** What the server said; untrusted text. */
  readonly message: string;
}
