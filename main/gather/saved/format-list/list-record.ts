import type { CommandLine } from './command-line.ts';
import type { ConsoleLine } from './console-lines.ts';
import { displayCells } from './display-cells.ts';
import { joinPieces } from './line-joiner.ts';
import { knownProperty } from './object-kinds.ts';
import type { PastedField, PastedRecord } from './pasted-record.ts';
import { screenFacts, type ValuePiece } from './screen-facts.ts';

/** `Name : value` split at its colon. */
export interface PropertyLine {
  readonly name: string;
  /** Where the value starts: two behind the colon. */
  readonly column: number;
}

/**
 * Reads a line as the first line of a property, or null. PowerShell always leaves a blank before the colon; mail headers
 * (`Subject: ...`) never have one.
 */
export function propertyLine(line: ConsoleLine): PropertyLine | null {
  const match = /^ *([A-Za-z][A-Za-z0-9_.-]{0,127}) +:(?: |$)/u.exec(line.text.slice(0, 400));
  const name = match?.[1];
  if (match === null || name === undefined) return null;
  const colon = line.text.indexOf(':', line.indent + name.length);
  return { name: knownProperty(name) ?? name, column: colon + 2 };
}

interface OpenProperty {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly pieces: ValuePiece[];
}

/** A record of `Format-List` while its lines come in. */
export class OpenRecord {
  readonly command: CommandLine | null;
  readonly column: number;
  readonly lines: ConsoleLine[] = [];
  readonly properties = new Map<string, OpenProperty>();
  #last: OpenProperty | null = null;

  constructor(command: CommandLine | null, first: PropertyLine) {
    this.command = command;
    this.column = first.column;
  }

  /** True when a property line belongs here: its colon stands under the others, or we know the name. */
  takes({ name, column }: PropertyLine): boolean {
    return !this.properties.has(name) && (column === this.column || knownProperty(name) !== null);
  }

  add({ name, column }: PropertyLine, line: ConsoleLine): void {
    this.#last = { name, column, line: line.number, pieces: [piece(line, line.text.slice(column), false)] };
    this.properties.set(name, this.#last);
    this.lines.push(line);
  }

  /** A further line of the last property; `reflowed` when a mail program moved it from under its value. */
  continue(line: ConsoleLine): void {
    const column = this.#last?.column ?? 0;
    const reflowed = line.indent < column;
    this.#last?.pieces.push(piece(line, reflowed ? line.text.trim() : line.text.slice(column), reflowed));
    this.lines.push(line);
  }

  get lastLine(): ConsoleLine | undefined {
    return this.lines.at(-1);
  }
}

function piece(line: ConsoleLine, text: string, reflowed: boolean): ValuePiece {
  return { text, lineCells: displayCells(line.text.trimEnd()), reflowed };
}

/**
 * Joins the wrapped values of the records one command printed. They are measured together because one console printed
 * them. `occurs` tells whether some words stand on one line anywhere in the text.
 */
export function closeRecords(
  records: readonly OpenRecord[],
  occurs: (words: string) => boolean,
): readonly PastedRecord[] {
  const screen = screenFacts(
    records.flatMap((record) => record.lines.map((line) => line.text)),
    records.flatMap((record) => [...record.properties.values()].map((property) => property.pieces)),
  );
  return records.map((record) => {
    const fields = new Map<string, PastedField>();
    for (const { name, line, column, pieces } of record.properties.values()) {
      const { text, certain } = joinPieces(pieces, column, screen, occurs);
      fields.set(name, { text, line, state: certain ? 'whole' : 'doubtful' });
    }
    const lines = record.lines.map((line) => line.number);
    return { fields, lines, command: record.command, firstLine: lines[0] ?? 0 };
  });
}
