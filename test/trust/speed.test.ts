import { expect, it } from 'vitest';
import { readCertificate } from '../../main/trust/certificate.ts';
import { certificateFacts } from '../../main/trust/certificate-facts.ts';
import { judgeReceiverTrust } from '../../main/trust/receiver-trust.ts';
import { microsoftStore } from '../../main/trust/stores.ts';
import { makeIntermediate, makeLeaf, makeRoot, now, rsaKey } from './support/make-certificate.ts';

/** CPU time of this thread and OpenSSL's, so that neighbours on the machine do not count. */
function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

it('a thousand distinct certificates are read, described and judged in well under a second', () => {
  const root = makeRoot('RSA Root', { key: rsaKey() });
  const ca = makeIntermediate(root, 'RSA CA', { key: rsaKey() });
  const key = rsaKey();
  const ders = Array.from(
    { length: 1000 },
    (_, index) => makeLeaf(ca, `mail${index}.contoso.com`, { key }).der,
  );
  const store = microsoftStore();
  const intermediates = [ca.parsed, root.parsed];
  let refused = 0;
  const spent = cpuMilliseconds(() => {
    for (const der of ders) {
      const result = readCertificate(der);
      if (!result.ok) continue;
      certificateFacts(result.certificate);
      const context = { intermediates, store, extraRoots: [], at: now, rootCaType: null };
      if (judgeReceiverTrust(result.certificate, context).verdict === 'not-trusted') refused++;
    }
  });
  expect(refused).toBe(1000);
  expect(spent).toBeLessThan(1000);
});
