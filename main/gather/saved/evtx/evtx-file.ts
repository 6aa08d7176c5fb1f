import { open } from 'node:fs/promises';
import type { EventReadingOptions } from './event-reading.ts';
import { type EvtxReading, EvtxScan } from './evtx-scan.ts';

/** A multiple of a chunk's 64 KB, so that nearly every chunk is read where it lies; larger pieces gain nothing. */
const pieceSize = 1_048_576;

/** Reads the event log at `path` piece by piece into one reused buffer; rejects when the file cannot be opened or read. */
export async function readEvtxFile(path: string, options: EventReadingOptions): Promise<EvtxReading> {
  const scan = new EvtxScan(options);
  const buffer = new Uint8Array(pieceSize);
  const file = await open(path, 'r');
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceSize, null);
      if (bytesRead === 0) return scan.finish();
      scan.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
