import type { Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import {
  type Case,
  certificateOn,
  cloudConnectors,
  cloudPredictions,
  connectorNamed,
  contenders,
} from '../case.ts';
import { certificateValues, contenderEvidence, nameEvidence, winnerEvidence } from '../evidence.ts';
import { pinAdvice } from '../redirect-advice.ts';
import type { Rule } from '../rule.ts';

/**
 * A trusted certificate is presented today, but one that Microsoft does not trust matches as well and lost only for its
 * age: its next renewal is newer and wins without anybody's action. Certificates that are all trusted are no finding.
 */
export const severalCertificatesMatch: Rule = {
  id: 'several-certificates-match',
  variants: ['private-rival'],
  citation: {
    text: 'Matching certificates are sorted by their start date and the most recent valid one is taken.',
    url: 'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'certificates'],
  applies: (c) => cloudConnectors(c).length > 0,
  judge: (c) => cloudPredictions(c).flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const connector = connectorNamed(c, p.connector);
  const all = contenders(p);
  if (connector === null || p.winner === null || p.nameFrom === 'tls-certificate-name' || all.length < 2)
    return [];
  if (c.trust.microsoft(p.winner) !== 'trusted') return [];
  // What lost for another reason than its age (expired, self-signed, by wildcard) would lose after a renewal as well.
  const rival = p.candidates
    .filter((x) => x.reason === 'older' && c.trust.microsoft(x.thumbprint) === 'not-trusted')
    .map((x) => certificateOn(c, p.server, x.thumbprint))
    .find((x) => x !== null);
  const winner = certificateOn(c, p.server, p.winner);
  if (rival === undefined || rival === null || winner === null) return [];
  return [
    {
      rule: severalCertificatesMatch.id,
      status: 'warning',
      variant: 'private-rival',
      subject: { server: p.server, thumbprint: rival.thumbprint, connector: p.connector },
      values: { ...certificateValues(rival), server: p.server, connector: p.connector, matches: all.length },
      evidence: [nameEvidence(connector, p), ...contenderEvidence(c, p), ...winnerEvidence(c, p)],
      advice: pinAdvice(c, connector, [winner]),
    },
  ];
}
