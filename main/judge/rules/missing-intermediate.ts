import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { StoreOpinion } from '../../domain/diagnosis.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { isRead } from '../../domain/reading.ts';
import type { ServerReadings } from '../../domain/snapshot.ts';
import { isUnlistedCode, type PathReasonCode } from '../../trust/path-reasons.ts';
import { describedAdvice, retryQueue } from '../advice.ts';
import {
  type Case,
  certificateOn,
  cloudConnectors,
  cloudPredictions,
  connectorNamed,
  findServer,
  presented,
} from '../case.ts';
import {
  certificateValues,
  nameEvidence,
  proofEvidence,
  refusalEvidence,
  trustEvidence,
} from '../evidence.ts';
import { isCompletePath } from '../only-expired.ts';
import { refusedFor } from '../refused-for.ts';
import type { Rule } from '../rule.ts';

/**
 * The presented certificate comes from a public authority, but the server cannot send the chain: Schannel sends only
 * intermediates it finds locally, and Exchange Online does not fetch them.
 */
export const missingIntermediate: Rule = {
  id: 'missing-intermediate',
  variants: ['refused', 'latent', 'suspected'],
  citation: {
    text: 'Exchange Online does not fetch intermediate certificates on demand; the sending server must deliver the whole chain.',
    url: 'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/fix-error-code-450-4-4-317-untrusted-root',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'certificates', 'certificateBytes', 'intermediates'],
  applies: (c) => cloudConnectors(c).length > 0,
  judge: (c) => cloudPredictions(c).flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const used = presented(p);
  const server = findServer(c.snapshot, p.server);
  const connector = connectorNamed(c, p.connector);
  if (used === null || server === null || connector === null) return [];
  const certificate = certificateOn(c, p.server, used.thumbprint);
  // Who is not trusted at all is another rule's matter; here the issuer is (or may be) a public one.
  if (certificate === null || c.trust.microsoft(used.thumbprint) === 'not-trusted') return [];
  const { all: refusals, current: refused } = refusedFor(c, p, 'untrusted-root');
  const gap = missingIssuer(c, server, certificate);
  if (gap === 'present' || (gap === 'not-known' && !refused)) return [];
  return [
    {
      rule: missingIntermediate.id,
      status: refused ? 'error' : 'warning',
      variant: gap === 'missing' ? (refused ? 'refused' : 'latent') : 'suspected',
      subject: { server: p.server, thumbprint: used.thumbprint, connector: p.connector },
      values: { ...certificateValues(certificate), server: p.server, connector: p.connector },
      evidence: [
        ...refusals.map((r) => refusalEvidence(r)),
        nameEvidence(connector, p),
        trustEvidence(c, certificate, p.server),
        ...(gap === 'missing'
          ? [
              {
                key: 'intermediate-not-in-store',
                values: { server: p.server, issuer: certificateValues(certificate).issuer },
                from: server.intermediates.from,
                at: server.intermediates.at,
              },
            ]
          : []),
        ...proofEvidence(p),
      ],
      advice: [
        describedAdvice('install-intermediate', { server: p.server, ...certificateValues(certificate) }),
        retryQueue(p.server),
      ],
    },
  ];
}

/** Whether the server holds every intermediate of the chain (LocalMachine\CA, or \Root for a directly issued one). */
function missingIssuer(
  c: Case,
  server: ServerReadings,
  certificate: ExchangeCertificate,
): 'missing' | 'present' | 'not-known' {
  const leaf = c.book.parsed(certificate);
  if (leaf === null || !isRead(server.intermediates)) return 'not-known';
  const roots = isRead(server.roots) ? server.roots.read : [];
  const local = c.book.parsedAll([...server.intermediates.read, ...roots]);
  const opinion = c.trust.of(certificate.thumbprint)?.microsoft;
  const path = opinion?.path ?? [];
  const known = new Set(local.map((x) => x.thumbprint));
  if (opinion === undefined || path.length < 2)
    return local.some((x) => x.subjectKey === leaf.issuerKey) ? 'present' : 'missing';
  // Only the root need not be sent. A path that ends before it names intermediates alone.
  const toRoot = reachesRoot(opinion);
  const needed = toRoot ? path.slice(1, -1) : path.slice(1);
  if (!needed.every((t) => known.has(t))) return 'missing';
  return toRoot || opinion.reasons.some(({ code }) => code === 'listed-root-key-not-available')
    ? 'present'
    : 'not-known';
}

/** Whether the last certificate of the path is self-issued: a root of the store, or one that no store lists. */
function reachesRoot(opinion: StoreOpinion): boolean {
  const unlisted = opinion.reasons.some(({ code }) => isUnlistedCode(code as PathReasonCode));
  return isCompletePath(opinion) || unlisted;
}
