import type { OpenedFile } from '../format-reader.ts';
import { StopReading } from '../stop-reading.ts';
import { StrictDecoder } from '../text-decoder.ts';

/** The text of a whole file; throws `StopReading` at the first byte that is no text, for JSON with a gap is no JSON. */
export async function wholeText({ source, head, signal }: OpenedFile): Promise<string> {
  const { encoding } = head;
  if (!encoding.readable) throw new StopReading('not-available', encoding.reason);
  const decoder = new StrictDecoder(encoding.encoding, encoding.bomBytes);
  const parts: string[] = [];
  for await (const chunk of source.chunks()) {
    signal?.throwIfAborted();
    parts.push(checked(decoder.decode(chunk)));
  }
  parts.push(checked(decoder.end()));
  return parts.join('');
}

function checked({ text, brokenAt }: { readonly text: string; readonly brokenAt: number | null }): string {
  if (brokenAt !== null) throw new StopReading('damaged', `byte ${brokenAt} is no text`);
  return text;
}
