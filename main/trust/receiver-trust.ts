import type { RootCaType } from '../domain/certificate.ts';
import type { ParsedCertificate } from './certificate.ts';
import { type PathReport, validateInPool } from './path.ts';
import type { TrustVerdict, ValidatedPath } from './path-judgement.ts';
import { isUnknownCode, isUnlistedCode, type PathReason } from './path-reasons.ts';
import { type ReceiverPool, receiverPool } from './receiver-pool.ts';
import { withStoreKnowledge } from './store-path.ts';
import type { TrustStore } from './stores.ts';
import { type Witness, witnesses } from './witnesses.ts';

export interface ReceiverContext {
  /** Whatever is known, from any server or file. An array that was passed once must not be changed afterwards. */
  readonly intermediates: readonly ParsedCertificate[];
  readonly store: TrustStore;
  /** Certificates a person added; they lend a listed root its key, and make no root trusted by themselves. */
  readonly extraRoots: readonly ParsedCertificate[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly rootCaType: RootCaType | null;
}

export interface ReceiverTrust {
  readonly verdict: TrustVerdict;
  /** What the verdict rests on: a path that was checked, or signs in the certificate ("likely"), or nothing. */
  readonly basis: 'path' | 'witness' | 'none';
  readonly reasons: readonly PathReason[];
  /** Broken rules for issuers that Windows does not enforce. */
  readonly notes: readonly PathReason[];
  /** Thumbprints, leaf first, of the best path. */
  readonly path: readonly string[];
  readonly witnesses: readonly Witness[];
}

/**
 * Whether a receiver that trusts `store` trusts this certificate of a mail server. A complete path decides; without one,
 * signs decide only where they all point the same way. Taking certificates away never turns "cannot tell" into "trusted"
 * by a path.
 */
export function judgeReceiverTrust(leaf: ParsedCertificate, context: ReceiverContext): ReceiverTrust {
  const pool = receiverPool(context.intermediates, context.extraRoots, context.store);
  const key = `${leaf.sha256} ${pool.paths.periodOf(leaf, context.at)} ${context.rootCaType}`;
  const known = pool.answers.get(key);
  if (known !== undefined) return known;
  const answer = judge(leaf, context, pool);
  pool.answers.set(key, answer);
  return answer;
}

function judge(leaf: ParsedCertificate, context: ReceiverContext, pool: ReceiverPool): ReceiverTrust {
  const found = validateInPool(leaf, pool.paths, { at: context.at, profile: 'windows' });
  const report = withStoreKnowledge(found, context.store);
  const best = report.paths[0] as ValidatedPath;
  const signs = witnesses(leaf, context);
  const answer = (verdict: TrustVerdict, basis: ReceiverTrust['basis']): ReceiverTrust => ({
    verdict,
    basis,
    reasons: best.reasons,
    notes: best.notes,
    path: best.certificates.map(({ thumbprint }) => thumbprint),
    witnesses: signs,
  });

  if (report.verdict === 'trusted') return answer('trusted', 'path');
  if (report.verdict === 'not-trusted' && !isOnlyUnlisted(best)) return answer('not-trusted', 'path');
  if (context.store.notAvailable !== null) return answer('cannot-tell', 'none');

  const isPublic = signs.some(({ says }) => says === 'public') || mayBeListed(report);
  const isPrivate = signs.some(({ says }) => says === 'private');
  if (report.verdict === 'not-trusted') {
    // The chain ends in a self-signed certificate that the store, as of its date, does not hold.
    if (isPublic) return answer('cannot-tell', 'none');
    return answer('not-trusted', leaf.selfIssued ? 'witness' : 'path');
  }
  if (isPrivate) return isPublic ? answer('cannot-tell', 'none') : answer('not-trusted', 'witness');
  // What Exchange says of the root is as old as the export and may mean any root that Windows trusts.
  const isLikely = signs.some(({ says, kind }) => says === 'public' && kind !== 'root-ca-type');
  return isLikely ? answer('trusted', 'witness') : answer('cannot-tell', 'none');
}

/** Nothing is wrong with the path but its end: faults of dates, strength or purpose need no second opinion. */
function isOnlyUnlisted({ complete, reasons }: ValidatedPath): boolean {
  return !complete && reasons.every(({ code }) => isUnlistedCode(code) || isUnknownCode(code));
}

function mayBeListed({ paths }: PathReport): boolean {
  return paths.some(({ reasons }) => reasons.some(({ code }) => code === 'listed-root-key-not-available'));
}
