import type { Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { describedAdvice, retryQueue } from '../advice.ts';
import { type Case, certificateOn, connectorNamed, presented } from '../case.ts';
import { certificateValues, nameEvidence, proofEvidence, refusalEvidence } from '../evidence.ts';
import { refusalsFor } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** The certificate a connector uses has no private key on the server: TLS fails with NoCredentials. */
export const noPrivateKey: Rule = {
  id: 'no-private-key',
  variants: ['refused', 'pinned'],
  citation: {
    text: 'TLS negotiation fails with NoCredentials when the chosen certificate has no private key; import it again with its key.',
    url: 'https://support.microsoft.com/help/4495258',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'receiveConnectors', 'certificates'],
  applies: (c) => c.predictions.length > 0,
  judge: (c) => c.predictions.flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const connector = connectorNamed(c, p.connector);
  const used = presented(p);
  const refusals =
    connector === null
      ? []
      : refusalsFor(c.refusals, connector, { server: p.server, presented: null }, c.sendConnectors).filter(
          (r) => r.class === 'no-private-key',
        );
  const pinned = used === null ? null : certificateOn(c, p.server, used.thumbprint);
  const without = pinned?.hasPrivateKey === false ? pinned : keyless(c, p);
  const seen = refusals.some((r) => r.current);
  // A keyless certificate that merely lost the search harms nobody: only a pin chooses without looking at the key.
  if (!seen && pinned?.hasPrivateKey !== false) return [];
  return [
    {
      rule: noPrivateKey.id,
      status: 'error',
      variant: seen ? 'refused' : 'pinned',
      subject: { server: p.server, thumbprint: without?.thumbprint ?? null, connector: p.connector },
      values: {
        ...(without === null
          ? { thumbprint: '?', subject: p.nameUsed ?? '?', issuer: '?' }
          : certificateValues(without)),
        server: p.server,
        connector: p.connector,
      },
      evidence: [
        ...refusals.map((r) => refusalEvidence(r)),
        ...(connector === null ? [] : [nameEvidence(connector, p)]),
        ...(without === null
          ? []
          : [
              {
                key: 'private-key-missing',
                values: { server: p.server, ...certificateValues(without) },
                from: without.origins[0] ?? { source: '' },
                at: null,
              },
            ]),
        ...proofEvidence(p),
      ],
      advice: [
        describedAdvice('import-with-private-key', { server: p.server, subject: p.nameUsed ?? '?' }),
        retryQueue(p.server),
      ],
    },
  ];
}

/** A certificate of the right name that was filtered out for want of a key. */
function keyless(c: Case, p: Prediction) {
  const candidate = p.candidates.find((x) => x.reason === 'no-private-key');
  return candidate === undefined ? null : certificateOn(c, p.server, candidate.thumbprint);
}
