import type { Finding } from '../../domain/finding.ts';
import { type Reading, readOrNull } from '../../domain/reading.ts';
import type { AuthConfig } from '../../domain/snapshot.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, certificateOn } from '../case.ts';
import { heldCertificates } from '../certificate-book.ts';
import { isEdge } from '../edge-role.ts';
import { certificateValues } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { wholeStore } from '../whole-store.ts';

const DAY = 86_400_000;
/** The renewal procedure publishes the next certificate and waits for it to become effective; a month is short notice. */
const WARNING_DAYS = 60;

/**
 * The Auth certificate is missing, expired, or about to expire without a successor: OAuth with Exchange Online, OWA
 * sign-in, and even the listing of certificates depend on it (serialised-data signing).
 */
export const authCertificate: Rule = {
  id: 'auth-certificate',
  variants: ['not-set', 'not-on-server', 'expired', 'expires', 'expires-next-not-known'],
  citation: {
    text: 'With serialised-data signing an expired Auth certificate prevents Get-ExchangeCertificate from returning details; OAuth and OWA sign-in fail too.',
    url: 'https://microsoft.github.io/CSS-Exchange/Admin/MonitorExchangeAuthCertificate/',
    read: '2026-11-24',
  },
  needs: ['authConfig', 'certificates', 'wholeStore'],
  applies: () => true,
  judge: (c) => judgeConfig(c, c.snapshot.organisation.authConfig),
};

function judgeConfig(c: Case, reading: Reading<AuthConfig>): readonly Finding[] {
  const config = readOrNull(reading);
  if (config?.currentThumbprint == null) return [];
  const current = config.currentThumbprint;
  const found = (
    status: Finding['status'],
    variant: string,
    server: string | null,
    values: Finding['values'],
  ): Finding => ({
    rule: authCertificate.id,
    status,
    variant,
    subject: { server, thumbprint: current === '' ? null : current, connector: null },
    values: { server: server ?? '', thumbprint: current, ...values },
    evidence: [{ key: 'auth-config', values: { thumbprint: current }, from: reading.from, at: reading.at }],
    advice: [describedAdvice('renew-auth-certificate', {})],
  });
  if (current === '') return [found('error', 'not-set', null, {})];
  const lacking = c.snapshot.servers
    .filter((server) => wholeStore(c.snapshot, server) && isEdge(c.snapshot, server) === false)
    .filter((server) => certificateOn(c, server.name, current) === null)
    .map((server) => found('error', 'not-on-server', server.name, {}));
  const holder = heldCertificates(c.snapshot).find((h) => h.certificate.thumbprint === current);
  if (holder?.certificate.notAfter == null) return lacking;
  const days = Math.floor((Date.parse(holder.certificate.notAfter) - c.now) / DAY);
  const values = { ...certificateValues(holder.certificate), days };
  if (days < 0) return [...lacking, found('error', 'expired', null, values)];
  const next = config.nextThumbprint;
  if (days > WARNING_DAYS || (next !== null && next !== '')) return lacking;
  return [...lacking, found('warning', next === null ? 'expires-next-not-known' : 'expires', null, values)];
}
