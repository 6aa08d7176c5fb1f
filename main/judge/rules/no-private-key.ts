import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { Evidence, Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { describedAdvice, retryQueue } from '../advice.ts';
import { type Case, certificateOn, presented } from '../case.ts';
import { connectorOf } from '../connector-of.ts';
import { certificateValues, nameEvidence, proofEvidence, refusalEvidence } from '../evidence.ts';
import { refusedFor } from '../refused-for.ts';
import type { Rule } from '../rule.ts';

/** The certificate a connector uses has no private key on the server: TLS fails with NoCredentials. */
export const noPrivateKey: Rule = {
  id: 'no-private-key',
  variants: ['refused', 'refused-unexplained', 'pinned', 'pinned-receive'],
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
  const connector = connectorOf(c, p);
  const used = presented(p);
  const chosen = used === null ? null : certificateOn(c, p.server, used.thumbprint);
  const refused = refusedFor(c, p, 'no-private-key');
  // Where a certificate with a key is chosen, a keyless one that merely lost the search explains nothing.
  const keyless = chosen === null ? filteredForKey(c, p) : chosen.hasPrivateKey === false ? chosen : null;
  const pinned = p.nameFrom === 'tls-certificate-name' && chosen !== null && keyless !== null;
  const variant = variantOf(p, refused.current, { pinned, keyless: keyless !== null });
  if (connector === null || variant === null) return [];
  const about = keyless ?? chosen;
  const subject = p.nameUsed ?? '?';
  return [
    {
      rule: noPrivateKey.id,
      status: 'error',
      variant,
      subject: { server: p.server, thumbprint: about?.thumbprint ?? null, connector: p.connector },
      values: {
        ...(about === null ? { thumbprint: '?', subject, issuer: '?' } : certificateValues(about)),
        server: p.server,
        connector: p.connector,
      },
      evidence: [
        ...refused.all.map((r) => refusalEvidence(r)),
        nameEvidence(connector, p),
        ...(keyless === null ? [] : [keyEvidence(keyless, p.server)]),
        ...proofEvidence(p),
      ],
      advice: [
        describedAdvice('import-with-private-key', {
          server: p.server,
          subject: about === null ? subject : certificateValues(about).subject,
        }),
        ...(p.connectorType === 'send' ? [retryQueue(p.server)] : []),
      ],
    },
  ];
}

function variantOf(
  p: Prediction,
  seen: boolean,
  { pinned, keyless }: { readonly pinned: boolean; readonly keyless: boolean },
): string | null {
  if (seen) return keyless ? 'refused' : 'refused-unexplained';
  if (!pinned) return null;
  return p.connectorType === 'send' ? 'pinned' : 'pinned-receive';
}

/** A certificate of the right name that was filtered out for want of a key. */
function filteredForKey(c: Case, p: Prediction): ExchangeCertificate | null {
  const candidate = p.candidates.find((x) => x.reason === 'no-private-key');
  return candidate === undefined ? null : certificateOn(c, p.server, candidate.thumbprint);
}

function keyEvidence(certificate: ExchangeCertificate, server: string): Evidence {
  return {
    key: 'private-key-missing',
    values: { server, ...certificateValues(certificate) },
    from: certificate.origins[0] ?? { source: '' },
    at: null,
  };
}
