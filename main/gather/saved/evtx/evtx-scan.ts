import { hasSignature } from './chunk-bytes.ts';
import {
  chunkHeaderSize,
  chunkSignature,
  chunkSize,
  isChunkHeader,
  isSoundChunk,
  readChunkHeader,
} from './chunk-header.ts';
import { readChunk } from './chunk-reader.ts';
import { EventCollector } from './event-collector.ts';
import type { EventReading, EventReadingOptions } from './event-reading.ts';
import { type EvtxFileHeader, fileHeaderSize, readFileHeader } from './file-header.ts';
import { isEmpty } from './record-walk.ts';
import { ValueStack } from './value-stack.ts';

export interface EvtxReading extends EventReading {
  /** Null when the file does not begin as an event log. */
  readonly header: EvtxFileHeader | null;
  /** Chunks in which the signature was found. */
  readonly chunks: number;
}

/**
 * Takes an .evtx file piece by piece and keeps no more than one 64 KB slot of it. Each slot is looked at, whatever the
 * file header says about the number of chunks.
 */
export class EvtxScan {
  readonly #collector: EventCollector;
  readonly #stack = new ValueStack();
  readonly #slot = new Uint8Array(chunkSize);
  #filled = 0;
  #header: EvtxFileHeader | null = null;
  #headerSeen = false;
  #slots = 0;
  #chunks = 0;
  /** First of the empty slots that no chunk has followed yet. */
  #emptyFrom: number | null = null;

  constructor(options: EventReadingOptions) {
    this.#collector = new EventCollector(options);
  }

  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      const needed = this.#headerSeen ? chunkSize : fileHeaderSize;
      if (this.#filled === 0 && piece.length - at >= needed) {
        at += this.#take(piece.subarray(at, at + needed));
        continue;
      }
      const size = Math.min(needed - this.#filled, piece.length - at);
      this.#slot.set(piece.subarray(at, at + size), this.#filled);
      this.#filled += size;
      at += size;
      if (this.#filled === needed) this.#takeSlot(needed);
    }
  }

  /** The end of the file: what lies in the last, shorter slot is read too. */
  finish(): EvtxReading {
    while (this.#filled > 0) this.#takeSlot(this.#filled);
    if (!this.#headerSeen) this.#takeHeader(this.#slot.subarray(0, 0));
    if (this.#header === null) this.#collector.gap('file-signature', 'file header', this.#chunks > 0);
    this.#missingChunks();
    return { ...this.#collector.reading(), header: this.#header, chunks: this.#chunks };
  }

  /** Hands over the collected slot and keeps what was not used of it. */
  #takeSlot(size: number): void {
    const used = this.#take(this.#slot.subarray(0, size));
    this.#slot.copyWithin(0, used, size);
    this.#filled = size - used;
  }

  /** Reads a header or a slot and returns how many of its bytes are done with. */
  #take(bytes: Uint8Array): number {
    if (!this.#headerSeen) return this.#takeHeader(bytes);
    const slot = this.#slots++;
    if (isEmpty(bytes, 0, bytes.length)) {
      this.#emptyFrom ??= slot;
      return bytes.length;
    }
    if (this.#emptyFrom !== null) this.#emptyChunks(slot - this.#emptyFrom);
    const header = readChunkHeader(bytes);
    // Where bytes were lost or inserted, the next chunk begins inside this slot, though never among proved records.
    const proved = header !== null && isSoundChunk(header) ? header.freeOffset : 1;
    const next = misplacedChunk(bytes, proved);
    const part = next === null ? bytes : bytes.subarray(0, next);
    if (hasSignature(bytes, 0, chunkSignature)) this.#chunks++;
    const partHeader = next === null ? header : readChunkHeader(part);
    readChunk(part, partHeader, `chunk ${slot}`, this.#stack, this.#collector);
    return part.length;
  }

  #takeHeader(bytes: Uint8Array): number {
    this.#headerSeen = true;
    this.#header = readFileHeader(bytes);
    if (this.#header !== null && !this.#header.checksumRight)
      this.#collector.gap('file-checksum', 'file header', true);
    // A log that lost its first bytes may begin with a chunk at once.
    return this.#header === null && hasSignature(bytes, 0, chunkSignature) ? 0 : bytes.length;
  }

  #emptyChunks(count: number): void {
    this.#collector.gap('chunk-empty', `chunk ${this.#emptyFrom}`, false, count);
    this.#emptyFrom = null;
  }

  /** The file header's count is often too low, never too high: chunks that it counts and that are not there are lost. */
  #missingChunks(): void {
    if (this.#header?.checksumRight !== true) return;
    const announced = this.#header.chunkCount;
    const emptyFrom = this.#emptyFrom ?? this.#slots;
    if (announced > emptyFrom && emptyFrom < this.#slots) {
      this.#emptyChunks(Math.min(announced, this.#slots) - emptyFrom);
    }
    if (announced > this.#slots) {
      this.#collector.gap('truncated', `chunk ${this.#slots}`, false, announced - this.#slots);
    }
  }
}

/**
 * Where another chunk begins inside a slot, at `from` or behind it. One with a right header is believed anywhere, as a copy of the signature in
 * the data of an event has none; the signature alone only where the slot has lost its own, or where its header goes on
 * in the next slot.
 */
function misplacedChunk(bytes: Uint8Array, from: number): number | null {
  let unproved: number | null = null;
  const mark = chunkSignature.charCodeAt(0);
  for (let at = bytes.indexOf(mark, from); at !== -1; at = bytes.indexOf(mark, at + 1)) {
    if (!hasSignature(bytes, at, chunkSignature)) continue;
    if (isChunkHeader(bytes.subarray(at)) || bytes.length - at < chunkHeaderSize) return at;
    unproved ??= at;
  }
  return hasSignature(bytes, 0, chunkSignature) ? null : unproved;
}
