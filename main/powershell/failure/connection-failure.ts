/** Why a server could not be read through PowerShell: the failures of exchange.md 7.7, then those on this side of the wire. */
export type ConnectionFailureId =
  | 'name-not-resolved'
  | 'cannot-connect'
  | 'connection-refused'
  | 'access-denied'
  | 'kerberos-failed'
  | 'authentication-not-accepted'
  | 'server-not-trusted'
  | 'basic-disabled-on-client'
  | 'http-forbidden'
  | 'http-unauthorised'
  | 'http-server-error'
  | 'answer-is-no-ws-management'
  | 'address-not-found'
  | 'redirected'
  | 'certificate-not-trusted'
  | 'certificate-name-mismatch'
  | 'certificate-revocation-unknown'
  | 'timed-out'
  | 'too-many-shells'
  | 'load-quota'
  | 'shell-handle-not-valid'
  | 'shell-lost'
  | 'scripts-disabled'
  | 'ws-management-not-supported'
  | 'connection-cut'
  | 'logon-failed'
  | 'kerberos-disabled-on-client'
  | 'no-powershell'
  | 'client-without-winrm'
  | 'shell-did-not-start'
  | 'shell-silent'
  | 'shell-ended'
  | 'language-mode'
  | 'answer-too-large'
  | 'answer-damaged'
  | 'given-up'
  | 'closed'
  | 'unknown';

/** What was being done when it failed: starting PowerShell here, opening a session there, or asking it something. */
export type ConnectionStage = 'start' | 'open' | 'run';

/** How the server was to be reached, as far as the administrator may see it; never a password. */
export interface Attempt {
  readonly server: string;
  /** The address asked; null for the second channel's own way. */
  readonly uri: string;
  readonly auth: string;
  /** Null: the signed-in user. */
  readonly user: string | null;
}

export interface ConnectionFailure {
  readonly id: ConnectionFailureId;
  readonly stage: ConnectionStage;
  readonly attempt: Attempt;
  /** The transport's number (a WinRM or Windows error code), for support. */
  readonly code: number | null;
  /** FullyQualifiedErrorId, or null. */
  readonly errorId: string | null;
  /** What the other side said, in its language; untrusted text of at most 2,000 characters. */
  readonly said: string | null;
}

/** Thrown where a server cannot be read; `message` is for logs and readings, the words for people are in `connect.failure`. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly failure: ConnectionFailure;

  constructor(failure: ConnectionFailure) {
    const { id, attempt, said } = failure;
    super(`${attempt.server}: ${id}${said === null ? '' : `: ${said}`}`);
    this.failure = failure;
  }
}
