import type { Finding } from '../../domain/finding.ts';
import { isRead } from '../../domain/reading.ts';
import { describedAdvice } from '../advice.ts';
import { type Case, cloudConnectors } from '../case.ts';
import { refusalEvidence } from '../evidence.ts';
import type { Refusal } from '../refusals.ts';
import type { Rule } from '../rule.ts';

/** Classes that say something about TLS or certificates; a full mailbox or a greylisting is not ours to judge. */
const tlsClasses: readonly Refusal['class'][] = [
  'untrusted-root',
  'tls-channel-refused',
  'pin-not-found',
  'peer-certificate-invalid',
  'no-private-key',
  'key-not-readable',
  'socket-error',
  'starttls-missing',
  'inbound-certificate-refused',
  'tenant-attribution',
  'dane',
  'mta-sts',
];

/** Classes that look alike and are something else: said so, to keep an administrator from changing certificates. */
const lookAlikes: readonly Refusal['class'][] = ['kerberos', 'temporary-server-error'];

/**
 * Mail is refused over TLS: the observed fact itself (condition D1), whatever its cause. The other rules explain it;
 * where they cannot, this finding still stands and names the class.
 */
export const refusedMail: Rule = {
  id: 'refused-mail',
  variants: [...tlsClasses, ...lookAlikes],
  citation: {
    text: 'The reply text tells which side refused the TLS channel and for which chain error.',
    url: 'https://learn.microsoft.com/exchange/troubleshoot/email-delivery/mail-flow-stops-event-2004',
    read: '2026-11-24',
  },
  needs: ['queues', 'events', 'sendSessions'],
  applies: () => true,
  judge: (c) => [...groups(c).values()].map((refusals) => judgeGroup(c, refusals)),
};

/** One finding for each server, connector and class, with all its sources as evidence. */
function groups(c: Case): ReadonlyMap<string, readonly Refusal[]> {
  const found = new Map<string, Refusal[]>();
  for (const refusal of c.refusals) {
    if (!tlsClasses.includes(refusal.class) && !lookAlikes.includes(refusal.class)) continue;
    const key = JSON.stringify([refusal.server, refusal.connector?.toLowerCase() ?? null, refusal.class]);
    found.set(key, [...(found.get(key) ?? []), refusal]);
  }
  return found;
}

function judgeGroup(c: Case, refusals: readonly Refusal[]): Finding {
  const newest = [...refusals].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))[0] as Refusal;
  return {
    rule: refusedMail.id,
    status: statusOf(c, refusals),
    variant: newest.class,
    subject: { server: newest.server, thumbprint: newest.sent, connector: newest.connector },
    values: {
      server: newest.server,
      connector: newest.connector ?? '?',
      reason: newest.reason ?? '',
      reply: newest.text,
    },
    evidence: refusals.map((r) => refusalEvidence(r)),
    advice: [describedAdvice(`explain-${newest.class}`, { server: newest.server })],
  };
}

/** Mail to Exchange Online is what is asked about; a partner's server that refuses TLS is worth a notice. */
function statusOf(c: Case, refusals: readonly Refusal[]): Finding['status'] {
  const [first] = refusals as readonly [Refusal, ...Refusal[]];
  const cloud = cloudConnectors(c);
  const toCloud =
    first.connector === null
      ? cloud.length === 1 && first.source !== 'queue'
      : cloud.some((x) => x.name.toLowerCase() === first.connector?.toLowerCase());
  // Without connectors nobody can tell where the mail was going: what was seen then stands as it is.
  const unknown = !isRead(c.snapshot.organisation.sendConnectors);
  if (!refusals.some((r) => r.current) || !(toCloud || unknown)) return 'notice';
  return lookAlikes.includes(first.class) ? 'warning' : 'error';
}
