import { reasonMeaning } from './chain-status.ts';
import type { ReplyClass } from './reply.ts';

/** A reply on one line, and its codes. */
export interface FlatReply {
  readonly line: string;
  readonly code: string | null;
  readonly enhanced: string | null;
}

interface Evidence {
  readonly lower: string;
  readonly code: string | null;
  readonly enhanced: string | null;
  readonly reason: string | null;
}

type Row = readonly [replyClass: ReplyClass, says: (evidence: Evidence) => boolean];

/** exchange.md 6.1, the most telling sign first: the first row that holds decides. */
const catalogue: readonly Row[] = [
  ['accepted', ({ code }) => code?.startsWith('2') === true],
  ['untrusted-root', (e) => refusesChannel(e) && e.reason?.toLowerCase() === 'untrustedroot'],
  ['tls-channel-refused', refusesChannel],
  ['no-private-key', ({ lower }) => /\bnocredentials\b/.test(lower)],
  ['key-not-readable', ({ lower }) => /\bunknowncredentials\b/.test(lower)],
  ['pin-not-found', missesPin],
  ['tenant-attribution', refusesTenant],
  ['mta-sts', ({ lower }) => lower.includes('mta-sts')],
  ['dane', failsDane],
  ['kerberos', ({ lower }) => lower.includes('temporary authentication failure')],
  ['temporary-server-error', failsBehindFrontEnd],
  ['inbound-certificate-refused', (e) => e.enhanced === '4.4.317' && reasonMeaning(e.reason ?? '').known],
  ['starttls-missing', ({ lower }) => /starttls is required|must issue a starttls/.test(lower)],
  ['peer-certificate-invalid', blamesPeer],
  ['socket-error', ({ lower }) => /\bsocketerror\b/.test(lower)],
  ['connection-timeout', ({ lower }) => lower.includes('connection timed out')],
  ['connection-timeout', ({ code, enhanced }) => code === '421' && enhanced === '4.4.1'],
  ['starttls-missing', ({ enhanced }) => enhanced === '4.4.101'],
  // Exchange Online gives 4.4.317 also when nobody answers at all, which says nothing about a certificate.
  ['other', ({ lower }) => /winsock|failed to connect/.test(lower)],
  ['inbound-certificate-refused', ({ enhanced }) => enhanced === '4.4.317'],
];

/** The class of a reply and the chain status word in it, both from its own words alone. */
export function classifyReply(reply: FlatReply): {
  readonly class: ReplyClass;
  readonly reason: string | null;
} {
  const reason = reasonWord(reply.line);
  const evidence = { lower: reply.line.toLowerCase(), code: reply.code, enhanced: reply.enhanced, reason };
  const row = catalogue.find(([, says]) => says(evidence));
  return { class: row?.[0] ?? 'other', reason };
}

function refusesChannel({ lower }: Evidence): boolean {
  return lower.includes('failed to establish appropriate tls channel');
}

function missesPin({ lower, enhanced }: Evidence): boolean {
  return lower.includes('tlscertificatename') && (enhanced === '4.7.5' || lower.includes('not be found'));
}

function refusesTenant({ lower, code, enhanced }: Evidence): boolean {
  return (
    enhanced === '5.7.64' ||
    enhanced === '5.7.51' ||
    lower.includes('tenantattribution') ||
    lower.includes('tenantinboundattribution') ||
    (code === '550' && /\battr[0-9]{1,4}\b/.test(lower))
  );
}

function failsDane({ lower, enhanced }: Evidence): boolean {
  return /^[45]\.7\.32[1-5]$/.test(enhanced ?? '') || /dane validation|tlsa-invalid/.test(lower);
}

function failsBehindFrontEnd({ lower, enhanced }: Evidence): boolean {
  return (
    lower.includes('temporary server error') || (enhanced === '4.7.0' && /\bprx[0-9]{1,2}\b/.test(lower))
  );
}

function blamesPeer({ lower, enhanced }: Evidence): boolean {
  return (
    enhanced === '4.7.5' ||
    enhanced === '5.7.5' ||
    lower.includes('certificate validation fail') ||
    lower.includes('remote certificate must have a common name')
  );
}

/** Places whose word is a chain status even when nobody has seen it before. */
const statusPlaces = [
  /TLS channel: ?(?!Access\b)([A-Za-z]+)/i,
  /\bReason: ?([A-Za-z]+)(?=[\]}.,;"']|$)/i,
  /\[Message=([A-Za-z]+)\]/i,
  /\bMSG=([A-Za-z]+)(?=[};]| (?:FQDN|IP|LRT|LHT)=|$)/i,
  /validation status: ?'([A-Za-z]+)'/i,
  /ChainValidityStatus ?= ?([A-Za-z]+)/i,
];

/** Words that stand in those places and say that TLS or the network failed, not what is wrong with a chain. */
const noStatus = new Set(['socketerror', 'nocredentials', 'unknowncredentials']);

function reasonWord(line: string): string | null {
  for (const place of statusPlaces) {
    const word = place.exec(line)?.[1];
    if (word !== undefined && !noStatus.has(word.toLowerCase())) return word;
  }
  // `Valid` and `Revoked` are plain English: elsewhere in a text they say nothing.
  for (const [word] of line.matchAll(/[A-Za-z]{9,}/g)) if (reasonMeaning(word).known) return word;
  return null;
}
