import type { Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { describedAdvice, retryQueue } from '../advice.ts';
import {
  type Case,
  certificateOn,
  cloudConnectors,
  cloudPredictions,
  connectorNamed,
  contenders,
  presented,
} from '../case.ts';
import {
  certificateValues,
  contenderEvidence,
  nameEvidence,
  proofEvidence,
  refusalEvidence,
  winnerEvidence,
} from '../evidence.ts';
import { refusalsFor } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/**
 * Every certificate that matches is one that Microsoft does not trust: unbinding it would leave none, so the cure
 * is a certificate from a public authority (exchange.md 10.2, second verdict).
 */
export const onlyPrivateCertificateMatches: Rule = {
  id: 'only-private-certificate-matches',
  variants: ['refused', 'latent'],
  citation: {
    text: 'Hybrid mail needs a certificate from a trusted third-party authority; self-signed certificates and certificates of an own authority are not supported.',
    url: 'https://learn.microsoft.com/exchange/certificate-requirements',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'certificates', 'certificateBytes'],
  applies: (c) => cloudConnectors(c).length > 0,
  judge: (c) => cloudPredictions(c).flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const used = presented(p);
  const connector = connectorNamed(c, p.connector);
  if (used === null || connector === null || p.nameFrom === 'tls-certificate-name') return [];
  const certificate = certificateOn(c, p.server, used.thumbprint);
  const all = contenders(p);
  const everyOneRefused = all.length > 0 && all.every((t) => c.trust.microsoft(t) === 'not-trusted');
  if (certificate === null || !everyOneRefused) return [];
  const refusals = refusalsFor(
    c.refusals,
    connector,
    { server: p.server, presented: used.thumbprint },
    c.sendConnectors,
  ).filter((r) => r.class === 'untrusted-root');
  const current = refusals.some((r) => r.current);
  return [
    {
      rule: onlyPrivateCertificateMatches.id,
      status: current ? 'error' : 'warning',
      variant: current ? 'refused' : 'latent',
      subject: { server: p.server, thumbprint: used.thumbprint, connector: p.connector },
      values: {
        ...certificateValues(certificate),
        server: p.server,
        connector: p.connector,
        name: p.nameUsed ?? '?',
        matches: all.length,
      },
      evidence: [
        ...refusals.map((r) => refusalEvidence(r)),
        nameEvidence(connector, p),
        ...contenderEvidence(c, p),
        ...winnerEvidence(c, p),
        ...proofEvidence(p),
      ],
      advice: [
        describedAdvice('get-public-certificate', { name: p.nameUsed ?? '?', server: p.server }),
        retryQueue(p.server),
      ],
    },
  ];
}
