import type { LogRow } from './log-row.ts';

/** Where the columns of a protocol log stand; -1 for one that the header does not name. */
export interface LogLayout {
  readonly columns: number;
  readonly dateTime: number;
  readonly connector: number;
  readonly session: number;
  readonly sequence: number;
  readonly local: number;
  readonly remote: number;
  readonly event: number;
  readonly data: number;
  readonly context: number;
}

const documentedColumns =
  'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';

/** The columns of Exchange's own documentation, for a file whose header was cut off (exchange.md 6.4). */
export const documentedLayout = layoutOf(documentedColumns.split(',')) as LogLayout;

/** Null when there is no session or event column: another kind of log. */
function layoutOf(names: readonly string[]): LogLayout | null {
  const known = names.map((name) => name.trim().toLowerCase());
  const at = (name: string) => known.indexOf(name);
  if (at('session-id') < 0 || at('event') < 0) return null;
  return {
    columns: names.length,
    dateTime: at('date-time'),
    connector: at('connector-id'),
    session: at('session-id'),
    sequence: at('sequence-number'),
    local: at('local-endpoint'),
    remote: at('remote-endpoint'),
    event: at('event'),
    data: at('data'),
    context: at('context'),
  };
}

export type SmtpLogKind = 'smtp-send' | 'smtp-receive';

/** The kind that `#Log-type: SMTP Send Protocol Log` names; null for logs of other kinds. */
export function kindOfLogType(logType: string): SmtpLogKind | null {
  const words = logType.toLowerCase();
  if (!words.includes('smtp')) return null;
  if (words.includes('send')) return 'smtp-send';
  return words.includes('receive') ? 'smtp-receive' : null;
}

export interface HeaderLine {
  /** Lower-case word between `#` and the colon, such as `log-type`. */
  readonly name: string;
  readonly value: string;
}

const hash = 35;
const longestHeader = 4096;

/**
 * Reads a row that is `#Name: value`, or the bare column names of a table that PowerShell or a spreadsheet saved again;
 * `comment` for another line with `#`, null for a row of data.
 */
export function readHeaderRow(row: LogRow): HeaderLine | 'comment' | null {
  const first = row.byte(0, 0);
  if (first !== hash && (first | 0x20) !== 100) return null; // d of date-time
  const line = row
    .rawText(0, Math.min(row.columns, 64) - 1, longestHeader)
    .replaceAll('"', '')
    .trim();
  if (first === hash) return parseHeaderLine(line) ?? 'comment';
  return /^date-time\W/i.test(line) ? { name: 'fields', value: line } : null;
}

function parseHeaderLine(line: string): HeaderLine | null {
  const colon = line.indexOf(':');
  if (colon < 2 || colon > 40) return null;
  return { name: line.slice(1, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() };
}

/** Programs that save tables again use the list separator of their language: the character after the first name. */
export function delimiterOf(fields: string): number {
  const separator = /^\W*[\w-]+"?([,;\t])/.exec(fields)?.[1] ?? ',';
  return separator.charCodeAt(0);
}

/** The layout that the value of a `#Fields` line describes; null as for `layoutOf`. */
export function layoutOfFields(fields: string): LogLayout | null {
  return layoutOf(fields.split(String.fromCharCode(delimiterOf(fields))));
}
