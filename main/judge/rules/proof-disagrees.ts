import { isRead } from '../../domain/reading.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, certificateOn, findServer } from '../case.ts';
import { certificateValues, proofEvidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** The protocol log shows another certificate than the predicted one. The log is right; the prediction rests on observed rules. */
export const proofDisagrees: Rule = {
  id: 'proof-disagrees',
  variants: ['another-certificate', 'not-in-store'],
  citation: {
    text: 'The SmtpSend protocol log names the certificate that a session really sent.',
    url: 'https://learn.microsoft.com/exchange/mail-flow/connectors/protocol-logging',
    read: '2026-11-24',
  },
  needs: ['sendSessions', 'receiveSessions', 'sendConnectors', 'receiveConnectors', 'certificates'],
  applies: (c) => c.predictions.some((p) => p.proof.status !== 'no-evidence'),
  judge: (c) =>
    c.predictions
      .filter((p) => p.proof.status === 'disagrees' && storeWasRead(c, p.server))
      .map((p) => {
        const sent = p.proof.thumbprint === null ? null : certificateOn(c, p.server, p.proof.thumbprint);
        const predicted = p.winner === null ? null : certificateOn(c, p.server, p.winner);
        return {
          rule: proofDisagrees.id,
          // A certificate that is in no store that was read: log and store may simply be of different times.
          status: sent === null ? ('notice' as const) : ('warning' as const),
          variant: sent === null ? 'not-in-store' : 'another-certificate',
          subject: { server: p.server, thumbprint: p.proof.thumbprint, connector: p.connector },
          values: {
            ...(sent === null ? { subject: '?', issuer: '?' } : certificateValues(sent)),
            server: p.server,
            connector: p.connector,
            thumbprint: p.proof.thumbprint ?? '?',
            predicted: predicted?.thumbprint ?? '-',
          },
          evidence: [...proofEvidence(p)],
          advice: [describedAdvice('read-again', { server: p.server })],
        };
      }),
};

/** A certificate is in no store only when somebody looked into the store. */
function storeWasRead(c: Case, server: string): boolean {
  const found = findServer(c.snapshot, server);
  return found !== null && isRead(found.certificates);
}
