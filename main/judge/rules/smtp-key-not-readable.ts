import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { Evidence, Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { enableSmtpAnswerNo, retryQueue } from '../advice.ts';
import { type Case, certificateOn, presented } from '../case.ts';
import { connectorOf } from '../connector-of.ts';
import { certificateValues, nameEvidence, proofEvidence, refusalEvidence } from '../evidence.ts';
import { refusedFor } from '../refused-for.ts';
import type { Rule } from '../rule.ts';

/**
 * The chosen certificate's key cannot be read by NETWORK SERVICE. Selection does not look at that, so the certificate
 * is chosen all the same and TLS fails later with UnknownCredentials (exchange.md 2.5, 4.3).
 */
export const smtpKeyNotReadable: Rule = {
  id: 'smtp-key-not-readable',
  variants: ['refused', 'latent'],
  citation: {
    text: 'A certificate without the SMTP service is still chosen for STARTTLS, but TLS communication fails at a later stage.',
    url: 'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'receiveConnectors', 'certificates'],
  applies: (c) => c.predictions.length > 0,
  judge: (c) => c.predictions.flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const used = presented(p);
  const certificate = used === null ? null : certificateOn(c, p.server, used.thumbprint);
  if (certificate === null || certificate.hasPrivateKey === false) return [];
  const connector = connectorOf(c, p);
  const { all: refusals, current: seen } = refusedFor(c, p, 'key-not-readable');
  const sign = unreadableSign(certificate, p.server);
  if (!seen && sign === null) return [];
  return [
    {
      rule: smtpKeyNotReadable.id,
      status: statusOf(p, seen, certificate),
      variant: seen ? 'refused' : 'latent',
      subject: { server: p.server, thumbprint: certificate.thumbprint, connector: p.connector },
      values: { ...certificateValues(certificate), server: p.server, connector: p.connector },
      evidence: [
        ...refusals.map((r) => refusalEvidence(r)),
        ...(connector === null ? [] : [nameEvidence(connector, p)]),
        ...(sign === null ? [] : [sign]),
        ...proofEvidence(p),
      ],
      advice: [
        enableSmtpAnswerNo(certificate, p.server),
        ...(p.connectorType === 'send' ? [retryQueue(p.server)] : []),
      ],
    },
  ];
}

/** Between the services of Exchange a failed STARTTLS is followed by X-ANONYMOUSTLS, so only outward mail is at stake. */
function statusOf(p: Prediction, seen: boolean, certificate: ExchangeCertificate): Finding['status'] {
  if (seen || (p.toExchangeOnline && certificate.networkServiceCanReadKey === false)) return 'error';
  return p.connectorType === 'send' ? 'warning' : 'notice';
}

/** Exchange computes SMTP from the key's permission, so Services without SMTP says the same (exchange.md 1.4). */
function unreadableSign(certificate: ExchangeCertificate, server: string): Evidence | null {
  const from = certificate.origins[0] ?? { source: '' };
  const values = { server, ...certificateValues(certificate) };
  if (certificate.networkServiceCanReadKey === false)
    return { key: 'key-permission-missing', values, from, at: null };
  if (
    certificate.networkServiceCanReadKey === null &&
    certificate.services !== null &&
    !certificate.services.includes('SMTP')
  ) {
    return {
      key: 'smtp-not-listed',
      values: { ...values, services: certificate.services.join(', ') || 'None' },
      from,
      at: null,
    };
  }
  return null;
}
