/** What one protocol log may cost; every figure can be tightened by the caller. */
export interface SmtpLogLimits {
  /** Bytes read of the file; the rest is reported. */
  readonly bytes: number;
  /** Bytes of one row, quoted line breaks included; the row is cut there and reported. */
  readonly rowBytes: number;
  /** Sessions in progress at once; the oldest is ended early and reported. */
  readonly openSessions: number;
  /** Ended sessions of which rows are missing, and which wait for them before they are handed out. */
  readonly lingeringSessions: number;
  /** Sessions in the result; above it, those without certificate, TLS error or rejection go first, then the oldest. */
  readonly keptSessions: number;
  /** Characters of text held by the sessions in the result, shared texts counted once for each session. */
  readonly keptCharacters: number;
  /** Milliseconds of `now`; without a clock there is no such limit. */
  readonly milliseconds: number;
}

export const smtpLogLimits: SmtpLogLimits = {
  bytes: 512 * 1024 * 1024,
  rowBytes: 1024 * 1024,
  openSessions: 20_000,
  lingeringSessions: 4096,
  keptSessions: 200_000,
  keptCharacters: 128 * 1024 * 1024,
  milliseconds: 60_000,
};

/** Longest reply kept; RFC 5321 section 4.5.3.1.5 allows 512 octets for a line, a reply may have several. */
export const maxReplyCharacters = 4096;
/** Longest list of certificate values understood; a certificate with 4,000 names fits. */
export const maxCertificateCharacters = 128 * 1024;
/** Connector names, endpoints, session ids: longer ones are cut. */
export const maxFieldCharacters = 1024;
