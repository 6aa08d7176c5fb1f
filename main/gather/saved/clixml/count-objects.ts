import type { ByteSource } from '../byte-source.ts';
import type { TextEncoding } from '../encoding.ts';

const labels: Readonly<Record<TextEncoding, string>> = {
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

/**
 * How many top-level objects a damaged export seems to have held: PowerShell begins each on a line of its own, indented by two
 * blanks. A count of what cannot be read, so it looks at the text and not at the XML.
 */
export async function countTopLevelObjects(source: ByteSource, encoding: TextEncoding): Promise<number> {
  const decoder = new TextDecoder(labels[encoding]);
  const begin = '\n  <Obj';
  let count = 0;
  let tail = '';
  for await (const chunk of source.chunks()) {
    const text = tail + decoder.decode(chunk, { stream: true });
    for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + begin.length)) count += 1;
    // Shorter than what is looked for, so that nothing is counted twice.
    tail = text.slice(-(begin.length - 1));
  }
  return count;
}
