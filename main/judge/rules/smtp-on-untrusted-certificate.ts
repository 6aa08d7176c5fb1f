import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { SendConnector } from '../../domain/connector.ts';
import type { Advice, Evidence, Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { readOrNull } from '../../domain/reading.ts';
import {
  changeConnectorName,
  describedAdvice,
  knowledgeBaseCommand,
  moveServicesAndRemove,
  pinConnector,
  reissueWithoutName,
  retryQueue,
} from '../advice.ts';
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
import { type Refusal, refusalsFor } from '../refusals.ts';
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
  const trusted = trustedRivals(c, p, connector, used.thumbprint);
  const pinned = p.nameFrom === 'tls-certificate-name';
  // Without a trusted rival there is nothing to choose instead: `only-private-certificate-matches` speaks.
  if (trusted.length === 0 && !pinned) return [];
  const refusals = refusalsFor(
    c.refusals,
    connector,
    { server: p.server, presented: used.thumbprint },
    c.sendConnectors,
  ).filter((refusal) => refusal.class === 'untrusted-root');
  const current = refusals.some((refusal) => refusal.current);
  const variant = `${pinned ? 'pinned' : 'newest'}-${current ? 'refused' : 'latent'}`;
  return [
    {
      rule: smtpOnUntrustedCertificate.id,
      status: current ? 'error' : 'warning',
      variant,
      subject: { server: p.server, thumbprint: used.thumbprint, connector: p.connector },
      values: {
        ...certificateValues(certificate),
        server: p.server,
        connector: p.connector,
        matches: contenders(p).length,
        conditions: conditions(refusals, trusted, p),
        waiting: refusals.reduce((sum, refusal) => sum + (refusal.messages ?? 0), 0),
      },
      evidence: [...causalOrder(c, p, connector, refusals)],
      advice: ladder(c, p, connector, certificate, trusted),
    },
  ];
}

/** A certificate refused only for its dates is a matter of renewal, not of an untrusted issuer. */
function isOnlyExpired(c: Case, thumbprint: string): boolean {
  const opinion = c.trust.of(thumbprint)?.microsoft;
  return (
    opinion?.basis === 'path' &&
    opinion.reasons.length > 0 &&
    opinion.reasons.every((reason) => reason.code === 'expired')
  );
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
  const server = findServer(c.snapshot, p.server);
  const all = (server === null ? null : readOrNull(server.certificates)) ?? [];
  const byName = p.nameFrom !== 'tls-certificate-name';
  const host = connector.fqdn !== null && connector.fqdn !== '' ? connector.fqdn : (server?.fqdn ?? null);
  const named = byName
    ? all.filter((x) => contenders(p).includes(x.thumbprint))
    : all.filter((x) => host !== null && carriesName(x, host) !== null);
  return named.filter(
    (x) =>
      x.thumbprint !== used && c.trust.microsoft(x.thumbprint) === 'trusted' && x.hasPrivateKey !== false,
  );
}

/** How many of D1 to D6 are shown by evidence. */
function conditions(
  refusals: readonly Refusal[],
  trusted: readonly ExchangeCertificate[],
  p: Prediction,
): number {
  const met = [
    refusals.length > 0,
    p.toExchangeOnline,
    true,
    trusted.length > 0,
    p.winner !== null,
    p.proof.status === 'agrees' || p.proof.status === 'disagrees',
  ];
  return met.filter(Boolean).length;
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
  trusted: readonly ExchangeCertificate[],
): readonly Advice[] {
  const good = trusted[0];
  if (good === undefined) {
    return [
      describedAdvice('get-public-certificate', { name: connector.fqdn || p.server, server: p.server }),
      retryQueue(p.server),
    ];
  }
  const name = p.nameFrom === 'tls-certificate-name' ? (connector.fqdn ?? '') : (p.nameUsed ?? '');
  const ownName = good.names.find((n) => !n.includes('*') && !bad.names.includes(n));
  return [
    pinConnector(connector, good),
    ...(ownName === undefined || p.nameFrom === 'tls-certificate-name'
      ? []
      : [changeConnectorName(connector, ownName)]),
    moveServicesAndRemove(bad, p.server),
    reissueWithoutName(bad, name),
    ...knowledgeBaseCommand(bad, p.server, movesIis(c, p.server, bad)),
    retryQueue(p.server),
  ];
}

/** IIS would move when the command lists it and a site is bound to another certificate, or when nobody could look. */
function movesIis(c: Case, server: string, bad: ExchangeCertificate): boolean {
  if (bad.services?.includes('IIS') !== true) return false;
  const found = findServer(c.snapshot, server);
  const bindings = found === null ? null : readOrNull(found.iisBindings);
  if (bindings !== null) return bindings.some((b) => b.port === 443 && b.thumbprint !== bad.thumbprint);
  return bad.iisServices === null || !bad.iisServices.some((site) => site.endsWith('/1'));
}
