import { displayCells } from './display-cells.ts';

/** One screen line of a value, with the blanks at its end as they arrived. */
export interface ValuePiece {
  readonly text: string;
  /** Cells of the whole screen line without the blanks at its end. */
  readonly lineCells: number;
  /** The mail program broke or re-indented this line: its length tells nothing about the console. */
  readonly reflowed: boolean;
}

/** What all lines printed by one command have in common. */
export interface ScreenFacts {
  /** Cells of the longest line seen; the true width of the console is at least this. */
  readonly cells: number;
  /** Blanks at the ends of lines survived the way through the mail. */
  readonly endsKept: boolean;
  /**
   * How this console breaks long values: between words (English, French, German, Italian, Portuguese, Spanish), or at the
   * last cell wherever that falls (every other language).
   */
  readonly breaks: 'at-blanks' | 'anywhere' | 'unknown';
}
/** A console that cuts anywhere fills every broken line; four different full ones are no chance any more. */
const linesToBelieve = 4;

/**
 * Measures the console from what one command printed: `lines` are all its lines as they arrived, `values` the wrapped
 * values with their pieces in order.
 */
export function screenFacts(
  lines: readonly string[],
  values: readonly (readonly ValuePiece[])[],
): ScreenFacts {
  let cells = 0;
  let endsKept = false;
  for (const line of lines) {
    cells = Math.max(cells, displayCells(line.trimEnd()));
    // `AccessRules        : ` has its blank even when the value is empty.
    endsKept ||= /\s$/u.test(line);
  }
  // Connectors of one organisation repeat the same line: it is one piece of evidence.
  const full = new Set<string>();
  let short = 0;
  for (const pieces of values) {
    for (const [index, piece] of pieces.entries()) {
      const after = pieces[index + 1];
      if (after === undefined || piece.reflowed || after.reflowed) continue;
      if (piece.lineCells === cells) full.add(piece.text);
      // One cell short is a full line whose last cell was a blank that the mail cut off.
      else if (piece.lineCells < cells - 1 && !wouldHaveFitted(piece, after, cells)) short++;
    }
  }
  const breaks = short > 0 ? 'at-blanks' : full.size >= linesToBelieve ? 'anywhere' : 'unknown';
  return { cells, endsKept, breaks };
}

/** True when the next word had room on the line: the break was in the value, the console did not make it. */
export function wouldHaveFitted(before: ValuePiece, after: ValuePiece, cells: number): boolean {
  const end = after.text.indexOf(' ');
  const word = end < 0 ? after.text : after.text.slice(0, end);
  return before.lineCells + displayCells(word) + 2 <= cells;
}
