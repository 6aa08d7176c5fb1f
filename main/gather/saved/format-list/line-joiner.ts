import { displayCells } from './display-cells.ts';
import { type ScreenFacts, type ValuePiece, wouldHaveFitted } from './screen-facts.ts';

export interface JoinedValue {
  readonly text: string;
  /** False when a blank may or may not have stood at a line end: the value is then not to be relied on. */
  readonly certain: boolean;
}

/**
 * Puts a wrapped value together without inventing or losing blanks. `field` is the count of cells in front of the value;
 * `occurs` tells whether some words stand elsewhere in the text on one line.
 *
 * PowerShell leaves the blank at which it breaks at the end of the line, but mails cut it off. Then: a line shorter than
 * the console ended in a blank, unless the next word would have fitted (a line break inside the value); a line as
 * long as the console was cut inside a word if that word is longer than the whole field, or if the console cuts anywhere.
 * A line as long as the longest line can be either, and is decided by its comma, by the same words elsewhere, or not at all.
 */
export function joinPieces(
  pieces: readonly ValuePiece[],
  field: number,
  screen: ScreenFacts,
  occurs: (words: string) => boolean,
): JoinedValue {
  let text = '';
  let certain = true;
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    if (before !== undefined) {
      // A word that is not the last one needs room for its blank as well.
      const wordEnds = index + 1 < pieces.length || piece.text.includes(' ');
      const joint = jointBetween(before, piece, screen.cells - field - (wordEnds ? 1 : 0), screen, occurs);
      text += joint.between;
      certain &&= joint.certain;
    }
    text += piece.text;
  }
  return { text: text.trim(), certain };
}

interface Joint {
  readonly between: '' | ' ' | '\n';
  readonly certain: boolean;
}

const nothing: Joint = { between: '', certain: true };
const blank: Joint = { between: ' ', certain: true };
const lineBreak: Joint = { between: '\n', certain: true };

/** `room` is the length of the longest word that the console would not cut. */
function jointBetween(
  before: ValuePiece,
  after: ValuePiece,
  room: number,
  screen: ScreenFacts,
  occurs: (words: string) => boolean,
): Joint {
  if (/\s$/u.test(before.text) || /^\s/u.test(after.text)) return nothing;
  const reflowed = before.reflowed || after.reflowed;
  if (!reflowed && before.lineCells < screen.cells) {
    return screen.endsKept || wouldHaveFitted(before, after, screen.cells) ? lineBreak : blank;
  }
  const [tail, head] = [lastWord(before.text), firstWord(after.text)];
  const longWord = displayCells(tail + head) > room;
  if (!reflowed && (screen.endsKept || longWord)) return nothing;
  if (before.text.endsWith(',') && !/,[^\s]/u.test(before.text)) return blank;
  const elsewhere = seenElsewhere(tail, head, occurs);
  if (elsewhere !== null) return elsewhere;
  if (reflowed || screen.breaks === 'unknown') return { between: ' ', certain: false };
  return screen.breaks === 'anywhere' ? nothing : blank;
}

/** The joint that the same words have elsewhere in the text; null when they stand nowhere else, or both ways. */
function seenElsewhere(tail: string, head: string, occurs: (words: string) => boolean): Joint | null {
  const plain = [tail.slice(lastMark(tail)), head.split(/[<>,;="]/u, 1)[0] ?? ''] as const;
  const [left, right] = plain.every((part) => part.length >= shortestWord) ? plain : [tail, head];
  const together = occurs(left + right);
  if (together === occurs(`${left} ${right}`)) return null;
  return together ? nothing : blank;
}

/** Shorter fragments stand side by side in any text by chance. */
const shortestWord = 3;

/** Where the plain part of a word begins that a distinguished name glues to its tags: `C=US<S>CN=mail` gives `mail`. */
function lastMark(word: string): number {
  return Math.max(...['<', '>', ',', ';', '=', '"'].map((mark) => word.lastIndexOf(mark))) + 1;
}

function lastWord(text: string): string {
  return text.slice(text.lastIndexOf(' ') + 1);
}

function firstWord(text: string): string {
  const end = text.indexOf(' ');
  return end < 0 ? text : text.slice(0, end);
}
