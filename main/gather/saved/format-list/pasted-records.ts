import { type CommandLine, commandLine } from './command-line.ts';
import type { ConsoleLine } from './console-lines.ts';
import { closeRecords, OpenRecord, propertyLine } from './list-record.ts';
import type { LineRole, PastedRecord } from './pasted-record.ts';
import { tableHead, tableRows } from './table-record.ts';

export interface PastedRecords {
  readonly records: readonly PastedRecord[];
  /** One role for each line, in order. */
  readonly roles: readonly LineRole[];
}

/** From here on a line at the margin inside a record was broken by a mail program, not written by a person. */
const mailWidth = 60;

/** Finds the lists and tables of a pasted text and tells for each line what it was. */
export function pastedRecords(lines: readonly ConsoleLine[]): PastedRecords {
  const walk = new Walk(lines);
  return walk.run();
}

class Walk {
  readonly #lines: readonly ConsoleLine[];
  readonly #roles: LineRole[] = [];
  readonly #closed: PastedRecord[] = [];
  readonly #occurs: (words: string) => boolean;
  readonly #doubleSpaced: boolean;
  /** Records of one command, measured together when the command ends. */
  #group: OpenRecord[] = [];
  #open: OpenRecord | null = null;
  #command: CommandLine | null = null;
  /** The line before was a command: a further line without a form of its own is the rest of it. */
  #afterCommand = false;

  constructor(lines: readonly ConsoleLine[]) {
    this.#lines = lines;
    this.#occurs = wordSearch(lines);
    this.#doubleSpaced = isDoubleSpaced(lines);
  }

  run(): PastedRecords {
    let at = 0;
    while (at < this.#lines.length) at = this.#step(at);
    this.#endGroup();
    this.#closed.sort((a, b) => a.firstLine - b.firstLine);
    return { records: this.#closed, roles: this.#roles };
  }

  /** Takes the line at `at`, and all rows when it heads a table; answers where to go on. */
  #step(at: number): number {
    const line = this.#lines[at];
    if (line === undefined) return at + 1;
    if (line.tooLong) return this.#mark(at, 'too-long');
    if (line.blank) return this.#blank(at);
    const command = commandLine(line.text);
    if (command !== null) return this.#startCommand(at, command);
    const head = this.#lines[at + 1] === undefined ? null : tableHead(line, this.#lines[at + 1] ?? line);
    if (head !== null) return this.#table(at, head);
    const property = propertyLine(line);
    if (property !== null && (this.#open === null || line.indent < this.#open.column)) {
      if (this.#open === null || this.#open.properties.has(property.name)) {
        this.#open = new OpenRecord(this.#command, property);
        this.#group.push(this.#open);
      }
      if (this.#open.takes(property)) {
        this.#open.add(property, line);
        return this.#mark(at, 'record');
      }
    }
    if (this.#open !== null && (line.indent > 0 || this.#isBrokenByMail(at))) {
      this.#open.continue(line);
      return this.#mark(at, 'record');
    }
    return this.#other(at, line);
  }

  #mark(at: number, role: LineRole): number {
    this.#roles[at] = role;
    if (role !== 'blank') this.#afterCommand = role === 'command';
    return at + 1;
  }

  #blank(at: number): number {
    const single = this.#doubleSpaced && this.#lines[at + 1]?.blank === false;
    if (!single) this.#open = null;
    if (!single) this.#afterCommand = false;
    return this.#mark(at, 'blank');
  }

  #startCommand(at: number, command: CommandLine): number {
    this.#endGroup();
    this.#command = command;
    return this.#mark(at, 'command');
  }

  #table(at: number, head: NonNullable<ReturnType<typeof tableHead>>): number {
    this.#endGroup();
    this.#mark(at, 'table-head');
    this.#mark(at + 1, 'table-head');
    const rows: ConsoleLine[] = [];
    let end = at + 2;
    for (; end < this.#lines.length; end++) {
      const row = this.#lines[end];
      if (row === undefined || row.blank || row.tooLong || commandLine(row.text) !== null) break;
      rows.push(row);
      this.#mark(end, 'record');
    }
    const { records, broken } = tableRows(head, rows, this.#command, this.#occurs);
    for (const record of records) this.#closed.push(record);
    for (const row of broken) this.#roles[row.number - 1] = 'broken-row';
    return end;
  }

  #other(at: number, line: ConsoleLine): number {
    if (this.#afterCommand) return this.#mark(at, 'command');
    // `WARNING: ...` stands between a command and its output; anything else is a person writing, about who knows what.
    if (this.#open === null && !/^[\p{Lu}]{4,30} ?:/u.test(line.text)) {
      this.#endGroup();
      this.#command = null;
    }
    return this.#mark(at, 'other');
  }

  /** A line at the margin, after a long one and with a property of the same record behind it, belongs to the value. */
  #isBrokenByMail(at: number): boolean {
    const next = this.#lines[at + 1];
    const property = next === undefined ? null : propertyLine(next);
    const long = (this.#open?.lastLine?.text.trimEnd().length ?? 0) >= mailWidth;
    return long && property !== null && this.#open?.takes(property) === true;
  }

  #endGroup(): void {
    for (const record of closeRecords(this.#group, this.#occurs)) this.#closed.push(record);
    this.#group = [];
    this.#open = null;
  }
}

/** Mails turned into text may put a blank line behind every line. */
function isDoubleSpaced(lines: readonly ConsoleLine[]): boolean {
  let properties = 0;
  let followed = 0;
  for (const [index, line] of lines.entries()) {
    if (propertyLine(line) === null) continue;
    properties++;
    if (lines[index + 1]?.blank === true) followed++;
  }
  return properties >= 4 && followed * 10 >= properties * 9;
}

const mostSearches = 200;
const mostSearched = 4 * 1024 * 1024;

/** Tells whether words stand together on one line; gives up (false) after a count of searches, so time stays bounded. */
function wordSearch(lines: readonly ConsoleLine[]): (words: string) => boolean {
  let text: string | null = null;
  let searches = 0;
  return (words) => {
    if (words.length < 3 || ++searches > mostSearches) return false;
    text ??= lines.map((line) => line.text).join('\n');
    return text.length <= mostSearched && text.includes(words);
  };
}
