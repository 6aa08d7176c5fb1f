import type { EventReadingOptions } from './event-reading.ts';
import { type EvtxReading, EvtxScan } from './evtx-scan.ts';

/** Reads an event log that is in memory as a whole. Never throws because of what the bytes are. */
export function readEvtx(bytes: Uint8Array, options: EventReadingOptions): EvtxReading {
  const scan = new EvtxScan(options);
  scan.push(bytes);
  return scan.finish();
}

/** Reads an event log from pieces of any size, with memory for one chunk; throws only what `pieces` throws. */
export async function readEvtxStream(
  pieces: AsyncIterable<Uint8Array>,
  options: EventReadingOptions,
): Promise<EvtxReading> {
  const scan = new EvtxScan(options);
  for await (const piece of pieces) scan.push(piece);
  return scan.finish();
}
