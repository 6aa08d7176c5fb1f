import type { Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { getPublicCertificate } from '../advice.ts';
import { type Case, cloudConnectors, cloudPredictions, connectorNamed, findServer } from '../case.ts';
import { nameEvidence } from '../evidence.ts';
import { trustedOn } from '../pinnable.ts';
import { redirectAdvice } from '../redirect-advice.ts';
import type { Rule } from '../rule.ts';

/**
 * No certificate on a source server can be found by the name that Exchange searches for: event 12014, and the session
 * goes on without a client certificate, so that Exchange Online cannot tell whose mail it is (exchange.md 4.3 step 8).
 */
export const nameMismatch: Rule = {
  id: 'name-mismatch',
  variants: ['no-name', 'none-usable'],
  citation: {
    text: 'When the connector has no Fqdn the name of the computer is used; without a matching certificate event 12014 is written.',
    url: 'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'certificates'],
  applies: (c) => cloudConnectors(c).length > 0,
  judge: (c) => cloudPredictions(c).flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const connector = connectorNamed(c, p.connector);
  if (connector === null || p.status !== 'none' || p.nameFrom === 'tls-certificate-name') return [];
  const named = p.candidates.filter((x) => x.reason !== 'name-does-not-match');
  // Another rule explains a certificate of the right name that has no key.
  if (named.some((x) => x.reason === 'no-private-key')) return [];
  const fqdn = findServer(c.snapshot, p.server)?.fqdn ?? null;
  return [
    {
      rule: nameMismatch.id,
      status: 'error',
      variant: named.length === 0 ? 'no-name' : 'none-usable',
      subject: { server: p.server, thumbprint: null, connector: p.connector },
      values: {
        server: p.server,
        connector: p.connector,
        name: p.nameUsed ?? '?',
        reason: named[0]?.reason ?? '',
      },
      evidence: [nameEvidence(connector, p)],
      advice: [
        ...redirectAdvice(c, connector, trustedOn(c, p.server), p.nameUsed),
        getPublicCertificate(connector, p.server, fqdn),
      ],
    },
  ];
}
