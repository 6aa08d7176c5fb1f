import type { Finding, NotJudged, TextValues } from './finding.ts';
import type { LocalTrust, Prediction } from './prediction.ts';
import type { Origin } from './reading.ts';
import type { Snapshot } from './snapshot.ts';

export type VerdictStatus = 'problem' | 'risk' | 'no-problem-found' | 'cannot-tell';

export interface Verdict {
  readonly status: VerdictStatus;
  /** The finding that decides, or null. */
  readonly rule: string | null;
  /** Index of the deciding finding in `findings`, or null. */
  readonly finding: number | null;
  /** Names the sentence of the headline. */
  readonly headline: string;
  readonly values: TextValues;
}

export type TrustAnswer = 'trusted' | 'not-trusted' | 'cannot-tell';

export interface TrustReason {
  readonly code: string;
  /** The certificate the rule failed on, or null. */
  readonly certificate: string | null;
  readonly detail: string | null;
}

/** One store's opinion of one certificate, with the basis it rests on. */
export interface StoreOpinion {
  readonly answer: TrustAnswer;
  /** `path`: a complete chain was checked. `witness`: no chain at hand, signs in the certificate decide. */
  readonly basis: 'path' | 'witness' | 'none';
  readonly reasons: readonly TrustReason[];
  /** Thumbprints from the certificate to the root. */
  readonly path: readonly string[];
  readonly witnesses: readonly string[];
}

/** What Exchange Online was seen to do with this certificate in a protocol log; outranks any list (decision 10). */
export interface ObservedOutcome {
  readonly outcome: 'accepted' | 'refused';
  readonly from: Origin;
  readonly at: string | null;
}

export interface CertificateTrust {
  readonly thumbprint: string;
  readonly sha256: string | null;
  readonly microsoft: StoreOpinion;
  readonly mozilla: StoreOpinion;
  readonly observed: ObservedOutcome | null;
  /** What each server that holds it says of it. */
  readonly servers: readonly { readonly server: string; readonly opinion: LocalTrust }[];
}

export interface TrustListInfo {
  readonly id: string;
  readonly dated: string | null;
  readonly source: string;
}

/** Everything the program says about a snapshot; plain data, the same for window, paper and command line. */
export interface Diagnosis {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly selection: readonly Prediction[];
  readonly trust: readonly CertificateTrust[];
  readonly notJudged: readonly NotJudged[];
  readonly trustLists: readonly TrustListInfo[];
  /** ISO time for which it was judged. */
  readonly judgedAt: string;
  readonly snapshot: Snapshot;
}
