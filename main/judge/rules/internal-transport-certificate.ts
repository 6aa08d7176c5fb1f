import type { Finding } from '../../domain/finding.ts';
import { isRead, readOrNull } from '../../domain/reading.ts';
import type { ServerReadings } from '../../domain/snapshot.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, certificateOn } from '../case.ts';
import { certificateValues } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { wholeStore } from '../whole-store.ts';

/**
 * The certificate that Exchange servers use among themselves is missing, expired, or was overwritten by one from an
 * authority (the "Yes" to the overwrite question, which also makes that certificate undeletable).
 */
export const internalTransportCertificate: Rule = {
  id: 'internal-transport-certificate',
  variants: ['not-set', 'not-in-store', 'expired', 'replaced'],
  citation: {
    text: 'The internal transport certificate cannot be removed; without it the transport service stops. The self-signed one should stay.',
    url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/InternalTransportCertificateCheck/',
    read: '2026-11-24',
  },
  needs: ['transportService', 'certificates', 'wholeStore'],
  applies: (c) => c.snapshot.servers.length > 0,
  judge: (c) => c.snapshot.servers.flatMap((server) => judgeOne(c, server)),
};

function judgeOne(c: Case, server: ServerReadings): readonly Finding[] {
  const thumbprint = readOrNull(server.transportService)?.internalTransportCertificateThumbprint ?? null;
  if (thumbprint === null || !isRead(server.certificates)) return [];
  const from = server.transportService.from;
  const at = server.transportService.at;
  const found = (
    status: Finding['status'],
    variant: string,
    values: Finding['values'],
    advice: string,
  ): Finding => ({
    rule: internalTransportCertificate.id,
    status,
    variant,
    subject: { server: server.name, thumbprint: thumbprint === '' ? null : thumbprint, connector: null },
    values: { server: server.name, thumbprint, ...values },
    evidence: [
      { key: 'internal-transport-thumbprint', values: { server: server.name, thumbprint }, from, at },
    ],
    advice: [describedAdvice(advice, { server: server.name })],
  });
  if (thumbprint === '') return [found('error', 'not-set', {}, 'recreate-internal-transport')];
  const certificate = certificateOn(c, server.name, thumbprint);
  if (certificate === null) {
    return wholeStore(c.snapshot, server)
      ? [found('error', 'not-in-store', {}, 'recreate-internal-transport')]
      : [];
  }
  const values = certificateValues(certificate);
  if (certificate.notAfter !== null && Date.parse(certificate.notAfter) < c.now) {
    return [found('error', 'expired', values, 'recreate-internal-transport')];
  }
  if (certificate.selfSigned === false)
    return [found('notice', 'replaced', values, 'keep-self-signed-for-transport')];
  return [];
}
