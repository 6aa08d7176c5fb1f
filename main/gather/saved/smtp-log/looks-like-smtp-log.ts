import { documentedLayout, kindOfLogType, layoutOfFields, readHeaderRow } from './log-header.ts';
import type { LogRow } from './log-row.ts';
import { eventOf } from './row-reader.ts';
import { RowScanner } from './row-scanner.ts';
import { sniffEncoding, Utf8Bytes } from './utf8-bytes.ts';

/** Bytes of a file that are enough to recognise it. */
const enough = 64 * 1024;
const mostRows = 50;

/**
 * True when the beginning of a file, in any encoding that `readSmtpLog` reads, is that of an SMTP protocol log: by the
 * first header line that tells, or by most of its rows when the header was cut off. Its name plays no part.
 */
export function looksLikeSmtpLog(head: Uint8Array): boolean {
  const signs = new Signs();
  const start = head.subarray(0, enough);
  const scanner = new RowScanner(enough, (row) => signs.see(row));
  scanner.push(new Utf8Bytes(sniffEncoding(start)).convert(start));
  // The last row of a longer file is cut, and so says nothing, unless there is no other.
  if (signs.empty) scanner.end();
  return signs.say;
}

class Signs {
  #header: boolean | null = null;
  #rows = 0;
  #fitting = 0;

  see(row: LogRow): void {
    if (this.#header !== null || this.#rows >= mostRows) return;
    const header = readHeaderRow(row);
    if (header === 'comment') return;
    if (header !== null) {
      if (header.name === 'log-type') this.#header = kindOfLogType(header.value) !== null;
      if (header.name === 'fields') this.#header = layoutOfFields(header.value) !== null;
      return;
    }
    this.#rows += 1;
    if (fitsProtocolLog(row)) this.#fitting += 1;
  }

  get empty(): boolean {
    return this.#header === null && this.#rows === 0;
  }

  get say(): boolean {
    return this.#header ?? this.#fitting > this.#rows / 2;
  }
}

/** A date, a sequence number, and an event where the documentation puts them. */
function fitsProtocolLog(row: LogRow): boolean {
  const { columns, dateTime, sequence, data, session } = documentedLayout;
  if (row.columns < columns - 1 || !row.has(data) || row.length(session) === 0) return false;
  if (eventOf(row, documentedLayout) < 0) return false;
  return (
    /^\d{1,4}[-/.]\d{1,2}[-/.]\d/.test(row.text(dateTime, 16)) && /^\d{1,15}$/.test(row.text(sequence, 16))
  );
}
