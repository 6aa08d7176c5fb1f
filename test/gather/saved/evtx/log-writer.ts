import { crc32 } from 'node:zlib';
import { BinXmlWriter, type Value, writeSystem } from './binxml-writer.ts';

export interface RecordOptions {
  /** What the record says in front and behind, instead of its size. */
  readonly size?: number;
  readonly sizeBehind?: number;
}

/** Writes one chunk record by record, as Windows lays it out. */
export class ChunkWriter {
  readonly bytes = new Uint8Array(65_536);
  readonly view = new DataView(this.bytes.buffer);
  at = 512;
  readonly #ids: number[] = [];

  /** Returns where the record begins. */
  record(id: number, content: (writer: BinXmlWriter) => void, options: RecordOptions = {}): number {
    const start = this.at;
    const writer = new BinXmlWriter(this.bytes, start + 24);
    writer.header();
    content(writer);
    writer.end();
    const size = (writer.at + 4 - start + 7) & ~7;
    this.view.setUint32(start, 0x2a2a, true);
    this.view.setUint32(start + 4, options.size ?? size, true);
    this.view.setBigUint64(start + 8, BigInt(id), true);
    this.view.setBigUint64(start + 16, 134_168_556_301_234_567n, true);
    this.view.setUint32(start + size - 4, options.sizeBehind ?? size, true);
    this.at = start + size;
    this.#ids.push(id);
    return start;
  }

  /** A record of a classic event: constant `System`, then one `Data` for each value. */
  event(
    recordId: number,
    provider: string,
    id: number,
    values: readonly Value[],
    options?: RecordOptions,
  ): number {
    return this.record(
      recordId,
      (writer) => {
        writer.template((body) => {
          body.header().open('Event').inside();
          writeSystem(body, provider, id, recordId);
          body.open('EventData').inside();
          for (const index of values.keys()) body.leaf('Data', (data) => void data.slot(index));
          body.close().close().end();
        }, values);
      },
      options,
    );
  }

  /** Writes the header; what it says can be made stale or wrong. */
  finish({ free = this.at, count = this.#ids.length }: { free?: number; count?: number } = {}): Uint8Array {
    const first = BigInt(this.#ids[0] ?? 0);
    this.bytes.set(new TextEncoder().encode('ElfChnk\0'));
    for (const offset of [8, 24]) {
      this.view.setBigUint64(offset, first, true);
      this.view.setBigUint64(offset + 8, first + BigInt(count) - 1n, true);
    }
    this.view.setUint32(40, 128, true);
    this.view.setUint32(48, free, true);
    this.view.setUint32(52, crc32(this.bytes.subarray(512, free)), true);
    sealHeader(this.bytes);
    return this.bytes;
  }
}

/** Makes a chunk header's checksum right again after a change. */
export function sealHeader(chunk: Uint8Array): void {
  const checksum = crc32(chunk.subarray(128, 512), crc32(chunk.subarray(0, 120)));
  new DataView(chunk.buffer, chunk.byteOffset).setUint32(124, checksum, true);
}

export interface FileOptions {
  /** What the file header says, which is often too little. */
  readonly chunkCount?: number;
  readonly flags?: number;
}

/** A whole log from its chunks. */
export function logFile(chunks: readonly Uint8Array[], options: FileOptions = {}): Uint8Array {
  const bytes = new Uint8Array(4096 + chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('ElfFile\0'));
  view.setUint32(32, 128, true);
  view.setUint16(36, 1, true);
  view.setUint16(38, 3, true);
  view.setUint16(40, 4096, true);
  view.setUint16(42, options.chunkCount ?? chunks.length, true);
  view.setUint32(120, options.flags ?? 0, true);
  view.setUint32(124, crc32(bytes.subarray(0, 120)), true);
  let at = 4096;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
