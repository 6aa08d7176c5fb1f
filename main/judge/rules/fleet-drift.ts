import type { SendConnector } from '../../domain/connector.ts';
import type { Finding } from '../../domain/finding.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, certificateOn, cloudConnectors, cloudPredictions, presented } from '../case.ts';
import { trustEvidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/**
 * The source servers of one connector present different certificates, so that mail depends on which server sends it.
 * Each server is named with what it presents.
 */
export const fleetDrift: Rule = {
  id: 'fleet-drift',
  variants: ['different-trust', 'different-certificates', 'trust-not-known'],
  citation: {
    text: 'The certificate for hybrid mail must be on all servers that take part in hybrid transport.',
    url: 'https://learn.microsoft.com/exchange/certificate-requirements',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'certificates'],
  applies: (c) => cloudConnectors(c).some((x) => (x.sourceServers?.length ?? 0) > 1),
  judge: (c) => cloudConnectors(c).flatMap((connector) => judgeOne(c, connector)),
};

function judgeOne(c: Case, connector: SendConnector): readonly Finding[] {
  const own = cloudPredictions(c).filter((p) => p.connector === connector.name && p.status !== 'cannot-tell');
  const used = own.map((p) => ({ server: p.server, thumbprint: presented(p)?.thumbprint ?? null }));
  const distinct = new Set(used.map((u) => u.thumbprint));
  if (distinct.size < 2) return [];
  const variant = variantOf(
    new Set(used.map((u) => (u.thumbprint === null ? 'none' : c.trust.microsoft(u.thumbprint)))),
  );
  return [
    {
      rule: fleetDrift.id,
      // The same answer from different certificates is a difference, not a danger.
      status: variant === 'different-trust' ? 'warning' : 'notice',
      variant,
      subject: { server: null, thumbprint: null, connector: connector.name },
      values: { connector: connector.name, servers: used.length, certificates: distinct.size },
      evidence: used.flatMap((u) => {
        const certificate = u.thumbprint === null ? null : certificateOn(c, u.server, u.thumbprint);
        if (certificate !== null) return [trustEvidence(c, certificate, u.server)];
        return [
          {
            key: 'presents-nothing',
            values: { server: u.server, connector: connector.name },
            from: connector.origins[0] ?? { source: '' },
            at: null,
          },
        ];
      }),
      advice: [describedAdvice('align-servers', { connector: connector.name })],
    },
  ];
}

/** An opinion that could not be formed differs from nothing: it may be the same as that of the others. */
function variantOf(answers: ReadonlySet<string>): string {
  const known = [...answers].filter((answer) => answer !== 'cannot-tell');
  if (known.length > 1) return 'different-trust';
  return answers.has('cannot-tell') ? 'trust-not-known' : 'different-certificates';
}
