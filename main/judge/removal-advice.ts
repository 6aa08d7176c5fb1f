import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { Advice } from '../domain/finding.ts';
import { describedAdvice, enableServices, removeCertificate } from './advice.ts';
import { type Case, findServer } from './case.ts';
import { certificateValues } from './evidence.ts';
import { removability } from './removable.ts';

/**
 * R3, the documented way to take services from a certificate: save it, move its services to `good`, remove it. The command
 * is given only when everything that could need the certificate was read and nothing names it; otherwise the reason is.
 */
export function removalAdvice(
  c: Case,
  name: string,
  bad: ExchangeCertificate,
  good: ExchangeCertificate,
): readonly Advice[] {
  const server = findServer(c.snapshot, name);
  if (server === null) return [];
  const values = { server: name, ...certificateValues(bad) };
  const { uses, notRead } = removability(c, server, bad);
  if (uses.length > 0) return uses.map((use) => describedAdvice(`removal-blocked-${use}`, values));
  if (notRead.length > 0)
    return [describedAdvice('removal-not-checked', { ...values, cmdlets: notRead.join(', ') })];
  const saved = bad.privateKeyExportable === false ? 'removal-without-copy' : 'export-before-removal';
  return [describedAdvice(saved, values), ...moveServices(name, bad, good), removeCertificate(bad, name)];
}

/** Services that only the certificate to be removed shows. IIS is bound by hand: enabling it also sets Require SSL. */
function moveServices(
  server: string,
  bad: ExchangeCertificate,
  good: ExchangeCertificate,
): readonly Advice[] {
  const movable = (bad.services ?? []).filter((s) => s === 'SMTP' || s === 'POP' || s === 'IMAP');
  const lacking = movable.filter((s) => good.services?.includes(s) !== true);
  return lacking.length === 0 ? [] : [enableServices('move-services', good, server, lacking)];
}
