import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { Connector } from '../domain/connector.ts';
import type { CertificateTrust, TrustAnswer } from '../domain/diagnosis.ts';
import { commonNameOf } from '../domain/distinguished-name.ts';
import type { Evidence, TextValues } from '../domain/finding.ts';
import type { Prediction } from '../domain/prediction.ts';
import type { Origin } from '../domain/reading.ts';
import { type Case, certificateOn, contenders, findServer } from './case.ts';
import { isCompletePath } from './only-expired.ts';
import type { Refusal } from './refusals.ts';

const nowhere: Origin = { source: '' };

/** How texts name a certificate: its subject's and issuer's common names, thumbprint and dates. */
export interface CertificateValues extends TextValues {
  readonly thumbprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export function certificateValues(certificate: ExchangeCertificate): CertificateValues {
  return {
    thumbprint: certificate.thumbprint,
    subject: shortName(certificate.subject) ?? certificate.names[0] ?? certificate.thumbprint,
    issuer: shortName(certificate.issuer) ?? '?',
    notBefore: certificate.notBefore ?? '?',
    notAfter: certificate.notAfter ?? '?',
  };
}

function shortName(name: string | null): string | null {
  return name === null ? null : (commonNameOf(name) ?? name);
}

export function refusalEvidence(refusal: Refusal): Evidence {
  return {
    key: refusal.text === '' ? 'tls-event' : `refused-${refusal.source}`,
    values: {
      server: refusal.server,
      connector: refusal.connector ?? '?',
      reply: refusal.text,
      event: refusal.eventId ?? 0,
      count: refusal.count,
      messages: refusal.messages ?? 0,
    },
    from: refusal.from,
    at: refusal.at,
  };
}

/** Which name Exchange searches by: the pin, the connector's Fqdn, or the server's own name. */
export function nameEvidence(connector: Connector, p: Prediction): Evidence {
  return {
    key: `name-${p.nameFrom ?? 'unknown'}`,
    values: { connector: connector.name, server: p.server, name: p.nameUsed ?? '?' },
    from: connector.origins[0] ?? nowhere,
    at: null,
  };
}

/** One line for each certificate that could have been chosen, with both opinions on it. */
export function contenderEvidence(c: Case, p: Prediction): readonly Evidence[] {
  return contenders(p).flatMap((thumbprint) => {
    const certificate = certificateOn(c, p.server, thumbprint);
    return certificate === null ? [] : [trustEvidence(c, certificate, p.server)];
  });
}

export function trustEvidence(c: Case, certificate: ExchangeCertificate, server: string): Evidence {
  const known = c.trust.of(certificate.thumbprint);
  const witnesses = known?.microsoft.witnesses ?? [];
  return {
    key: known === null ? 'certificate-cannot-tell' : trustKey(known, c.trust.microsoft(known.thumbprint)),
    values: { ...certificateValues(certificate), server, witnesses: witnesses.join(', ') },
    from: certificate.origins[0] ?? nowhere,
    at: findServer(c.snapshot, server)?.certificates.at ?? null,
  };
}

/** Says where the answer comes from: the log where it settles what the list does not, "chain checked" only of a whole chain. */
function trustKey({ microsoft: opinion, observed }: CertificateTrust, answer: TrustAnswer): string {
  if (observed !== null && answer !== opinion.answer) return `certificate-${observed.outcome}-in-log`;
  if (answer === 'cannot-tell') return 'certificate-cannot-tell';
  if (answer === 'not-trusted' && opinion.basis === 'path' && !isCompletePath(opinion))
    return 'certificate-not-trusted-part';
  return `certificate-${answer}-${opinion.basis}`;
}

/** Why the winner won. */
export function winnerEvidence(c: Case, p: Prediction): readonly Evidence[] {
  const reason = p.candidates.find((x) => x.outcome === 'selected')?.reason;
  const certificate = p.winner === null ? null : certificateOn(c, p.server, p.winner);
  if (reason === undefined || certificate === null) return [];
  return [
    {
      key: reason === 'selected-newest-valid' ? newestKey(p) : reason,
      values: { ...certificateValues(certificate), server: p.server, matches: contenders(p).length },
      from: { source: 'prediction' },
      at: null,
    },
  ];
}

/** "The newest" is meant among equals: an exact name outranks any wildcard, however new, and belief is said only if read. */
function newestKey({ candidates, assumptions }: Prediction): string {
  if (assumptions.includes('local-trust-not-read')) return 'selected-newest';
  return candidates.some((x) => x.reason === 'matches-by-wildcard-only')
    ? 'selected-exact-name'
    : 'selected-newest-valid';
}

export function proofEvidence(p: Prediction): readonly Evidence[] {
  if (p.proof.status === 'no-evidence' || p.proof.from === null) return [];
  return [
    {
      key: `proof-${p.proof.status}`,
      values: { server: p.server, session: p.proof.session ?? '?', thumbprint: p.proof.thumbprint ?? '?' },
      from: p.proof.from,
      at: p.proof.at,
    },
  ];
}
