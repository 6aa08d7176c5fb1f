import { isRead } from '../../domain/reading.ts';
import { describedAdvice } from '../advice.ts';
import type { Rule } from '../rule.ts';

/** SHA-256 of the root that Exchange Online's certificates chain to since 2026. */
const digiCertGlobalRootG2 = 'CB3CCBB76031E5E0138F8DD39A23F9DE47FFC35E43C1144CEA27D46A5AB1CB5F';

/**
 * The server may not fetch new roots by itself: since Exchange Online moved to DigiCert Global Root G2, validation of
 * *its* certificate can fail. It looks like KB 2888788 and is the opposite direction of trust.
 */
export const rootUpdateDisabled: Rule = {
  id: 'root-update-disabled',
  variants: ['disabled'],
  citation: {
    text: 'Exchange Online moves to DigiCert Global Root G2; servers with DisableRootAutoUpdate may lack that root.',
    url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/TrustedRootCertificatesCheck/',
    read: '2026-11-24',
  },
  needs: ['rootAutoUpdateDisabled'],
  applies: (c) => c.snapshot.servers.length > 0,
  judge: (c) =>
    c.snapshot.servers.flatMap((server) => {
      if (!isRead(server.rootAutoUpdateDisabled) || !server.rootAutoUpdateDisabled.read) return [];
      const roots = isRead(server.roots) ? server.roots.read : [];
      if (roots.some(({ sha256 }) => sha256 === digiCertGlobalRootG2)) return [];
      const { from, at } = server.rootAutoUpdateDisabled;
      return [
        {
          rule: rootUpdateDisabled.id,
          status: 'warning' as const,
          variant: 'disabled',
          subject: { server: server.name, thumbprint: null, connector: null },
          values: { server: server.name },
          evidence: [{ key: 'root-update-registry', values: { server: server.name }, from, at }],
          advice: [describedAdvice('enable-root-update', { server: server.name })],
        },
      ];
    }),
};
