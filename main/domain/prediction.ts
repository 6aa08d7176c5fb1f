import type { Known, Origin } from './reading.ts';

/** Which name Exchange searches by (exchange.md 4.1). */
export type NameSource = 'tls-certificate-name' | 'connector-fqdn' | 'server-fqdn';

/** Why a candidate was filtered out or lost; one closed list so that every reason has its words. */
export type CandidateReason =
  | 'selected-pinned'
  | 'selected-newest-valid'
  | 'selected-revocation-not-checked'
  | 'selected-expired'
  | 'selected-self-signed'
  | 'not-the-pinned-name'
  | 'name-does-not-match'
  | 'matches-by-wildcard-only'
  | 'no-private-key'
  | 'not-version-3'
  | 'key-algorithm-not-supported'
  | 'key-too-short'
  | 'key-usage'
  | 'extended-key-usage'
  | 'request-pending'
  | 'unreadable'
  | 'untrusted-on-this-server'
  | 'revoked'
  | 'chain-error'
  | 'not-yet-valid'
  | 'expired'
  | 'older'
  | 'revocation-not-checked'
  | 'self-signed'
  | 'later-in-store';

export interface Candidate {
  readonly thumbprint: string;
  readonly outcome: 'selected' | 'lost' | 'filtered';
  readonly reason: CandidateReason;
  /** Whether the server itself believes the chain, as far as it could be told. */
  readonly localTrust: LocalTrust;
}

export type LocalTrust =
  | 'valid'
  | 'self-signed'
  | 'untrusted'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'revocation-unknown'
  | 'error'
  | 'not-known';

/** One step of the search with what it found; `observed` steps are not documented by Microsoft (exchange.md 4.3 [RE]). */
export interface SelectionStep {
  readonly step: 'starttls' | 'pin' | 'name' | 'exact' | 'wildcard' | 'filter' | 'order' | 'walk';
  readonly basis: 'documented' | 'observed';
  readonly matches: number;
}

/** What the prediction rests on without having been seen. */
export type SelectionAssumption =
  | 'order-is-observed-not-documented'
  | 'local-trust-not-read'
  | 'private-key-not-read'
  | 'source-servers-not-read'
  | 'server-fqdn-not-read'
  | 'ignore-starttls-not-read'
  | 'pin-not-read'
  | 'expired-newest-may-end-the-search'
  | 'elliptic-curve-keys-are-dropped'
  | 'store-order-not-known'
  | 'front-end-proxy';

export interface Proof {
  readonly status: 'agrees' | 'disagrees' | 'no-evidence';
  readonly thumbprint: Known<string>;
  readonly session: Known<string>;
  readonly from: Known<Origin>;
  readonly at: Known<string>;
}

/** Which certificate one server will present for one connector, every step, and the reason each other one lost. */
export interface Prediction {
  readonly server: string;
  readonly connector: string;
  readonly connectorType: 'send' | 'receive';
  readonly toExchangeOnline: boolean;
  readonly nameUsed: Known<string>;
  readonly nameFrom: Known<NameSource>;
  /** Null when no certificate is presented, or when it cannot be told (`status`). */
  readonly winner: Known<string>;
  readonly status: 'predicted' | 'uncertain' | 'none' | 'no-starttls' | 'cannot-tell';
  /** The other possible winner when two readings of the rules differ (decision 11). */
  readonly alternative: Known<string>;
  readonly candidates: readonly Candidate[];
  readonly steps: readonly SelectionStep[];
  readonly proof: Proof;
  readonly assumptions: readonly SelectionAssumption[];
}
