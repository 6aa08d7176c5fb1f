import type { Finding } from '../../domain/finding.ts';
import { isRead } from '../../domain/reading.ts';
import type { IisBinding, ServerReadings } from '../../domain/snapshot.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, certificateOn } from '../case.ts';
import type { Rule } from '../rule.ts';
import { wholeStore } from '../whole-store.ts';

/** A site of Exchange has a binding without a certificate, or with one that is not listed or expired; evidence names site and port. */
export const iisBinding: Rule = {
  id: 'iis-binding',
  variants: ['no-certificate', 'certificate-missing', 'certificate-expired'],
  citation: {
    text: 'When the Exchange Back End site on port 444 has no certificate, OWA and ECP show a blank page and the management shell cannot connect.',
    url: 'https://support.microsoft.com/help/2779694',
    read: '2026-11-24',
  },
  needs: ['iisBindings', 'certificates', 'wholeStore'],
  applies: (c) => c.snapshot.servers.length > 0,
  judge: (c) =>
    c.snapshot.servers.flatMap((server) =>
      isRead(server.iisBindings) && isRead(server.certificates)
        ? server.iisBindings.read.flatMap((binding) => judgeOne(c, server, binding))
        : [],
    ),
};

function judgeOne(c: Case, server: ServerReadings, binding: IisBinding): readonly Finding[] {
  const variant = faultOf(c, server, binding);
  if (variant === null) return [];
  const values = {
    server: server.name,
    site: binding.site,
    port: binding.port,
    thumbprint: binding.thumbprint ?? '',
  };
  return [
    {
      rule: iisBinding.id,
      // A binding may lead to the store WebHosting, which no cmdlet of Exchange lists.
      status: variant === 'certificate-missing' ? 'warning' : 'error',
      variant,
      subject: { server: server.name, thumbprint: binding.thumbprint, connector: null },
      values,
      evidence: [{ key: 'iis-binding', values, from: server.iisBindings.from, at: server.iisBindings.at }],
      advice: [describedAdvice('bind-site', values)],
    },
  ];
}

function faultOf(c: Case, server: ServerReadings, binding: IisBinding): string | null {
  if (binding.thumbprint === null) return null;
  if (binding.thumbprint === '') return 'no-certificate';
  const certificate = certificateOn(c, server.name, binding.thumbprint);
  if (certificate === null) return wholeStore(c.snapshot, server) ? 'certificate-missing' : null;
  return certificate.notAfter !== null && Date.parse(certificate.notAfter) < c.now
    ? 'certificate-expired'
    : null;
}
