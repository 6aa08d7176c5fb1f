import type { Finding } from '../../domain/finding.ts';
import { type Reading, readOrNull } from '../../domain/reading.ts';
import type { AuthConfig } from '../../domain/snapshot.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, certificateOn, findServer } from '../case.ts';
import { heldCertificates } from '../certificate-book.ts';
import { certificateValues } from '../evidence.ts';
import type { Rule } from '../rule.ts';

const DAY = 86_400_000;
/** The renewal procedure publishes the next certificate and waits for it to become effective; a month is short notice. */
const WARNING_DAYS = 60;

/**
 * The Auth certificate is missing, expired, or about to expire without a successor: OAuth with Exchange Online, OWA
 * sign-in, and even the listing of certificates depend on it (serialised-data signing).
 */
export const authCertificate: Rule = {
  id: 'auth-certificate',
  variants: ['not-set', 'not-on-server', 'expired', 'expires'],
  citation: {
    text: 'With serialised-data signing an expired Auth certificate prevents Get-ExchangeCertificate from returning details; OAuth and OWA sign-in fail too.',
    url: 'https://microsoft.github.io/CSS-Exchange/Admin/MonitorExchangeAuthCertificate/',
    read: '2026-11-24',
  },
  needs: ['authConfig', 'certificates'],
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
    .filter((server) => readOrNull(server.certificates) !== null)
    .filter((server) => !isEdge(c, server.name) && certificateOn(c, server.name, current) === null)
    .map((server) => found('error', 'not-on-server', server.name, {}));
  const holder = heldCertificates(c.snapshot).find((h) => h.certificate.thumbprint === current);
  if (holder?.certificate.notAfter == null) return lacking;
  const days = Math.floor((Date.parse(holder.certificate.notAfter) - c.now) / DAY);
  const values = { ...certificateValues(holder.certificate), days };
  if (days < 0) return [...lacking, found('error', 'expired', null, values)];
  const hasNext = config.nextThumbprint !== null && config.nextThumbprint !== '';
  if (days <= WARNING_DAYS && !hasNext) return [...lacking, found('warning', 'expires', null, values)];
  return lacking;
}

/** Edge servers do not hold the Auth certificate. */
function isEdge(c: Case, name: string): boolean {
  const servers = readOrNull(c.snapshot.organisation.exchangeServers) ?? [];
  const server = findServer(c.snapshot, name);
  return servers.some(
    (s) => s.role?.includes('Edge') === true && (s.name === name || s.fqdn === server?.fqdn),
  );
}
