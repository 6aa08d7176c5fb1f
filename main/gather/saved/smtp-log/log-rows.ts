import type { SmtpSession } from '../../../domain/smtp-session.ts';
import { GapTally, type NotReadReason, type PartlyReadReason } from './gap.ts';
import { maxFieldCharacters, type SmtpLogLimits } from './limits.ts';
import { parseLogDate } from './log-date.ts';
import {
  delimiterOf,
  documentedLayout,
  type HeaderLine,
  kindOfLogType,
  type LogLayout,
  layoutOfFields,
  readHeaderRow,
  type SmtpLogKind,
} from './log-header.ts';
import type { LogRow } from './log-row.ts';
import { addTellingRow, type Direction, type Earliest, type OpenSession } from './open-session.ts';
import { isRedacted, knownText } from './redaction.ts';
import { connectEvent, disconnectEvent, eventOf, readTellingRow } from './row-reader.ts';
import { SessionCache } from './session-cache.ts';
import { SessionTable } from './session-table.ts';
import { SharedValues } from './shared-values.ts';
import { TimeSpan } from './time-span.ts';

/** What the file says of itself; the first header counts, null for what no header said. */
export interface LogHeader {
  readonly software: string | null;
  readonly version: string | null;
  readonly logType: string | null;
  /** ISO, UTC. */
  readonly date: string | null;
}

export interface LogRowsSink {
  session(session: SmtpSession, line: number): void;
  /** The separator of the columns changed; counts from the next row on. */
  delimiter(delimiter: number): void;
}

/** Sorts the rows of one file into sessions; follows header lines wherever they stand. */
export class LogRows {
  readonly notRead = new GapTally<NotReadReason>();
  readonly partlyRead = new GapTally<PartlyReadReason>();
  readonly span = new TimeSpan();
  /** Rows that are in a session. */
  records = 0;
  readonly #sink: LogRowsSink;
  readonly #shared = new SharedValues();
  readonly #table: SessionTable;
  readonly #cache = new SessionCache();
  readonly #header = new Map<string, string>();
  /** Null under the header of another kind of log. */
  #layout: LogLayout | null = documentedLayout;
  #direction: Direction | null = null;
  #kind: SmtpLogKind | null = null;

  constructor(source: string, limits: SmtpLogLimits, sink: LogRowsSink) {
    this.#sink = sink;
    this.#table = new SessionTable(source, limits, this.#shared, {
      session: (session, line) => sink.session(session, line),
      partlyRead: (reason, line) => this.partlyRead.add(reason, line),
    });
  }

  /** By the first header; by the content when the header was cut off. */
  get kind(): SmtpLogKind | null {
    if (this.#kind !== null) return this.#kind;
    const direction = this.#table.direction;
    return direction === null ? null : direction === 'send' ? 'smtp-send' : 'smtp-receive';
  }

  get header(): LogHeader {
    return {
      software: this.#header.get('software') ?? null,
      version: this.#header.get('version') ?? null,
      logType: this.#header.get('log-type') ?? null,
      date: parseLogDate(this.#header.get('date') ?? ''),
    };
  }

  add(row: LogRow): void {
    const header = readHeaderRow(row);
    if (header === 'comment') return;
    if (header !== null) {
      this.#follow(header);
      return;
    }
    this.#noteDamage(row);
    const why = this.#read(row);
    if (why !== null) this.notRead.add(why, row.line);
  }

  end(): void {
    this.#table.end();
  }

  /** Why the row belongs to no session, or null when it was read. */
  #read(row: LogRow): NotReadReason | null {
    const layout = this.#layout;
    if (layout === null) return 'other-log';
    const event = eventOf(row, layout);
    if (event < 0) return 'other-layout';
    const session = this.#sessionOf(row, layout, event);
    if (session === null) return 'no-session-id';
    this.#noteColumns(row, layout);
    this.#addTo(session, row, layout, event);
    return null;
  }

  #addTo(session: OpenSession, row: LogRow, layout: LogLayout, event: number): void {
    this.records += 1;
    session.rows += 1;
    this.span.see(row, layout.dateTime);
    const sequence = sequenceOf(row, layout, session.lastSequence);
    session.lastSequence = sequence;
    if (sequence < session.lowestSequence) {
      session.lowestSequence = sequence;
      this.#noteStart(session, row, layout);
    }
    if (sequence > session.highestSequence) session.highestSequence = sequence;
    this.#noteEnds(session, row, layout, sequence);
    const telling = readTellingRow(row, layout, event, this.#shared);
    if (telling !== null) {
      addTellingRow(session, sequence, telling);
      this.#table.relieve(session);
    }
    if (event === connectEvent) session.connected = true;
    if (event === disconnectEvent) this.#table.disconnect(session);
  }

  #noteStart(session: OpenSession, row: LogRow, layout: LogLayout): void {
    const time = parseLogDate(row.text(layout.dateTime, maxFieldCharacters));
    if (time !== null && (session.started === null || time < session.started)) session.started = time;
  }

  /** The local end is blank until the connection stands; each value counts from the earliest row that has it. */
  #noteEnds(session: OpenSession, row: LogRow, layout: LogLayout, sequence: number): void {
    session.connector = earlier(session.connector, row, layout.connector, sequence);
    session.local = earlier(session.local, row, layout.local, sequence);
    session.remote = earlier(session.remote, row, layout.remote, sequence);
  }

  #sessionOf(row: LogRow, layout: LogLayout, event: number): OpenSession | null {
    const connects = event === connectEvent;
    const cached = connects ? null : this.#cache.find(row, layout.session);
    if (cached !== null) return cached;
    const id = row.text(layout.session, maxFieldCharacters).trim();
    if (isRedacted(id)) return null;
    const session = this.#table.of(id, row.line, this.#direction, connects);
    this.#cache.remember(row, layout.session, session);
    return session;
  }

  #noteColumns(row: LogRow, layout: LogLayout): void {
    if (row.unclosed) this.partlyRead.add('unclosed-quote', row.line);
    else if (row.cut) this.partlyRead.add('row-too-long', row.line);
    else if (row.columns === layout.columns) return;
    else if (!row.terminated && row.columns < layout.columns) this.partlyRead.add('cut-off-end', row.line);
    else this.partlyRead.add('column-count', row.line);
  }

  #noteDamage(row: LogRow): void {
    const bad = row.high ? row.badSequences() : 0;
    if (bad > 0) this.partlyRead.add('bad-bytes', row.line, bad);
  }

  #follow({ name, value }: HeaderLine): void {
    if (name === 'fields') {
      this.#layout = layoutOfFields(value);
      this.#sink.delimiter(delimiterOf(value));
      return;
    }
    if (name === 'log-type') this.#followLogType(value);
    if (!this.#header.has(name) && this.#header.size < 16) this.#header.set(name, value);
  }

  /** The columns of the log before do not hold for one of another kind; its own header line will say. */
  #followLogType(value: string): void {
    const kind = kindOfLogType(value);
    this.#kind ??= kind;
    this.#direction = kind === null ? null : kind === 'smtp-send' ? 'send' : 'receive';
    this.#layout = kind === null ? null : (this.#layout ?? documentedLayout);
  }
}

function earlier(known: Earliest | null, row: LogRow, column: number, sequence: number): Earliest | null {
  if ((known !== null && known.sequence <= sequence) || row.length(column) === 0) return known;
  const text = knownText(row.text(column, maxFieldCharacters));
  return text === null ? known : { sequence, text };
}

/** Numbers that are missing or damaged take the place of the row before, so that the order of the file decides. */
function sequenceOf(row: LogRow, layout: LogLayout, before: number): number {
  const column = layout.sequence;
  const length = row.length(column);
  if (length === 0 || length > 15) return before;
  let sequence = 0;
  for (let index = 0; index < length; index++) {
    const digit = row.byte(column, index) - 48;
    if (digit < 0 || digit > 9) return before;
    sequence = sequence * 10 + digit;
  }
  return sequence;
}
