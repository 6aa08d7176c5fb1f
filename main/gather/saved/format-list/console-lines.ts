/** One line of a pasted text, freed of what mail programs and terminals put around it. */
export interface ConsoleLine {
  /** From 1. */
  readonly number: number;
  /** Blanks at the end are kept: they show where the console broke a long value. */
  readonly text: string;
  /** Count of blanks in front. */
  readonly indent: number;
  /** No character but blanks. */
  readonly blank: boolean;
  /** Longer than any console prints: its text is left out. */
  readonly tooLong: boolean;
}

const tabStop = 8;
const longestLine = 256 * 1024;
const deepestQuote = 20;

/**
 * Splits a text at CRLF, LF or CR and takes away quote marks of mails, colour codes and zero-width marks; tabs and
 * non-breaking blanks become blanks.
 */
export function consoleLines(text: string): readonly ConsoleLine[] {
  return text.split(/\r\n|\n|\r/u).map((line, index) => {
    const tooLong = line.length > longestLine;
    const clean = tooLong ? '' : expandTabs(plainBlanks(withoutQuoteMarks(line)));
    const indent = clean.length - clean.trimStart().length;
    return { number: index + 1, text: clean, indent, blank: !tooLong && indent === clean.length, tooLong };
  });
}

function withoutQuoteMarks(line: string): string {
  let at = 0;
  for (let depth = 0; depth < deepestQuote; depth++) {
    const mark = line.charAt(at) === ' ' && line.charAt(at + 1) === '>' ? at + 1 : at;
    if (line.charAt(mark) !== '>') break;
    at = mark + 1;
  }
  return at > 0 && line.charAt(at) === ' ' ? line.slice(at + 1) : line.slice(at);
}

function plainBlanks(line: string): string {
  if (!/[^\t\x20-\x7e]/u.test(line)) return line;
  return withoutColours(line)
    .replace(/[\u00a0\u2007\u202f]/gu, ' ')
    .replace(/[\u200b\ufeff]/gu, '')
    .replace(/^[\u200e\u200f\u202a-\u202e\u2066-\u2069]+/u, '');
}

/** PowerShell 7 writes colour codes into files as well: escape, `[`, digits, `m`. */
function withoutColours(line: string): string {
  const [first = '', ...rest] = line.split(String.fromCharCode(27));
  return first + rest.map((part) => part.replace(/^\[[0-9;]{0,32}m/u, '')).join('');
}

function expandTabs(line: string): string {
  let expanded = '';
  for (const [index, part] of line.split('\t').entries()) {
    if (index > 0) expanded += ' '.repeat(tabStop - (expanded.length % tabStop));
    expanded += part;
  }
  return expanded;
}
