import type { PlainObject } from '../../../../main/exchange/plain.ts';
import { memorySource } from '../../../../main/gather/saved/byte-source.ts';
import { type ClixmlReading, readClixml } from '../../../../main/gather/saved/clixml/read-clixml.ts';
import { type ReadingLimits, readingLimits } from '../../../../main/gather/saved/limits.ts';

export interface ReadText extends ClixmlReading {
  readonly objects: readonly PlainObject[];
  readonly reasons: readonly string[];
}

/** Reads a document from memory in pieces of `chunk` bytes. */
export async function readText(
  content: string | Uint8Array,
  limits: Partial<ReadingLimits> = {},
  chunk = 64 * 1024,
): Promise<ReadText> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const objects: PlainObject[] = [];
  const reading = await readClixml(memorySource(bytes, chunk), (record) => objects.push(record), {
    limits: { ...readingLimits, ...limits },
  });
  const reasons = reading.gaps.map(({ reason }) => `${reason.code}: ${reason.detail ?? ''}`);
  return { ...reading, objects, reasons };
}

/** The first object's property of this name. */
export function property(reading: ReadText, name: string) {
  return reading.objects[0]?.properties.get(name);
}
