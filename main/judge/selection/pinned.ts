import type { TlsCertificateName } from '../../domain/connector.ts';
import type { Candidate, CandidateReason } from '../../domain/prediction.ts';
import { matchesTlsCertificateName } from '../../domain/tls-certificate-name.ts';
import type { Contender } from './walk.ts';

export interface PinnedSelection {
  readonly winner: Contender | null;
  /** A second valid certificate with the same issuer and subject: which one comes first is store order. */
  readonly rival: Contender | null;
  readonly candidates: readonly Candidate[];
  readonly matches: number;
}

/**
 * Selection by TlsCertificateName (exchange.md 4.3 step 1): issuer and subject decide, only locally valid
 * certificates count, the key and the names are not looked at, and the list is not sorted.
 */
export function selectPinned(all: readonly Contender[], pin: TlsCertificateName): PinnedSelection {
  const matching = all.filter((c) => isNamed(c, pin));
  const valid = matching.filter((c) => invalidReason(c) === null);
  const winner = valid[0] ?? null;
  return {
    winner,
    rival: valid[1] ?? null,
    matches: matching.length,
    candidates: all.map((contender) => ({
      thumbprint: contender.certificate.thumbprint,
      localTrust: contender.trust,
      ...outcome(contender, winner, pin),
    })),
  };
}

function outcome(
  contender: Contender,
  winner: Contender | null,
  pin: TlsCertificateName,
): Pick<Candidate, 'outcome' | 'reason'> {
  if (contender === winner) return { outcome: 'selected', reason: 'selected-pinned' };
  if (!isNamed(contender, pin)) return { outcome: 'filtered', reason: 'not-the-pinned-name' };
  return { outcome: 'lost', reason: invalidReason(contender) ?? 'later-in-store' };
}

function isNamed({ certificate }: Contender, pin: TlsCertificateName): boolean {
  if (certificate.issuer === null || certificate.subject === null) return false;
  return matchesTlsCertificateName({ issuer: certificate.issuer, subject: certificate.subject }, pin);
}

function invalidReason({ certificate, trust }: Contender): CandidateReason | null {
  switch (trust) {
    case 'self-signed':
      return certificate.status === 'Untrusted' ? 'untrusted-on-this-server' : null;
    case 'valid':
    case 'not-known':
    case 'revocation-unknown':
      return null;
    case 'untrusted':
      return 'untrusted-on-this-server';
    case 'expired':
      return 'expired';
    case 'not-yet-valid':
      return 'not-yet-valid';
    case 'revoked':
      return 'revoked';
    case 'error':
      return 'chain-error';
  }
}
