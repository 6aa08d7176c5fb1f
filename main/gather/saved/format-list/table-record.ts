import type { CommandLine } from './command-line.ts';
import type { ConsoleLine } from './console-lines.ts';
import { cellsOf, displayCells } from './display-cells.ts';
import { isServicesString } from './field-values.ts';
import { joinPieces } from './line-joiner.ts';
import { knownProperty } from './object-kinds.ts';
import type { PastedField, PastedRecord } from './pasted-record.ts';
import type { ValuePiece } from './screen-facts.ts';

export interface TableHead {
  readonly names: readonly string[];
  /** First cell and the cell behind the last one of each run of dashes. */
  readonly dashes: readonly (readonly [number, number])[];
  readonly cells: readonly string[];
}

const mostColumns = 200;

/** Reads two lines as the head of a `Format-Table`: names, and dashes under each of them; null when they are not. */
export function tableHead(names: ConsoleLine, rule: ConsoleLine): TableHead | null {
  if (!/^[ -]+$/u.test(rule.text)) return null;
  const dashes = dashRuns(rule.text);
  const words = names.text.trim().split(/ +/u);
  if (dashes.length === 0 || words.length !== dashes.length || words.length > mostColumns) return null;
  if (!words.every((word) => /^[A-Za-z][A-Za-z0-9_.]{0,127}$/u.test(word))) return null;
  const known = words.map((word) => knownProperty(word) ?? word);
  if (new Set(known).size !== known.length || known.every((word) => knownProperty(word) === null))
    return null;
  return { names: known, dashes, cells: cellsOf(names.text) };
}

function dashRuns(text: string): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) !== '-') continue;
    const start = at;
    while (text.charAt(at) === '-') at++;
    runs.push([start, at]);
  }
  return runs;
}

export interface TableRows {
  readonly records: readonly PastedRecord[];
  /** Rows that do not follow the columns of the head. */
  readonly broken: readonly ConsoleLine[];
}

/**
 * Cuts the rows of a table into records. Between two columns lies a cell that is blank in every row; where there is none
 * (a mail collapsed the blanks), a row counts only when it has exactly one word for each column.
 */
export function tableRows(
  head: TableHead,
  rows: readonly ConsoleLine[],
  command: CommandLine | null,
  occurs: (words: string) => boolean,
): TableRows {
  const grid = rows.map((row) => cellsOf(row.text));
  const cuts = columnCuts(head, [head.cells, ...grid]);
  const open: { first: ConsoleLine; lines: number[]; pieces: ValuePiece[][] }[] = [];
  const broken: ConsoleLine[] = [];
  for (const [index, row] of rows.entries()) {
    const texts = cuts === null ? words(row, head) : cutRow(grid[index] ?? [], cuts);
    const last = open.at(-1);
    if (texts === null) broken.push(row);
    else if (texts[0] === '' && last !== undefined) {
      for (const [column, text] of texts.entries())
        if (text !== '') last.pieces[column]?.push(cellPiece(text));
      last.lines.push(row.number);
    } else {
      open.push({ first: row, lines: [row.number], pieces: texts.map((text) => [cellPiece(text)]) });
    }
  }
  const widths = head.names.map((_, column) => columnWidth(head, column, open));
  const records = open.map(({ first, lines, pieces }) => {
    const fields = new Map<string, PastedField>();
    for (const [column, name] of head.names.entries()) {
      const cells = widths[column] ?? 0;
      const screen = { cells, endsKept: false, breaks: 'unknown' } as const;
      const { text, certain } = joinPieces(pieces[column] ?? [], 0, screen, occurs);
      const fills = cuts === null || displayCells(text) >= cells;
      const state = fills && isCut(name, text) ? 'cut' : certain ? 'whole' : 'doubtful';
      fields.set(name, { text, line: first.number, state });
    }
    return { fields, command, lines, firstLine: first.number };
  });
  return { records, broken };
}

/**
 * `...` (5.1) or the single character (7) behind a cut text, and in front of a cut number. Services prints dots of its own
 * (`.......` is None) and has a column wide enough for all of them.
 */
function isCut(name: string, text: string): boolean {
  if (name === 'Services' && isServicesString(text)) return false;
  return text.endsWith('...') || text.endsWith('…') || /^(?:\.\.\.|…)\d/u.test(text);
}

function columnCuts(head: TableHead, grid: readonly (readonly string[])[]): readonly number[] | null {
  const cuts: number[] = [];
  for (let column = 1; column < head.dashes.length; column++) {
    const behindLeft = head.dashes[column - 1]?.[1] ?? 0;
    let cut = (head.dashes[column]?.[0] ?? 0) - 1;
    while (cut >= behindLeft && !grid.every((cells) => (cells[cut] ?? ' ') === ' ')) cut--;
    if (cut < behindLeft) return null;
    cuts.push(cut);
  }
  return cuts;
}

function cutRow(cells: readonly string[], cuts: readonly number[]): readonly string[] {
  const starts = [0, ...cuts];
  return starts.map((start, column) =>
    cells
      .slice(start, starts[column + 1])
      .join('')
      .trim(),
  );
}

function words(row: ConsoleLine, head: TableHead): readonly string[] | null {
  const found = row.text.trim().split(/ +/u);
  return found.length === head.names.length ? found : null;
}

function cellPiece(text: string): ValuePiece {
  return { text, lineCells: displayCells(text), reflowed: false };
}

/** Cells of a column; the last one ends with its longest text. */
function columnWidth(
  head: TableHead,
  column: number,
  rows: readonly { readonly pieces: readonly (readonly ValuePiece[])[] }[],
): number {
  const start = head.dashes[column]?.[0] ?? 0;
  const next = head.dashes[column + 1]?.[0];
  if (next !== undefined) return next - start - 1;
  let widest = 0;
  for (const { pieces } of rows) {
    for (const part of pieces[column] ?? []) widest = Math.max(widest, part.lineCells);
  }
  return widest;
}
