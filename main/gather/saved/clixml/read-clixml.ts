import type { SourceGap } from '../../../domain/snapshot.ts';
import type { ByteSource } from '../byte-source.ts';
import { detectEncoding, type TextEncoding } from '../encoding.ts';
import { GapList } from '../gap-list.ts';
import { type ReadingLimits, readingLimits } from '../limits.ts';
import { overLimit, StopReading } from '../stop-reading.ts';
import { StrictDecoder } from '../text-decoder.ts';
import { ClixmlParser } from './clixml-parser.ts';
import { countTopLevelObjects } from './count-objects.ts';
import type { RecordHandler } from './record-delivery.ts';
import { ReferenceCounter } from './reference-counter.ts';

export interface ClixmlReading {
  /** Null when the encoding was refused or could not be told. */
  readonly encoding: TextEncoding | null;
  /** Top-level objects; the elements of a top-level list count one by one. */
  readonly records: number;
  readonly gaps: readonly SourceGap[];
  /** False when the file ends early, is damaged, or was stopped by a limit. */
  readonly complete: boolean;
}

export interface ClixmlOptions {
  readonly limits?: ReadingLimits;
  readonly signal?: AbortSignal;
}

/**
 * Reads an `Export-Clixml` file in two passes (count the references, then build the objects) and hands each top-level
 * object to `onRecord` as soon as it is complete. Creates nothing but plain data: type names are only text. A damaged
 * or truncated file delivers everything before the damage and says where it ends; only an error of the file system,
 * an aborted signal or an error thrown by `onRecord` rejects.
 */
export async function readClixml(
  source: ByteSource,
  onRecord: RecordHandler,
  options: ClixmlOptions = {},
): Promise<ClixmlReading> {
  const limits = options.limits ?? readingLimits;
  const gaps = new GapList(limits.distinctGaps);
  let encoding: TextEncoding | null = null;
  let parser: ClixmlParser | null = null;
  try {
    if (source.size > limits.fileBytes) throw overLimit(limits.fileBytes, 'bytes');
    const verdict = detectEncoding(await firstBytes(source));
    if (!verdict.readable) throw new StopReading('failed', verdict.reason);
    encoding = verdict.encoding;
    const counter = new ReferenceCounter();
    const open = () => new StrictDecoder(verdict.encoding, verdict.bomBytes);
    await eachText(source, open(), options.signal, (text) => counter.add(text));
    const reading = new ClixmlParser(limits, counter.uses, gaps, onRecord);
    parser = reading;
    const end = await eachText(source, open(), options.signal, (text) => reading.write(text));
    noteEnd(reading, end, gaps);
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
    gaps.missing(error.code, error.message, parser === null ? undefined : `object ${parser.records + 1}`);
  }
  const records = parser?.records ?? 0;
  if (!gaps.complete && encoding !== null && parser?.ended !== true) {
    const behind = (await countTopLevelObjects(source, encoding)) - records - 1;
    if (behind > 0)
      gaps.missing('incomplete', 'objects behind the place where reading ended', undefined, behind);
  }
  return { encoding, records, gaps: gaps.list(), complete: gaps.complete };
}

interface TextEnd {
  readonly bytes: number;
  readonly brokenAt: number | null;
  /** The damage is only that the last character has no last bytes. */
  readonly atEnd: boolean;
}

async function eachText(
  source: ByteSource,
  decoder: StrictDecoder,
  signal: AbortSignal | undefined,
  use: (text: string) => void,
): Promise<TextEnd> {
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    signal?.throwIfAborted();
    bytes += chunk.length;
    const { text, brokenAt } = decoder.decode(chunk);
    use(text);
    if (brokenAt !== null) return { bytes, brokenAt, atEnd: false };
  }
  return { bytes, brokenAt: decoder.end().brokenAt, atEnd: true };
}

function noteEnd(parser: ClixmlParser, end: TextEnd, gaps: GapList): void {
  const where = `object ${parser.records + 1}`;
  if (end.brokenAt !== null && !end.atEnd) {
    gaps.missing(
      'damaged',
      `the bytes from ${end.brokenAt} on are no text in the encoding of the file`,
      where,
    );
  } else if (!parser.ended) {
    gaps.missing('incomplete', `the file ends early at byte ${end.bytes}`, where);
  } else if (end.brokenAt !== null) {
    gaps.missing(
      'damaged',
      `the bytes from ${end.brokenAt} on are no text in the encoding of the file`,
      where,
    );
  }
}

async function firstBytes(source: ByteSource): Promise<Uint8Array> {
  for await (const chunk of source.chunks()) return new Uint8Array(chunk.subarray(0, 1024));
  return new Uint8Array(0);
}
