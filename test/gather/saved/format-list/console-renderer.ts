/**
 * Prints records the way PowerShell's list writer does, as far as our tests need it. The rules were compared with the output
 * of the real engine (list writer of PowerShell 7.6, widths 40 to 200, en-US, de-DE, he-IL, ru-RU): values break behind a
 * blank in six languages, and at the last cell in all others; a word longer than the field is cut in both.
 */
export interface ConsoleStyle {
  readonly width: number;
  readonly breaks: 'at-blanks' | 'anywhere';
  /** Mails cut the blanks at line ends off. */
  readonly trimmed: boolean;
}

export function renderList(
  records: readonly ReadonlyMap<string, string>[],
  { width, breaks, trimmed }: ConsoleStyle,
): string {
  const lines: string[] = [''];
  for (const record of records) {
    const label = Math.max(...[...record.keys()].map((name) => name.length));
    const field = width - label - 3;
    for (const [name, value] of record) {
      for (const [index, part] of wrap(value, field, breaks).entries()) {
        lines.push(index === 0 ? `${name.padEnd(label)} : ${part}` : ' '.repeat(label + 3) + part);
      }
    }
    lines.push('');
  }
  return (trimmed ? lines.map((line) => line.trimEnd()) : lines).join('\r\n');
}

function wrap(value: string, field: number, breaks: ConsoleStyle['breaks']): readonly string[] {
  return value.split('\n').flatMap((line) => {
    if (line.length <= field) return [line];
    return breaks === 'anywhere' ? everyCell(line, field) : atBlanks(line, field);
  });
}

function everyCell(line: string, field: number): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < line.length; at += field) parts.push(line.slice(at, at + field));
  return parts;
}

function atBlanks(line: string, field: number): readonly string[] {
  const parts: string[] = [];
  let open = '';
  for (const word of line.split(/(?<= )/u)) {
    if (word.length > field) {
      for (const character of word) {
        if (open.length === field) {
          parts.push(open);
          open = '';
        }
        open += character;
      }
    } else if (open.length + word.length > field) {
      parts.push(open);
      open = word;
    } else open += word;
  }
  return [...parts, open];
}
