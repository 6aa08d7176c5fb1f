import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { SendConnector } from '../../domain/connector.ts';
import type { Advice, Evidence, Finding } from '../../domain/finding.ts';
import type { CandidateReason, Prediction } from '../../domain/prediction.ts';
import { describedAdvice, getPublicCertificate, retryQueue } from '../advice.ts';
import {
  type Case,
  certificateOn,
  cloudConnectors,
  cloudPredictions,
  connectorNamed,
  contenders,
  findServer,
  presented,
} from '../case.ts';
import {
  certificateValues,
  contenderEvidence,
  nameEvidence,
  proofEvidence,
  refusalEvidence,
  winnerEvidence,
} from '../evidence.ts';
import { isOnlyExpired } from '../only-expired.ts';
import { trustedOn } from '../pinnable.ts';
import { redirectAdvice } from '../redirect-advice.ts';
import { refusedFor } from '../refused-for.ts';
import type { Rule } from '../rule.ts';

/**
 * Every certificate that could be chosen is one that Microsoft does not trust: unbinding it would leave none, so the cure
 * is a certificate from a public authority (exchange.md 10.2, second verdict), or the one that is there and cannot be used.
 */
export const onlyPrivateCertificateMatches: Rule = {
  id: 'only-private-certificate-matches',
  variants: ['refused', 'latent', 'other-unusable-refused', 'other-unusable-latent'],
  citation: {
    text: 'Hybrid mail needs a certificate from a trusted third-party authority; self-signed certificates and certificates of an own authority are not supported.',
    url: 'https://learn.microsoft.com/exchange/certificate-requirements',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'certificates', 'certificateBytes'],
  applies: (c) => cloudConnectors(c).length > 0,
  judge: (c) => cloudPredictions(c).flatMap((p) => judgeOne(c, p)),
};

/** A certificate of the right name that is not known to be private, and why it cannot be presented. */
interface Unusable {
  readonly certificate: ExchangeCertificate;
  readonly reason: CandidateReason;
}

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const used = presented(p);
  const connector = connectorNamed(c, p.connector);
  if (used === null || connector === null || p.nameFrom === 'tls-certificate-name') return [];
  const certificate = certificateOn(c, p.server, used.thumbprint);
  const unusable = unusableOthers(c, p);
  const usable = contenders(p).filter((t) => unusable.every((x) => x.certificate.thumbprint !== t));
  const everyOneRefused = usable.length > 0 && usable.every((t) => c.trust.microsoft(t) === 'not-trusted');
  // An expired certificate of a public authority is presented: a matter of renewal, and of another rule.
  if (certificate === null || !everyOneRefused || isOnlyExpired(c, used.thumbprint)) return [];
  const refused = refusedFor(c, p, 'untrusted-root', used.thumbprint);
  return [
    {
      rule: onlyPrivateCertificateMatches.id,
      status: refused.current ? 'error' : 'warning',
      variant: `${unusable.length > 0 ? 'other-unusable-' : ''}${refused.current ? 'refused' : 'latent'}`,
      subject: { server: p.server, thumbprint: used.thumbprint, connector: p.connector },
      values: {
        ...certificateValues(certificate),
        server: p.server,
        connector: p.connector,
        name: p.nameUsed ?? '?',
        matches: usable.length,
      },
      evidence: [
        ...refused.all.map((r) => refusalEvidence(r)),
        nameEvidence(connector, p),
        ...contenderEvidence(c, p),
        ...unusable.map((x) => unusableEvidence(x, p.server)),
        ...winnerEvidence(c, p),
        ...proofEvidence(p),
      ],
      advice: cures(c, p, connector, unusable),
    },
  ];
}

function unusableOthers(c: Case, p: Prediction): readonly Unusable[] {
  return p.candidates.flatMap(({ thumbprint, outcome, reason }) => {
    const certificate = certificateOn(c, p.server, thumbprint);
    if (certificate === null || reason === 'name-does-not-match') return [];
    const filtered = outcome === 'filtered' && c.trust.microsoft(thumbprint) !== 'not-trusted';
    const expired = outcome !== 'selected' && isOnlyExpired(c, thumbprint);
    return filtered || expired ? [{ certificate, reason: expired ? 'expired' : reason }] : [];
  });
}

function unusableEvidence({ certificate, reason }: Unusable, server: string): Evidence {
  return {
    key: 'candidate-unusable',
    values: { ...certificateValues(certificate), server, reason },
    from: certificate.origins[0] ?? { source: '' },
    at: null,
  };
}

/** What is there comes first: another trusted certificate, then the one that only lacks its key or its renewal. */
function cures(
  c: Case,
  p: Prediction,
  connector: SendConnector,
  unusable: readonly Unusable[],
): readonly Advice[] {
  const elsewhere = trustedOn(c, p.server).filter((x) =>
    p.candidates.some((y) => y.thumbprint === x.thumbprint && y.reason === 'name-does-not-match'),
  );
  const mended = unusable.flatMap(({ certificate, reason }) => {
    const values = { server: p.server, ...certificateValues(certificate) };
    if (reason === 'no-private-key') return [describedAdvice('import-with-private-key', values)];
    return reason === 'expired' ? [describedAdvice('renew-certificate', values)] : [];
  });
  const fqdn = findServer(c.snapshot, p.server)?.fqdn ?? null;
  return [
    ...redirectAdvice(c, connector, elsewhere, p.nameUsed),
    ...mended,
    ...(mended.length > 0 ? [] : [getPublicCertificate(connector, p.server, fqdn)]),
    retryQueue(p.server),
  ];
}
