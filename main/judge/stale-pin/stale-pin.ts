import type { ExchangeCertificate } from '../../domain/certificate.ts';
import type { Connector } from '../../domain/connector.ts';
import { sameDistinguishedName } from '../../domain/distinguished-name.ts';
import type { Advice, Evidence, Finding } from '../../domain/finding.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { readOrNull } from '../../domain/reading.ts';
import type { TransportEvent } from '../../domain/transport-event.ts';
import { type Case, findServer } from '../case.ts';
import { nameEvidence, trustEvidence } from '../evidence.ts';
import { wholeStore } from '../whole-store.ts';

export const staleId = 'stale-tls-certificate-name';

/** What the server itself said of the name: refusals of this connector as evidence, and whether one still stands. */
export interface Complaint {
  readonly evidence: readonly Evidence[];
  readonly current: boolean;
}

/** A prediction whose pin leads to no certificate, or null. */
export function leadsNowhere(p: Prediction): boolean {
  return p.status === 'none' && p.nameFrom === 'tls-certificate-name';
}

/**
 * The finding on a connector whose TlsCertificateName leads nowhere; null when the list of certificates may lack the one
 * that is named and the server did not complain either.
 */
export function stalePin(
  c: Case,
  p: Prediction,
  connector: Connector,
  { complaint, advice }: { readonly complaint: Complaint; readonly advice: readonly Advice[] },
): Finding | null {
  const malformed = connector.tlsCertificateName.state === 'malformed';
  const events = notFoundEvents(c, p, connector);
  const server = findServer(c.snapshot, p.server);
  const known = malformed || (server !== null && wholeStore(c.snapshot, server));
  if (!known && !complaint.current && events.length === 0) return null;
  const invalid = p.candidates.find((x) => x.outcome === 'lost');
  return {
    rule: staleId,
    status: connector.type === 'send' ? 'error' : 'warning',
    variant: `${connector.type}-${malformed ? 'malformed' : invalid === undefined ? 'not-found' : 'not-valid'}`,
    subject: { server: p.server, thumbprint: invalid?.thumbprint ?? null, connector: p.connector },
    values: {
      server: p.server,
      connector: p.connector,
      pin: p.nameUsed ?? '?',
      reason: invalid?.reason ?? '',
    },
    evidence: [
      ...complaint.evidence,
      ...eventEvidence(p, events),
      nameEvidence(connector, p),
      ...replacements(c, p, connector).map((x) => trustEvidence(c, x, p.server)),
    ],
    advice,
  };
}

/** Certificates on the server with the pinned subject (renewed under another issuer), the newest first. */
export function replacements(c: Case, p: Prediction, connector: Connector): readonly ExchangeCertificate[] {
  if (connector.tlsCertificateName.state !== 'present') return [];
  const { subject } = connector.tlsCertificateName.value;
  const server = findServer(c.snapshot, p.server);
  const all = (server === null ? null : readOrNull(server.certificates)) ?? [];
  return all
    .filter((x) => x.subject !== null && sameDistinguishedName(x.subject, subject))
    .filter((x) => x.notAfter === null || Date.parse(x.notAfter) > c.now)
    .sort((a, b) => (b.notBefore ?? '').localeCompare(a.notBefore ?? ''));
}

/** Events 12014 of the same server that name this connector, none from before the connector was last changed. */
function notFoundEvents(c: Case, p: Prediction, connector: Connector): readonly TransportEvent[] {
  const server = findServer(c.snapshot, p.server);
  const events = (server === null ? null : readOrNull(server.events)?.events) ?? [];
  const changed = connector.whenChanged === null ? null : Date.parse(connector.whenChanged);
  return events
    .filter((e) => e.meaning === 'no-certificate-for-name')
    .filter((e) => e.subject?.connector?.toLowerCase() === p.connector.toLowerCase())
    .filter((e) => changed === null || e.time === null || Date.parse(e.time) >= changed);
}

function eventEvidence(p: Prediction, events: readonly TransportEvent[]): readonly Evidence[] {
  const [first, ...others] = events;
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
        count: events.length,
      },
      from: newest.origin,
      at: newest.time,
    },
  ];
}
