import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { TextEncoding } from '../encoding.ts';
import type { Gap, NotReadReason, PartlyReadReason } from './gap.ts';
import { type Keep, KeptSessions } from './kept-sessions.ts';
import { type SmtpLogLimits, smtpLogLimits } from './limits.ts';
import type { SmtpLogKind } from './log-header.ts';
import { type LogHeader, LogRows } from './log-rows.ts';
import { RowScanner } from './row-scanner.ts';
import { sniffEncoding, Utf8Bytes } from './utf8-bytes.ts';

export interface SmtpLogOptions {
  /** Path or name of the file; it becomes the source of every origin. */
  readonly source: string;
  /** Every session as it ends, whether or not the result keeps it. */
  readonly onSession?: (session: SmtpSession) => void;
  /** `telling` keeps sessions with a certificate, a TLS error, or a rejection; the others are counted. */
  readonly keep?: Keep;
  readonly limits?: Partial<SmtpLogLimits>;
  /** Milliseconds on any clock, for the time limit. */
  readonly now?: () => number;
}

/** What one SMTP protocol log says. */
export interface SmtpLog {
  /** Null when neither a header nor the content tells. */
  readonly kind: SmtpLogKind | null;
  readonly encoding: TextEncoding;
  readonly header: LogHeader;
  /** In the order of their first rows. */
  readonly sessions: readonly SmtpSession[];
  /** Sessions that `keep` left out. */
  readonly rest: { readonly sessions: number; readonly rows: number };
  /** Rows read, those of `rest` included, and the sum of `notRead`: together every row, and one for each part unread. */
  readonly counts: { readonly records: number; readonly notRead: number };
  readonly notRead: readonly Gap<NotReadReason>[];
  readonly partlyRead: readonly Gap<PartlyReadReason>[];
  /** ISO, UTC: the earliest and the latest row. */
  readonly first: string | null;
  readonly last: string | null;
}

/**
 * Reads a send or receive protocol log of Exchange (exchange.md 6.4) in one pass and in bounded memory. Damaged text
 * never throws; a source that fails half-way leaves what was read so far and says so, except for an `AbortError`.
 */
export async function readSmtpLog(
  chunks: AsyncIterable<Uint8Array>,
  options: SmtpLogOptions,
): Promise<SmtpLog> {
  const reading = new Reading(options);
  try {
    for await (const chunk of chunks) if (!reading.read(chunk)) break;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    reading.stop('read-error');
  }
  return reading.end();
}

/** Bytes that decide the encoding. */
const headLength = 4;

class Reading {
  readonly #options: SmtpLogOptions;
  readonly #limits: SmtpLogLimits;
  readonly #rows: LogRows;
  readonly #kept: KeptSessions;
  readonly #scanner: RowScanner;
  readonly #deadline: number;
  #encoding: TextEncoding = 'utf-8';
  #bytes: Utf8Bytes | null = null;
  #head: Uint8Array = new Uint8Array(0);
  #bytesRead = 0;
  #droppedRows = 0;
  #stopped = false;

  constructor(options: SmtpLogOptions) {
    this.#options = options;
    this.#limits = { ...smtpLogLimits, ...options.limits };
    this.#deadline = (options.now?.() ?? 0) + this.#limits.milliseconds;
    this.#kept = new KeptSessions(options.keep ?? 'all', this.#limits, (session, line) =>
      this.#drop(session, line),
    );
    this.#rows = new LogRows(options.source, this.#limits, {
      session: (session, line) => {
        options.onSession?.(session);
        this.#kept.add(session, line);
      },
      delimiter: (delimiter) => {
        this.#scanner.delimiter = delimiter;
      },
    });
    this.#scanner = new RowScanner(this.#limits.rowBytes, (row) => this.#rows.add(row));
  }

  /** False when a limit ends the reading. */
  read(chunk: Uint8Array): boolean {
    const room = this.#limits.bytes - this.#bytesRead;
    this.#bytesRead += chunk.length;
    this.#take(room < chunk.length ? chunk.subarray(0, room) : chunk);
    if (room < chunk.length) return this.stop('limit-bytes');
    const now = this.#options.now?.();
    return now === undefined || now <= this.#deadline || this.stop('limit-time');
  }

  stop(reason: 'limit-bytes' | 'limit-time' | 'read-error'): false {
    this.#stopped = true;
    this.#rows.notRead.add(reason, this.#scanner.line);
    return false;
  }

  end(): SmtpLog {
    if (this.#bytes === null) this.#begin(this.#head);
    this.#scanner.push(this.#bytes?.end() ?? new Uint8Array(0));
    this.#scanner.end(this.#stopped);
    this.#rows.end();
    const { notRead, partlyRead, span } = this.#rows;
    const bad = this.#bytes?.badSequences ?? 0;
    if (bad > 0) partlyRead.add('bad-bytes', 1, bad);
    const { nulBytes, firstNulLine } = this.#scanner;
    if (nulBytes > 0) partlyRead.add('nul-bytes', firstNulLine, nulBytes);
    return {
      kind: this.#rows.kind,
      encoding: this.#encoding,
      header: this.#rows.header,
      sessions: this.#kept.list(),
      rest: this.#kept.rest,
      counts: { records: this.#rows.records - this.#droppedRows, notRead: notRead.total },
      notRead: notRead.list(),
      partlyRead: partlyRead.list(),
      first: span.first,
      last: span.last,
    };
  }

  #take(chunk: Uint8Array): void {
    if (this.#bytes !== null) {
      this.#scanner.push(this.#bytes.convert(chunk));
      return;
    }
    const head = new Uint8Array(this.#head.length + chunk.length);
    head.set(this.#head);
    head.set(chunk, this.#head.length);
    if (head.length >= headLength) this.#begin(head);
    else this.#head = head;
  }

  #begin(head: Uint8Array): void {
    this.#encoding = sniffEncoding(head);
    this.#bytes = new Utf8Bytes(this.#encoding);
    this.#scanner.push(this.#bytes.convert(head));
  }

  #drop(session: SmtpSession, line: number): void {
    this.#droppedRows += session.rows;
    this.#rows.notRead.add('limit-sessions', line, session.rows);
  }
}
