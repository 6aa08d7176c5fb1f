import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { Finding } from '../../domain/finding.ts';
import { describedAdvice } from '../advice.ts';
import { certificateOn, presented } from '../case.ts';
import { certificateValues } from '../evidence.ts';
import type { Rule } from '../rule.ts';

const weakHashes = ['md2', 'md4', 'md5', 'sha1'];

/** A certificate that a connector presents has a key under 2048 bits, or was signed with a broken hash. */
export const weakKeyOrHash: Rule = {
  id: 'weak-key-or-hash',
  variants: ['key', 'hash'],
  citation: {
    text: 'Keys under 2048 bits and signatures with SHA-1 or MD5 are not accepted in public TLS.',
    url: 'https://cabforum.org/working-groups/server/baseline-requirements/documents/',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'receiveConnectors', 'certificates', 'certificateBytes'],
  applies: (c) => c.predictions.length > 0,
  judge: (c) => {
    const seen = new Set<string>();
    return c.predictions.flatMap((p) => {
      const used = presented(p);
      const certificate = used === null ? null : certificateOn(c, p.server, used.thumbprint);
      if (certificate === null || seen.has(`${p.server} ${certificate.thumbprint}`)) return [];
      seen.add(`${p.server} ${certificate.thumbprint}`);
      return judgeOne(certificate, p.server, p.toExchangeOnline);
    });
  },
};

function judgeOne(
  certificate: ExchangeCertificate,
  server: string,
  toExchangeOnline: boolean,
): readonly Finding[] {
  const weakKey =
    certificate.keyAlgorithm === 'RSA' && certificate.keySize !== null && certificate.keySize < 2048;
  const signature = certificate.signatureAlgorithm?.toLowerCase() ?? '';
  // A self-signature proves nothing, so its hash is no weakness (RFC 5280 6.1 leaves anchors' signatures out).
  const weakHash = certificate.selfSigned !== true && weakHashes.some((hash) => signature.startsWith(hash));
  if (!weakKey && !weakHash) return [];
  return [
    {
      rule: weakKeyOrHash.id,
      status: toExchangeOnline ? 'warning' : 'notice',
      variant: weakKey ? 'key' : 'hash',
      subject: { server, thumbprint: certificate.thumbprint, connector: null },
      values: {
        ...certificateValues(certificate),
        server,
        keySize: certificate.keySize ?? 0,
        signature: certificate.signatureAlgorithm ?? '?',
      },
      evidence: [],
      advice: [describedAdvice('renew-certificate', { server, ...certificateValues(certificate) })],
    },
  ];
}
