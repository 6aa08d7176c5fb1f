import { BinXmlError, type BinXmlFailure } from './binxml-error.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import type { ChunkHeader } from './chunk-header.ts';
import { type EventCollector, wholeNumber } from './event-collector.ts';
import { eventTime } from './event-time.ts';
import { filetimeText } from './filetime.ts';
import { uint64Text } from './number-text.ts';
import { type EventTexts, RecordReader, type WantedTexts } from './record-reader.ts';
import { recordHeaderSize, walkRecords } from './record-walk.ts';
import type { ValueStack } from './value-stack.ts';
import { WorkBudget } from './work-budget.ts';

/**
 * Reads every record of one chunk into `collector`. The signature may be missing, the header wrong, a checksum may fail:
 * what can be understood is read all the same and the failed check is noted. `bytes` may end early; `header` is null
 * when not even the header is whole.
 */
export function readChunk(
  bytes: Uint8Array,
  header: ChunkHeader | null,
  where: string,
  stack: ValueStack,
  collector: EventCollector,
): void {
  if (header === null) {
    collector.gap('truncated', where);
    return;
  }
  const trusted = header.checksumRight ? header : null;
  const chunk = new ChunkBytes(bytes);
  const records = new ChunkRecords(chunk, where, stack, collector);
  let seen = 0;
  let holes = 0;
  for (const spot of walkRecords(chunk, trusted?.freeOffset ?? null)) {
    if (spot.kind === 'hole') holes++;
    else {
      seen++;
      if (spot.kind === 'torn') collector.gap('record-torn', where);
      else records.take(spot.start, spot.end, spot.kind === 'doubtful');
    }
  }
  const missing = Math.max((trusted?.recordCount ?? 0) - seen, holes);
  if (missing > 0) collector.gap('record-missing', where, false, missing);
  noteFailedChecks(header, where, records.anyRead, collector);
}

function noteFailedChecks(
  header: ChunkHeader,
  where: string,
  anyRead: boolean,
  collector: EventCollector,
): void {
  if (!header.signatureRight) collector.gap('chunk-signature', where, anyRead);
  else if (!header.checksumRight) collector.gap('chunk-header-checksum', where, anyRead);
  if (header.dataChecksumRight === null) collector.gap('truncated', where);
  else if (!header.dataChecksumRight && (header.signatureRight || header.checksumRight)) {
    collector.gap('chunk-checksum', where, anyRead);
  }
}

/** The records of one chunk on their way into the collector. */
class ChunkRecords {
  readonly #chunk: ChunkBytes;
  readonly #where: string;
  readonly #collector: EventCollector;
  readonly #reader: RecordReader;
  #anyRead = false;
  /** The records of a log are of one computer: the first one that tells it is asked, the others cost nothing more. */
  #computerKnown = false;

  constructor(chunk: ChunkBytes, where: string, stack: ValueStack, collector: EventCollector) {
    this.#chunk = chunk;
    this.#where = where;
    this.#collector = collector;
    this.#reader = new RecordReader(chunk, stack, new WorkBudget());
  }

  get anyRead(): boolean {
    return this.#anyRead;
  }

  take(start: number, end: number, doubtful: boolean): void {
    const texts = this.#read(start, end);
    const id = typeof texts === 'string' ? null : wholeNumber(texts.fields.id);
    const fits = typeof texts !== 'string' && (!doubtful || paddedSize(start, texts.end) === end - start);
    if (typeof texts === 'string' || id === null || !fits) {
      const failure = texts === 'limit' ? 'limit' : doubtful ? 'record-size' : 'record-content';
      this.#collector.gap(failure, this.#where);
      return;
    }
    if (doubtful) this.#collector.gap('record-size', this.#where, true);
    this.#anyRead = true;
    const { computer } = texts.fields;
    if (!this.#computerKnown && computer !== undefined) {
      this.#computerKnown = true;
      this.#collector.computer(computer);
    }
    this.#collect(start, id, texts);
  }

  #read(start: number, end: number, computer = !this.#computerKnown): EventTexts | BinXmlFailure {
    try {
      return this.#reader.read(start + recordHeaderSize, end - 4, this.#wanted, computer);
    } catch (error) {
      if (!(error instanceof BinXmlError || error instanceof RangeError)) throw error;
      // A record that nobody wants is counted even where its computer makes no sense.
      if (computer) return this.#read(start, end, false);
      return error instanceof BinXmlError ? error.failure : 'record-content';
    }
  }

  #collect(start: number, id: number, texts: EventTexts): void {
    const { view } = this.#chunk;
    const { fields, data } = texts;
    const provider = providerOf(fields);
    const written = filetimeText(view.getUint32(start + 16, true), view.getUint32(start + 20, true));
    if (data === null) {
      this.#collector.counted(provider, id, written);
      return;
    }
    const recordId =
      fields.recordId ?? uint64Text(view.getUint32(start + 8, true), view.getUint32(start + 12, true));
    const time = fields.time === undefined ? written : eventTime(fields.time);
    const { qualifiers, level, channel, computer } = fields;
    this.#collector.built(
      { provider, id, recordId, qualifiers, level, time, channel, computer, message: null, data },
      `record ${recordId}`,
      written,
    );
  }

  readonly #wanted: WantedTexts = (fields) => {
    const id = wholeNumber(fields.id);
    return id !== null && this.#collector.wants(providerOf(fields), id);
  };
}

/** Windows pads a record, with the size behind it, to a multiple of eight bytes. */
function paddedSize(start: number, contentEnd: number): number {
  return (contentEnd + 4 - start + 7) & ~7;
}

/** A manifest provider may be written by its GUID alone. */
function providerOf(fields: EventTexts['fields']): string {
  return fields.provider ?? fields.providerGuid ?? '';
}
