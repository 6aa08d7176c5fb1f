import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { Finding } from '../../domain/finding.ts';
import { readOrNull } from '../../domain/reading.ts';
import type { ServerReadings } from '../../domain/snapshot.ts';
import { sameThumbprint } from '../../domain/thumbprint.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, presented } from '../case.ts';
import { certificateValues } from '../evidence.ts';
import type { Rule } from '../rule.ts';

const DAY = 86_400_000;

/**
 * A certificate in use has expired or soon will. "Soon" is a quarter of its lifetime, at most 60 days: with lifetimes
 * of 200, 100 and 47 days a fixed threshold would be yellow for ever.
 */
export const expiringCertificate: Rule = {
  id: 'expiring-certificate',
  variants: ['presented', 'offered', 'bound', 'listed'].flatMap((use) => [
    `expired-${use}`,
    `expires-${use}`,
  ]),
  citation: {
    text: 'Public TLS certificates live at most 200 days from 15 March 2026, 100 days from 2027 and 47 days from 2029.',
    url: 'https://cabforum.org/working-groups/server/baseline-requirements/documents/',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'receiveConnectors', 'certificates'],
  applies: (c) => c.snapshot.servers.length > 0,
  judge: (c) => c.snapshot.servers.flatMap((server) => judgeServer(c, server)),
};

function judgeServer(c: Case, server: ServerReadings): readonly Finding[] {
  return (readOrNull(server.certificates) ?? []).flatMap((certificate) => {
    const use = useOf(c, server, certificate);
    if (use === null || certificate.notAfter === null) return [];
    const left = Date.parse(certificate.notAfter) - c.now;
    const life =
      certificate.notBefore === null
        ? null
        : Date.parse(certificate.notAfter) - Date.parse(certificate.notBefore);
    const soon = Math.min(60 * DAY, life === null ? 60 * DAY : life / 4);
    if (left > soon) return [];
    const expired = left < 0;
    const finding: Finding = {
      rule: expiringCertificate.id,
      status: statusOf(expired, use),
      variant: `${expired ? 'expired' : 'expires'}-${use}`,
      subject: { server: server.name, thumbprint: certificate.thumbprint, connector: null },
      values: {
        ...certificateValues(certificate),
        server: server.name,
        days: Math.abs(Math.floor(left / DAY)),
      },
      evidence: [
        {
          key: 'validity',
          values: certificateValues(certificate),
          from: certificate.origins[0] ?? { source: '' },
          at: server.certificates.at,
        },
      ],
      advice: [
        describedAdvice('renew-certificate', { server: server.name, ...certificateValues(certificate) }),
      ],
    };
    return [finding];
  });
}

type Use = 'presented' | 'offered' | 'bound' | 'listed';

function statusOf(expired: boolean, use: Use): Finding['status'] {
  if (use === 'presented') return expired ? 'error' : 'warning';
  return use === 'listed' ? 'notice' : 'warning';
}

/**
 * `presented` to Exchange Online, `offered` by any other connector, `bound` to POP, IMAP, or IIS, `listed` for SMTP only
 * (Exchange lists SMTP for every readable key, exchange.md 1.7); null when nothing uses it. Internal transport and Auth have rules of their own.
 */
function useOf(c: Case, server: ServerReadings, certificate: ExchangeCertificate): Use | null {
  const special = [
    readOrNull(server.transportService)?.internalTransportCertificateThumbprint,
    readOrNull(c.snapshot.organisation.authConfig)?.currentThumbprint,
    readOrNull(c.snapshot.organisation.authConfig)?.previousThumbprint,
  ];
  const uses = c.predictions.filter(
    (p) => p.server === server.name && presented(p)?.thumbprint === certificate.thumbprint,
  );
  if (uses.some((p) => p.toExchangeOnline)) return 'presented';
  // Other partners rarely look at the certificate of who sends to them.
  if (uses.length > 0) return 'offered';
  if (special.some((t) => t != null && sameThumbprint(t, certificate.thumbprint))) return null;
  if (certificate.services?.some((s) => s === 'IIS' || s === 'POP' || s === 'IMAP') === true) return 'bound';
  return certificate.services?.includes('SMTP') === true ? 'listed' : null;
}
