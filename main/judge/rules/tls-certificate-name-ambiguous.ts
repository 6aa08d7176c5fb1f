import type { Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, certificateOn } from '../case.ts';
import { connectorOf } from '../connector-of.ts';
import { certificateValues, nameEvidence, trustEvidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/**
 * Two valid certificates share the issuer and subject that a connector names, as after a renewal by the same
 * authority: store order decides, and Exchange then refuses to remove either of them (exchange.md 3.1, 4.6).
 */
export const tlsCertificateNameAmbiguous: Rule = {
  id: 'tls-certificate-name-ambiguous',
  variants: ['renewed-twin', 'renewed-twin-receive'],
  citation: {
    text: 'A certificate whose issuer and subject are tagged on a send connector cannot be removed, even when a renewed one carries the same names.',
    url: 'https://learn.microsoft.com/exchange/troubleshoot/mailflow/cannot-remove-installed-certificate',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'receiveConnectors', 'certificates'],
  applies: (c) => c.predictions.some((p) => p.nameFrom === 'tls-certificate-name'),
  judge: (c) => c.predictions.flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  if (p.nameFrom !== 'tls-certificate-name' || p.winner === null || p.alternative === null) return [];
  const pair = [p.winner, p.alternative].map((t) => certificateOn(c, p.server, t)).filter((x) => x !== null);
  const first = pair[0];
  if (first === undefined) return [];
  const connector = connectorOf(c, p);
  // Exchange looks only at send connectors before it removes a certificate (exchange.md 3.1).
  const suffix = p.connectorType === 'receive' ? '-receive' : '';
  const older = [...pair].sort((a, b) => (a.notBefore ?? '').localeCompare(b.notBefore ?? ''))[0] ?? first;
  return [
    {
      rule: tlsCertificateNameAmbiguous.id,
      status: 'warning',
      variant: `renewed-twin${suffix}`,
      subject: { server: p.server, thumbprint: p.winner, connector: p.connector },
      values: { ...certificateValues(first), server: p.server, connector: p.connector, count: pair.length },
      evidence: [
        ...(connector === null ? [] : [nameEvidence(connector, p)]),
        ...pair.map((x) => trustEvidence(c, x, p.server)),
      ],
      advice: [
        describedAdvice(`remove-renewed-twin${suffix}`, {
          server: p.server,
          connector: p.connector,
          ...certificateValues(older),
        }),
      ],
    },
  ];
}
