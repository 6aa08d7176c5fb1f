import { commandFamily } from './command-family.ts';
import { maxCertificateCharacters, maxReplyCharacters } from './limits.ts';
import type { LogLayout } from './log-header.ts';
import type { LogRow } from './log-row.ts';
import type { SharedValues } from './shared-values.ts';
import { acceptanceRow, commandRow, type SpeechEvent, type TellingRow } from './telling-row.ts';

export const connectEvent = 43; // +
export const disconnectEvent = 45; // -
const sentEvent = 62; // >
const receivedEvent = 60; // <
const informationEvent = 42; // *
const hyphen = 45;
const letterC = 99; // Certificate, CRL validation
const letterR = 114; // Received, Remote certificate
const letterS = 115; // Sending certificate
const letterT = 116; // TLS
const letterV = 118; // Validated received certificate

/** The byte of the event column, or -1 when it holds no event of a protocol log. */
export function eventOf(row: LogRow, layout: LogLayout): number {
  const event = row.length(layout.event) === 1 ? row.byte(layout.event, 0) : -1;
  switch (event) {
    case connectEvent:
    case disconnectEvent:
    case sentEvent:
    case receivedEvent:
    case informationEvent:
      return event;
    default:
      return -1;
  }
}

/** What the row tells of the session's outcome; null for most rows. */
export function readTellingRow(
  row: LogRow,
  layout: LogLayout,
  event: number,
  shared: SharedValues,
): TellingRow | null {
  if (event === informationEvent) return readInformation(row, layout, shared);
  if (event === sentEvent) return readSpeech(row, layout, '>');
  return event === receivedEvent ? readSpeech(row, layout, '<') : null;
}

function readSpeech(row: LogRow, layout: LogLayout, event: SpeechEvent): TellingRow | null {
  const column = layout.data;
  const code = replyCode(row, column);
  if (code === 0) {
    const family = commandFamily(row, column);
    return family === null ? null : commandRow(event, family);
  }
  const more = row.byte(column, 3) === hyphen;
  if (code < 400) return more ? null : acceptanceRow(event, code);
  const last = row.columns > layout.columns ? row.columns - 2 : column;
  const text =
    last === column ? row.text(column, maxReplyCharacters) : row.rawText(column, last, maxReplyCharacters);
  return { kind: 'reply', event, code, more, text };
}

/** Three digits from 200 to 599, alone or before a blank or hyphen (RFC 5321 section 4.2); 0 for anything else. */
function replyCode(row: LogRow, column: number): number {
  const first = row.byte(column, 0) - 48;
  if (first < 2 || first > 5) return 0;
  const second = row.byte(column, 1) - 48;
  const third = row.byte(column, 2) - 48;
  const after = row.byte(column, 3);
  if (second < 0 || second > 9 || third < 0 || third > 9 || (after !== -1 && after !== 32 && after !== 45))
    return 0;
  return first * 100 + second * 10 + third;
}

const tlsSuccess = /^TLS protocol (\w{1,64}) negotiation succeeded/i;
const tlsFailure = /^TLS negotiation failed with error (\w{1,64})/i;
/** A reply that the server made itself, where the text of an information row stands. */
const refusal = /^[45]\d\d [45]\.\d{1,3}\.\d{1,3}(?: |$)/;
/** Characters of a context that decide; the longest list of labels has 137. */
const tellingLength = 192;

function readInformation(row: LogRow, layout: LogLayout, shared: SharedValues): TellingRow | null {
  const column = contextColumn(row, layout);
  switch (row.byte(column, 0) | 0x20) {
    case letterT:
      return readTls(row.text(column, tellingLength), shared);
    case letterS:
      // `sending message with RecordId 1` stands in every session and is another text each time.
      if ((row.byte(column, 'sending '.length) | 0x20) !== letterC) return null;
      return readCertificate(row, layout, row.text(column, tellingLength), shared);
    case letterC:
    case letterR:
    case letterV:
      return readCertificate(row, layout, row.text(column, tellingLength), shared);
    default:
      return readNote(row, layout, column);
  }
}

function readTls(text: string, shared: SharedValues): TellingRow | null {
  const protocol = tlsSuccess.exec(text)?.[1];
  if (protocol !== undefined) return { kind: 'tls', protocol: shared.text(protocol) };
  const error = tlsFailure.exec(text)?.[1];
  return error === undefined ? null : { kind: 'tls-error', error: shared.text(error) };
}

function readCertificate(
  row: LogRow,
  layout: LogLayout,
  text: string,
  shared: SharedValues,
): TellingRow | null {
  const context = shared.context(text);
  if (context === null) return null;
  // A shortened list would end in a name that is in no certificate.
  const whole = !row.cut && row.length(layout.data) <= maxCertificateCharacters;
  const data = whole ? dataText(row, layout, maxCertificateCharacters) : '';
  return { kind: 'certificate', context, data, line: row.line };
}

function readNote(row: LogRow, layout: LogLayout, column: number): TellingRow | null {
  if (replyCode(row, column) >= 400) return noteOf(row.text(column, maxReplyCharacters));
  return replyCode(row, layout.data) >= 400 ? noteOf(dataText(row, layout, maxReplyCharacters)) : null;
}

function noteOf(text: string): TellingRow | null {
  return refusal.test(text) ? { kind: 'note', text } : null;
}

/**
 * Columns beyond those of the header: a writer that does not quote makes them out of the commas in a value. Data and
 * context stand last, so that they belong to the context when there is no data, and else to the data.
 */
function surplusOfData(row: LogRow, { columns, data, context }: LogLayout): number {
  const last = context === data + 1 && context === columns - 1;
  return last && row.columns > columns && row.length(data) > 0 ? row.columns - columns : 0;
}

function dataText(row: LogRow, layout: LogLayout, limit: number): string {
  const surplus = surplusOfData(row, layout);
  return surplus === 0
    ? row.text(layout.data, limit)
    : row.rawText(layout.data, layout.data + surplus, limit);
}

function contextColumn(row: LogRow, layout: LogLayout): number {
  return layout.context + surplusOfData(row, layout);
}
