import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { CandidateReason, LocalTrust } from '../../domain/prediction.ts';

/** A certificate that passed every filter, with the server's own opinion of its chain. */
export interface Contender {
  readonly certificate: ExchangeCertificate;
  readonly trust: LocalTrust;
}

export interface WalkResult {
  readonly winner: Contender | null;
  readonly reason: CandidateReason;
}

/** Newest "valid from" first; certificates without a date last, in listed order (exchange.md 4.2 step 9, 4.3 step 5). */
export function newestFirst(contenders: readonly Contender[]): readonly Contender[] {
  const start = (c: Contender): number =>
    c.certificate.notBefore === null ? Number.NEGATIVE_INFINITY : Date.parse(c.certificate.notBefore);
  return [...contenders].sort((a, b) => start(b) - start(a) || 0);
}

/**
 * The walk of the examined 2013-era build, step by step (exchange.md 4.3 step 6 [RE]): it ends at the first
 * expired certificate, even where an older one is still valid.
 */
export function literalWalk(sorted: readonly Contender[]): WalkResult {
  let selfSigned: Contender | null = null;
  let doubtful: Contender | null = null;
  for (const contender of sorted) {
    switch (contender.trust) {
      case 'valid':
      case 'not-known':
        return { winner: contender, reason: 'selected-newest-valid' };
      case 'self-signed':
        selfSigned ??= contender;
        break;
      case 'revocation-unknown':
        doubtful ??= contender;
        break;
      case 'expired':
        return endedByExpired(contender, doubtful, selfSigned);
      case 'untrusted':
      case 'not-yet-valid':
      case 'revoked':
      case 'error':
        break;
    }
  }
  return leftOver(doubtful, selfSigned, null);
}

/** The documented reading (exchange.md 4.2 step 9): the first *valid* PKI certificate, else the first self-signed one. */
export function documentedWalk(sorted: readonly Contender[]): WalkResult {
  const first = (...trusts: readonly LocalTrust[]): Contender | null =>
    sorted.find((c) => trusts.includes(c.trust)) ?? null;
  const valid = first('valid', 'not-known');
  if (valid !== null) return { winner: valid, reason: 'selected-newest-valid' };
  return leftOver(first('revocation-unknown'), first('self-signed'), first('expired'));
}

function endedByExpired(
  expired: Contender,
  doubtful: Contender | null,
  selfSigned: Contender | null,
): WalkResult {
  if (doubtful !== null) return { winner: doubtful, reason: 'selected-revocation-not-checked' };
  if (expired.certificate.selfSigned !== true) return { winner: expired, reason: 'selected-expired' };
  if (selfSigned !== null) return { winner: selfSigned, reason: 'selected-self-signed' };
  return { winner: expired, reason: 'selected-expired' };
}

function leftOver(
  doubtful: Contender | null,
  selfSigned: Contender | null,
  expired: Contender | null,
): WalkResult {
  if (doubtful !== null) return { winner: doubtful, reason: 'selected-revocation-not-checked' };
  if (selfSigned !== null) return { winner: selfSigned, reason: 'selected-self-signed' };
  return { winner: expired, reason: 'selected-expired' };
}

/** Why a contender that is not the winner lost. */
export function lossReason(contender: Contender, winner: Contender | null): CandidateReason {
  switch (contender.trust) {
    case 'untrusted':
      return 'untrusted-on-this-server';
    case 'revoked':
      return 'revoked';
    case 'error':
      return 'chain-error';
    case 'not-yet-valid':
      return 'not-yet-valid';
    case 'expired':
      return 'expired';
    case 'self-signed':
      return winner?.trust === 'self-signed' ? 'older' : 'self-signed';
    case 'revocation-unknown':
      return winner?.trust === 'revocation-unknown' ? 'older' : 'revocation-not-checked';
    case 'valid':
    case 'not-known':
      return 'older';
  }
}
