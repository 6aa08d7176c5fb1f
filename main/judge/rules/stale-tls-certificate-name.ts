import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { Connector } from '../../domain/connector.ts';
import { sameDistinguishedName } from '../../domain/distinguished-name.ts';
import type { Advice, Evidence, Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { isRead, readOrNull } from '../../domain/reading.ts';
import { matchesTlsCertificateName } from '../../domain/tls-certificate-name.ts';
import { describedAdvice, pinConnector, pinText, retryQueue } from '../advice.ts';
import { type Case, findServer } from '../case.ts';
import { certificateValues, nameEvidence, refusalEvidence, trustEvidence } from '../evidence.ts';
import { refusalsFor } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/**
 * A connector (or the hybrid configuration) names a certificate that its server does not hold, or holds only expired
 * or untrusted: mail waits with 454 4.7.5, or STARTTLS is not offered. Usual after a renewal with a new issuer.
 */
export const staleTlsCertificateName: Rule = {
  id: 'stale-tls-certificate-name',
  variants: [
    'send-not-found',
    'send-not-valid',
    'send-malformed',
    'receive-not-found',
    'receive-not-valid',
    'receive-malformed',
    'hybrid-not-found',
  ],
  citation: {
    text: 'When TlsCertificateName names a certificate that is not found, delivery fails with 454 4.7.5 and event 12014 is written.',
    url: 'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
    read: '2026-11-24',
  },
  needs: ['sendConnectors', 'receiveConnectors', 'hybridConfiguration', 'certificates'],
  applies: (c) =>
    [...c.sendConnectors, ...c.receiveConnectors].some((x) => isPinned(x)) || hybridPin(c) !== null,
  judge: (c) => [...c.predictions.flatMap((p) => judgeOne(c, p)), ...judgeHybrid(c)],
};

function isPinned(connector: Connector): boolean {
  return (
    connector.tlsCertificateName.state === 'present' || connector.tlsCertificateName.state === 'malformed'
  );
}

function judgeOne(c: Case, p: Prediction): readonly Finding[] {
  const connectors: readonly Connector[] =
    p.connectorType === 'send' ? c.sendConnectors : c.receiveConnectors;
  const connector = connectors.find((x) => x.name === p.connector);
  if (connector === undefined || p.status !== 'none' || p.nameFrom !== 'tls-certificate-name') return [];
  const refusals =
    connector.type === 'send'
      ? refusalsFor(c.refusals, connector, { server: p.server, presented: null }, c.sendConnectors).filter(
          (r) => r.class === 'pin-not-found',
        )
      : [];
  const malformed = connector.tlsCertificateName.state === 'malformed';
  const invalid = p.candidates.find((x) => x.outcome === 'lost');
  return [
    {
      rule: staleTlsCertificateName.id,
      status: connector.type === 'send' || refusals.length > 0 ? 'error' : 'warning',
      variant: `${connector.type}-${malformed ? 'malformed' : invalid === undefined ? 'not-found' : 'not-valid'}`,
      subject: { server: p.server, thumbprint: invalid?.thumbprint ?? null, connector: p.connector },
      values: {
        server: p.server,
        connector: p.connector,
        pin: p.nameUsed ?? '?',
        reason: invalid?.reason ?? '',
      },
      evidence: [
        ...refusals.map((r) => refusalEvidence(r)),
        ...eventEvidence(c, p),
        nameEvidence(connector, p),
        ...replacements(c, p, connector).map((x) => trustEvidence(c, x, p.server)),
      ],
      advice: cures(c, p, connector),
    },
  ];
}

/** Event 12014 of the same server that names this connector. */
function eventEvidence(c: Case, p: Prediction): readonly Evidence[] {
  const server = findServer(c.snapshot, p.server);
  const events = (server === null ? null : readOrNull(server.events)?.events) ?? [];
  const own = events.filter(
    (e) =>
      e.meaning === 'no-certificate-for-name' &&
      e.subject?.connector?.toLowerCase() === p.connector.toLowerCase(),
  );
  const [first, ...others] = own;
  if (first === undefined) return [];
  // Live answers list the newest first, saved logs the oldest.
  const newest = others.reduce((a, b) => ((b.time ?? '') > (a.time ?? '') ? b : a), first);
  return [
    {
      key: 'event-12014',
      values: {
        server: p.server,
        connector: p.connector,
        name: newest.subject?.name ?? '?',
        count: own.length,
      },
      from: newest.origin,
      at: newest.time,
    },
  ];
}

/** Certificates on the server with the pinned subject (renewed under another issuer), the newest first. */
function replacements(c: Case, p: Prediction, connector: Connector): readonly ExchangeCertificate[] {
  if (connector.tlsCertificateName.state !== 'present') return [];
  const { subject } = connector.tlsCertificateName.value;
  const server = findServer(c.snapshot, p.server);
  const all = (server === null ? null : readOrNull(server.certificates)) ?? [];
  return all
    .filter((x) => x.subject !== null && sameDistinguishedName(x.subject, subject))
    .filter((x) => x.notAfter === null || Date.parse(x.notAfter) > c.now)
    .sort((a, b) => (b.notBefore ?? '').localeCompare(a.notBefore ?? ''));
}

function cures(c: Case, p: Prediction, connector: Connector): readonly Advice[] {
  const found = replacements(c, p, connector);
  const best = found.find((x) => c.trust.microsoft(x.thumbprint) === 'trusted') ?? found[0];
  if (connector.type === 'send') {
    return [
      ...(best === undefined ? [] : [pinConnector(connector, best)]),
      describedAdvice('rerun-hybrid-wizard', { connector: connector.name }),
      retryQueue(p.server),
    ];
  }
  const identity = connector.identity ?? connector.name;
  return [
    describedAdvice(
      'repin-receive-connector',
      { connector: identity, ...(best === undefined ? {} : certificateValues(best)) },
      [
        'Set-ReceiveConnector',
        [
          ['Identity', identity],
          ['TlsCertificateName', best === undefined ? null : pinText(best)],
        ],
      ],
    ),
  ];
}

function hybridPin(
  c: Case,
): { readonly text: string; readonly issuer: string; readonly subject: string } | null {
  const hybrid = readOrNull(c.snapshot.organisation.hybridConfiguration);
  if (hybrid === null || hybrid.tlsCertificateName.state !== 'present') return null;
  return { text: hybrid.tlsCertificateName.text, ...hybrid.tlsCertificateName.value };
}

/** The hybrid configuration's own pin; the wizard would write it to the connectors again on its next run. */
function judgeHybrid(c: Case): readonly Finding[] {
  const pin = hybridPin(c);
  const readable = c.snapshot.servers.filter((s) => isRead(s.certificates));
  if (pin === null || readable.length === 0 || readable.length < c.snapshot.servers.length) return [];
  const held = readable.some((s) =>
    (readOrNull(s.certificates) ?? []).some(
      (x) =>
        x.issuer !== null &&
        x.subject !== null &&
        matchesTlsCertificateName({ issuer: x.issuer, subject: x.subject }, pin),
    ),
  );
  if (held) return [];
  return [
    {
      rule: staleTlsCertificateName.id,
      status: 'warning',
      variant: 'hybrid-not-found',
      subject: { server: null, thumbprint: null, connector: null },
      values: { pin: pin.text },
      evidence: [],
      advice: [describedAdvice('rerun-hybrid-wizard', { connector: '' })],
    },
  ];
}
