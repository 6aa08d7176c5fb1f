import type { ChunkBytes } from './chunk-bytes.ts';
import { chunkHeaderSize } from './chunk-header.ts';

/** Signature (4), size (4), id (8), time written (8) in front of the content, and the size again behind it. */
export const recordHeaderSize = 24;
const smallestRecord = recordHeaderSize + 4;
const recordSignature = 0x00002a2a;

export type RecordSpot =
  /** A record between `start` and `end`, as both of its sizes say. */
  | { readonly kind: 'record'; readonly start: number; readonly end: number }
  /** A record whose sizes do not lead to `end`, where the next one begins: to be believed only if its content fits. */
  | { readonly kind: 'doubtful'; readonly start: number; readonly end: number }
  /** A record that was never written to its end. */
  | { readonly kind: 'torn' }
  /** Bytes without the start of a record where one must be. */
  | { readonly kind: 'hole' };

/**
 * Finds the records of a chunk one after the other, and after damage searches for the next one, so that a size of zero
 * or a lie ends nothing but its own record. `trustedEnd` is where the chunk says its records end, or null when it says
 * nothing credible. A dirty log's header is older than its records, so the walk goes on behind that end, but only over
 * records with higher ids: what else lies there is left from the log's last time round.
 */
export function* walkRecords(chunk: ChunkBytes, trustedEnd: number | null): Generator<RecordSpot> {
  const { view } = chunk;
  const limit = view.byteLength;
  const end = Math.min(trustedEnd ?? limit, limit);
  let at = chunkHeaderSize;
  let lastId = -1n;
  while (at < limit) {
    if (isSoundRecord(view, at) && (at < end || idAt(view, at) > lastId)) {
      lastId = idAt(view, at);
      const next = at + view.getUint32(at + 4, true);
      yield { kind: 'record', start: at, end: next };
      at = next;
      continue;
    }
    if (at >= end) return;
    const next = nextRecord(chunk, at + 1, end) ?? end;
    const spot = damagedSpot(view, at, next);
    if (spot.kind === 'doubtful') lastId = idAt(view, at);
    const lostBytes = next < end || (trustedEnd !== null && !isEmpty(chunk.bytes, at, end));
    if (spot.kind !== 'hole' || lostBytes) yield spot;
    at = next;
  }
}

/** A record whose two sizes agree and which lies inside the chunk. */
function isSoundRecord(view: DataView, at: number): boolean {
  if (at + smallestRecord > view.byteLength || view.getUint32(at, true) !== recordSignature) return false;
  const size = view.getUint32(at + 4, true);
  return (
    size >= smallestRecord && at + size <= view.byteLength && view.getUint32(at + size - 4, true) === size
  );
}

function idAt(view: DataView, at: number): bigint {
  return view.getBigUint64(at + 8, true);
}

/** The first sound record in `[from, end)`. */
function nextRecord({ bytes, view }: ChunkBytes, from: number, end: number): number | null {
  const mark = recordSignature & 0xff;
  for (let at = bytes.indexOf(mark, from); at !== -1 && at < end; at = bytes.indexOf(mark, at + 1)) {
    if (isSoundRecord(view, at)) return at;
  }
  return null;
}

/** What stands between `at` and the next sound record or the end of the records. */
function damagedSpot(view: DataView, at: number, end: number): RecordSpot {
  if (at + 4 > end || view.getUint32(at, true) !== recordSignature) return { kind: 'hole' };
  if (end - at < smallestRecord) return { kind: 'torn' };
  // The size behind a record is written last; the values in front of a missing one may be missing as well.
  const torn = view.getUint32(at + 4, true) === end - at && view.getUint32(end - 4, true) === 0;
  return torn ? { kind: 'torn' } : { kind: 'doubtful', start: at, end };
}

/** Archived logs fill the rest of a chunk with zeros and count it as used. */
export function isEmpty(bytes: Uint8Array, from: number, to: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = from;
  for (; at + 8 <= to; at += 8) {
    if ((view.getInt32(at, true) | view.getInt32(at + 4, true)) !== 0) return false;
  }
  for (; at < to; at++) {
    if (bytes[at] !== 0) return false;
  }
  return true;
}
