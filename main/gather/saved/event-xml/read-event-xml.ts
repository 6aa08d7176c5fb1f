import type { EventReading, EventReadingOptions } from '../evtx/event-reading.ts';
import { EventXmlDecoder } from './event-xml-decoder.ts';
import { EventXmlScan } from './event-xml-scan.ts';

/** Reads Event XML that is text already, for example pasted from a mail. Never throws because of what it says. */
export function readEventXmlText(text: string, options: EventReadingOptions): EventReading {
  const scan = new EventXmlScan(options);
  scan.push(text);
  return scan.finish();
}

/**
 * Reads the bytes of an Event XML file from pieces of any size. UTF-8 and UTF-16 are told from the first bytes; a byte
 * that is no text becomes U+FFFD and is counted, as the other events are not worse for it. Throws only what `pieces` throws.
 */
export async function readEventXml(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: EventReadingOptions,
): Promise<EventReading> {
  const scan = new EventXmlScan(options);
  const text = new EventXmlDecoder(scan);
  for await (const piece of pieces) text.push(piece);
  text.finish();
  return scan.finish();
}
