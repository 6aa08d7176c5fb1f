import { reasonMeaning } from './chain-status.ts';
import { type EventRow, eventCatalogue } from './event-catalogue.ts';
import type { Known, Origin } from './reading.ts';
import { parseReply, type SmtpReply } from './reply.ts';
import { normaliseThumbprint } from './thumbprint.ts';

/** What an event of exchange.md section 5 tells; ids are stable words of our JSON. */
export type EventMeaning =
  | 'delivery-failed' // 2004
  | 'connection-failed' // 2005
  | 'dns-failed' // 2000
  | 'connection-error' // 2002
  | 'outbound-authentication-failed' // 2003, 2016, 2017
  | 'remote-disconnected' // 2006
  | 'session-started' // 2007
  | 'source-address-invalid' // 2014
  | 'tls-required-not-established' // 2015, 1032
  | 'direct-trust-failed' // 2018, 1036
  | 'tls-auth-level-not-met' // 2022
  | 'inbound-authentication-failed' // 1035: not a certificate event
  | 'internal-certificate-not-in-directory' // 12012
  | 'internal-certificate-not-in-store' // 12013
  | 'no-certificate-for-name' // 12014
  | 'internal-certificate-expired' // 12015
  | 'certificate-expired' // 12016
  | 'internal-certificate-expires-soon' // 12017
  | 'certificate-expires-soon' // 12018
  | 'remote-certificate-expired' // 12019, 12020
  | 'internal-certificate-corrupt' // 12022
  | 'fell-back-to-server-name' // 12023
  | 'fell-back-to-ephemeral' // 12024
  | 'peer-validation-failed'; // 11005, 11011-11023

/** One event record; `data` are the insertion strings in order, which no language changes. */
export interface TransportEvent {
  readonly recordId: Known<string>;
  readonly provider: string;
  readonly id: number;
  readonly qualifiers: Known<number>;
  /** 1 critical, 2 error, 3 warning, 4 information; advisory only. */
  readonly level: Known<number>;
  /** ISO, UTC, as precise as the source (up to 100 ns). */
  readonly time: Known<string>;
  readonly channel: Known<string>;
  readonly computer: Known<string>;
  readonly data: readonly string[];
  /** Rendered text in the language of the exporting machine, or null. Never parsed. */
  readonly message: Known<string>;
  readonly meaning: EventMeaning | null;
  readonly subject: EventSubject | null;
  readonly origin: Origin;
}

/** The insertion strings of an event we know, by role. */
export interface EventSubject {
  readonly connector: Known<string>;
  readonly messageId: Known<string>;
  readonly reply: Known<SmtpReply>;
  /** A host name, or `<I>..<S>..`, that event 12014 and its kin complain about. */
  readonly name: Known<string>;
  readonly thumbprint: Known<string>;
}

/** The event sources of Exchange's transport services; the same ids mean the same in each (exchange.md 5). */
export const TRANSPORT_PROVIDERS: readonly string[] = [
  'MSExchangeTransport',
  'MSExchangeFrontEndTransport',
  'MSExchangeTransportDelivery',
  'MSExchangeTransportSubmission',
];

/** Every id that `describeEvent` knows, ascending; one query filter takes about 20 of them (exchange.md 8.3). */
export const WANTED_EVENT_IDS: readonly number[] = [...eventCatalogue.keys()].sort((a, b) => a - b);

const providers = new Set(TRANSPORT_PROVIDERS.map((name) => name.toLowerCase()));

/**
 * What a record tells, from its source, id and insertion strings alone. Both null for a foreign source and for ids that
 * are not about TLS; a string that is missing, blank or not of its kind is null in the subject.
 */
export function describeEvent(
  provider: string,
  id: number,
  data: readonly string[],
): { readonly meaning: EventMeaning | null; readonly subject: EventSubject | null } {
  const row = providers.has(provider.trim().toLowerCase()) ? eventCatalogue.get(id) : undefined;
  if (row === undefined) return { meaning: null, subject: null };
  const reply = insertion(data, row.reply);
  const thumbprint = normaliseThumbprint(insertion(data, row.thumbprint) ?? '');
  const name = insertion(data, row.name);
  return {
    meaning: row.meaning,
    subject: {
      connector: connectorOf(row, data),
      messageId: insertion(data, row.messageId),
      reply: reply === null ? null : parseReply(reply),
      name: row.name === row.thumbprint && thumbprint !== null ? null : name,
      thumbprint,
    },
  };
}

/** The text of 2022 is not published: its neighbours 2016 and 2017 put the error first and the connector second. */
function connectorOf(row: EventRow, data: readonly string[]): string | null {
  const errorFirst = row.meaning === 'tls-auth-level-not-met' && reasonMeaning(data[0] ?? '').known;
  return insertion(data, errorFirst ? 2 : row.connector);
}

function insertion(data: readonly string[], position: number | undefined): string | null {
  const text = position === undefined ? '' : (data[position - 1]?.trim() ?? '');
  return text === '' ? null : text;
}
