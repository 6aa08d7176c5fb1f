/**
 * Breaks a text into lines of at most `width` characters at blanks, each after `indent` blanks; the first line
 * begins with `first` instead. A word longer than the line stays whole: a thumbprint or a command must be copyable.
 */
export function wrap(text: string, width: number, indent: number, first = ' '.repeat(indent)): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines.join('\n');
}
