import type { NotReadCode } from '../../../domain/reading.ts';
import type { SourceGap } from '../../../domain/snapshot.ts';
import type { Plain, PlainObject } from '../../../exchange/plain.ts';
import { GapList } from '../gap-list.ts';
import { readingLimits } from '../limits.ts';
import { consoleLines } from './console-lines.ts';
import { DateTexts, type TextDate } from './date-texts.ts';
import { dateProperties, fieldValue, isCutList, isServicesString } from './field-values.ts';
import { isOfUse, recogniseObject } from './object-kinds.ts';
import type { LineRole, PastedField, PastedRecord } from './pasted-record.ts';
import { pastedRecords } from './pasted-records.ts';

/** One object of a pasted text. A property that is not in `object` was not shown, or not shown whole: it is unknown. */
interface TextObject {
  /** The cmdlet that prints objects with these properties, for example `Get-SendConnector`. */
  readonly cmdlet: string;
  readonly object: PlainObject;
  /** `line 12`. */
  readonly place: string;
  /** The `-Server` of the command in front, or null. */
  readonly server: string | null;
  /** Its dates with what is known of their order and zone; ambiguous ones are not in `object`. */
  readonly dates: readonly TextDate[];
}

export interface FormatListReading {
  readonly objects: readonly TextObject[];
  readonly notRead: readonly SourceGap[];
  readonly complete: boolean;
  /** Every line is counted once: the sum of the others is `lines`. */
  readonly counts: LineCounts;
}

interface LineCounts {
  readonly lines: number;
  readonly used: number;
  readonly blank: number;
  readonly command: number;
  /** Greetings, warnings, objects of other kinds. */
  readonly other: number;
  readonly notRead: number;
}

/**
 * Reads what people paste of `Format-List` and `Format-Table` into mails: quoted, wrapped, cut, in any language, several
 * objects after one another. Never throws for what the text holds.
 */
export function readFormatList(text: string): FormatListReading {
  const gaps = new GapList();
  const limit = readingLimits.textCharacters;
  if (text.length > limit) gaps.missing('limit', `only the first ${limit} characters were read`);
  const { records, roles } = pastedRecords(consoleLines(text.slice(0, limit)));
  const recognised = records.flatMap((record) => recogniseRecord(record, gaps));
  const dates = new DateTexts(recognised.map(({ record }) => record));
  const objects = recognised.map(({ cmdlet, record }) => textObject(cmdlet, record, dates, gaps));
  const taken = new Set(recognised.flatMap(({ record }) => record.lines));
  return { objects, counts: countLines(roles, taken, gaps), notRead: gaps.list(), complete: gaps.complete };
}

interface Recognised {
  readonly cmdlet: string;
  readonly record: PastedRecord;
}

function recogniseRecord(record: PastedRecord, gaps: GapList): readonly Recognised[] {
  const cmdlet = recogniseObject(new Set(record.fields.keys()), record.command?.cmdlet ?? null);
  if (cmdlet !== null) return [{ cmdlet, record }];
  const names = [...record.fields.keys()].slice(0, 8).join(', ');
  gaps.harmless('not-available', `an object of no kind we read, with ${names}`, placeOf(record.firstLine));
  return [];
}

function textObject(cmdlet: string, record: PastedRecord, dates: DateTexts, gaps: GapList): TextObject {
  const properties = new Map<string, Plain>();
  const read: TextDate[] = [];
  for (const [name, field] of record.fields) {
    const lost = lostText(field);
    if (lost !== null) {
      const gap: [code: NotReadCode, detail: string, where: string] = [
        'incomplete',
        `${name}: ${lost}`,
        placeOf(field.line),
      ];
      if (isOfUse(name)) gaps.missing(...gap);
      else gaps.harmless(...gap);
    } else if (!dateProperties.has(name) || field.text === '') setValue(properties, name, field.text);
    else readDateField(name, field, dates, gaps, properties, read);
  }
  addThumbprint(properties, cmdlet, record);
  const object: PlainObject = { typeNames: [], text: null, properties, items: null, value: null };
  const server = record.command?.server ?? null;
  return { cmdlet, object, place: placeOf(record.firstLine), server, dates: read };
}

/** Why the text of a property is not all there, or null when it is. */
function lostText({ text, state }: PastedField): string | null {
  if (state === 'doubtful') return 'a blank may be missing where a line was wrapped';
  if (state === 'cut') return 'cut by the width of the table';
  return isCutList(text) ? 'the list was cut by the shell' : null;
}

function setValue(properties: Map<string, Plain>, name: string, text: string): void {
  if (name === 'Services' && isServicesString(text)) properties.set('ServicesStringForm', text);
  else properties.set(name, fieldValue(name, text));
}

function readDateField(
  name: string,
  { text, line }: PastedField,
  dates: DateTexts,
  gaps: GapList,
  properties: Map<string, Plain>,
  read: TextDate[],
): void {
  const date = dates.read(name, text);
  if (date === null) {
    gaps.missing('damaged', `${name}: not a date of a known form`, placeOf(line));
    return;
  }
  read.push(date);
  const { reading } = date;
  if (!('iso' in reading)) {
    const either = reading.ambiguous.join(' or ');
    gaps.missing('incomplete', `${name}: day and month can be either way round, ${either}`, placeOf(line));
  } else if (reading.zone === 'utc') properties.set(name, reading.iso);
  else if (name === 'NotBefore' || name === 'NotAfter') {
    // An end of validity that is half a day off still answers whether the certificate has expired; none would not.
    gaps.oddity('incomplete', `${name}: no time zone, taken as UTC (up to 14 hours off)`, placeOf(line));
    properties.set(name, `${reading.iso}Z`);
  } else {
    gaps.oddity('incomplete', `${name}: local time of a server without its zone`, placeOf(line));
    properties.set(name, reading.iso);
  }
}

/** `Get-ExchangeCertificate -Thumbprint X | fl Services` shows everything but the thumbprint. */
function addThumbprint(
  properties: Map<string, Plain>,
  cmdlet: string,
  { fields, command }: PastedRecord,
): void {
  const thumbprint = command?.thumbprint ?? null;
  if (cmdlet === 'Get-ExchangeCertificate' && !fields.has('Thumbprint') && thumbprint !== null) {
    properties.set('Thumbprint', thumbprint);
  }
}

function countLines(roles: readonly LineRole[], taken: ReadonlySet<number>, gaps: GapList): LineCounts {
  const counts = { lines: roles.length, used: 0, blank: 0, command: 0, other: 0, notRead: 0 };
  for (const [index, role] of roles.entries()) {
    if (role === 'blank' || role === 'command') counts[role]++;
    else if (role === 'table-head' || taken.has(index + 1)) counts.used++;
    else if (role === 'broken-row' || role === 'too-long') {
      counts.notRead++;
      const why =
        role === 'too-long' ? 'a line longer than any console' : 'a row that does not follow its table';
      gaps.missing(role === 'too-long' ? 'limit' : 'damaged', why, placeOf(index + 1));
    } else counts.other++;
  }
  return counts;
}

function placeOf(line: number): string {
  return `line ${line}`;
}

const enough = 256 * 1024;

/** True when the start of a text holds an object that `readFormatList` would take. */
export function looksLikeFormatList(text: string): boolean {
  const { records } = pastedRecords(consoleLines(text.slice(0, enough)));
  return records.some(
    ({ fields, command }) => recogniseObject(new Set(fields.keys()), command?.cmdlet ?? null) !== null,
  );
}
