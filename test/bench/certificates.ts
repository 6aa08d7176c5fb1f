import { diagnose } from '../../main/judge/diagnose.ts';
import { readCertificate } from '../../main/trust/certificate.ts';
import { certificateFacts } from '../../main/trust/certificate-facts.ts';
import { microsoftStore, mozillaStore } from '../../main/trust/stores.ts';
import { certificate, now, seen, sendConnector, server, snapshot } from '../judge/make-case.ts';
import type { BenchCase } from './bench-case.ts';
import { issueLeaves } from './issue-leaves.ts';

const perServer = 50;

/** From DER bytes to a diagnosis: every certificate is different, as in a large organisation at its worst. */
export const certificates: BenchCase = {
  name: 'certificates parsed and judged',
  unit: 'certificates',
  size: 1_000,
  goalSeconds: 0.6,
  goalMegabytes: null,
  async prepare(size) {
    const ders = await issueLeaves(size, now);
    return () => {
      const held = ders.map((der) => {
        const result = readCertificate(der);
        if (!result.ok) throw new Error(result.problem.text);
        return certificate('A1', { ...certificateFacts(result.certificate), raw: der.toString('base64') });
      });
      const servers = Array.from({ length: size / perServer }, (_, i) =>
        server(held.slice(i * perServer, (i + 1) * perServer), {
          name: `EX${i}`,
          fqdn: `EX${i}.contoso.com`,
        }),
      );
      const sources = servers.map(({ name }) => name);
      const organisation = { sendConnectors: seen([sendConnector({ sourceServers: sources })]) };
      return diagnose(snapshot(servers, organisation), {
        now,
        microsoft: microsoftStore(),
        mozilla: mozillaStore(),
        extraCertificates: [],
      });
    };
  },
};
