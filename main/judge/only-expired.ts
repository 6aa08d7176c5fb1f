import type { StoreOpinion } from '../domain/diagnosis.ts';
import { isUnknownCode, type PathReasonCode } from '../trust/path-reasons.ts';
import type { Case } from './case.ts';

/** Signs that speak for a public issuer, or for either kind. */
const notPrivate = new Set(['sct', 'cabf-policy', 'root-ca-type']);

/**
 * True when Microsoft refuses the certificate for its dates and for nothing else that could be seen: a matter of renewal,
 * not of an untrusted issuer. Where the chain is not at hand, no sign may speak for a private issuer.
 */
export function isOnlyExpired(c: Case, thumbprint: string): boolean {
  const opinion = c.trust.of(thumbprint)?.microsoft;
  if (opinion?.answer !== 'not-trusted') return false;
  const seen = opinion.reasons.filter(({ code }) => !isUnknownCode(code as PathReasonCode));
  if (seen.length === 0 || seen.some(({ code }) => code !== 'expired')) return false;
  return isCompletePath(opinion) || opinion.witnesses.every((kind) => notPrivate.has(kind));
}

/** True when the opinion rests on a chain that was checked up to its end. */
export function isCompletePath({ basis, reasons }: StoreOpinion): boolean {
  return basis === 'path' && !reasons.some(({ code }) => isUnknownCode(code as PathReasonCode));
}
