import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { SendConnector } from '../../domain/connector.ts';
import type { Advice, Evidence, Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { getPublicCertificate, knowledgeBaseCommand, reissueWithoutName, retryQueue } from '../advice.ts';
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
import { bestToPin, trustedOn } from '../pinnable.ts';
import { redirectAdvice } from '../redirect-advice.ts';
import type { Refusal } from '../refusal.ts';
import { refusedFor } from '../refused-for.ts';
import { removalAdvice } from '../removal-advice.ts';
import type { Rule } from '../rule.ts';
import { carriesName } from '../selection/candidate-filter.ts';

/**
 * KB 2888788: a certificate that Microsoft does not trust is presented although a trusted one matches as well.
 * Conditions D1 to D6 of exchange.md 10.2; without D1 (no refusal seen) it is a risk, not a fault.
 */
export const smtpOnUntrustedCertificate: Rule = {
  id: 'smtp-on-untrusted-certificate',
  variants: ['newest-refused', 'newest-latent', 'pinned-refused', 'pinned-latent'],
  citation: {
    text: 'Mail to Exchange Online stops with event 2004 when two certificates match the transport server and the one from a CA that Microsoft does not trust is used.',
    url: 'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/mail-flow-stops-event-2004',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'certificates', 'certificateBytes'],
  applies: (c) => cloudConnectors(c).length > 0,
  judge: (c) => cloudPredictions(c).flatMap((p) => judgeOne(c, p)),
};

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const used = presented(p);
  const connector = connectorNamed(c, p.connector);
  if (used === null || connector === null || c.trust.microsoft(used.thumbprint) !== 'not-trusted') return [];
  const certificate = certificateOn(c, p.server, used.thumbprint);
  if (certificate === null || isOnlyExpired(c, used.thumbprint)) return [];
  const rivals = trustedRivals(c, p, connector, used.thumbprint);
  const pinned = p.nameFrom === 'tls-certificate-name';
  // Without a trusted rival there is nothing to choose instead: `only-private-certificate-matches` speaks.
  if (rivals.length === 0 && !pinned) return [];
  const refused = refusedFor(c, p, 'untrusted-root', used.thumbprint);
  return [
    {
      rule: smtpOnUntrustedCertificate.id,
      status: refused.current ? 'error' : 'warning',
      variant: `${pinned ? 'pinned' : 'newest'}-${refused.current ? 'refused' : 'latent'}`,
      subject: { server: p.server, thumbprint: used.thumbprint, connector: p.connector },
      values: {
        ...certificateValues(certificate),
        server: p.server,
        connector: p.connector,
        matches: contenders(p).length,
      },
      evidence: [...causalOrder(c, p, connector, refused.all)],
      advice: ladder(c, p, connector, certificate, rivals),
    },
  ];
}

/**
 * Certificates on the same server that Microsoft trusts and that could serve instead: the other contenders, or,
 * when the pin hides the search, every certificate that carries the name the search would use.
 */
function trustedRivals(
  c: Case,
  p: Prediction,
  connector: SendConnector,
  used: string,
): readonly ExchangeCertificate[] {
  const host = connector.fqdn || (findServer(c.snapshot, p.server)?.fqdn ?? null);
  const named = (x: ExchangeCertificate): boolean =>
    p.nameFrom === 'tls-certificate-name'
      ? host !== null && carriesName(x, host) !== null
      : contenders(p).includes(x.thumbprint);
  return trustedOn(c, p.server).filter((x) => x.thumbprint !== used && x.hasPrivateKey !== false && named(x));
}

function causalOrder(
  c: Case,
  p: Prediction,
  connector: SendConnector,
  refusals: readonly Refusal[],
): readonly Evidence[] {
  return [
    ...refusals.map((refusal) => refusalEvidence(refusal)),
    nameEvidence(connector, p),
    ...contenderEvidence(c, p),
    ...winnerEvidence(c, p),
    ...proofEvidence(p),
  ];
}

function ladder(
  c: Case,
  p: Prediction,
  connector: SendConnector,
  bad: ExchangeCertificate,
  rivals: readonly ExchangeCertificate[],
): readonly Advice[] {
  const pinned = p.nameFrom === 'tls-certificate-name';
  // A pin looks at no name, so any other trusted certificate of the server can take its place.
  const others = trustedOn(c, p.server).filter((x) => x.thumbprint !== bad.thumbprint);
  const good = bestToPin(c, connector, rivals) ?? bestToPin(c, connector, others);
  if (good === null) {
    const fqdn = findServer(c.snapshot, p.server)?.fqdn ?? null;
    return [getPublicCertificate(connector, p.server, fqdn), retryQueue(p.server)];
  }
  return [
    ...redirectAdvice(c, connector, [good, ...rivals.filter((x) => x !== good)], p.nameUsed),
    ...removalAdvice(c, p.server, bad, good),
    // Neither another name nor fewer services change what a pin finds.
    ...(pinned || p.nameUsed === null ? [] : [reissueWithoutName(bad, p.nameUsed)]),
    ...(pinned ? [] : knowledgeBaseCommand(bad, p.server)),
    retryQueue(p.server),
  ];
}
