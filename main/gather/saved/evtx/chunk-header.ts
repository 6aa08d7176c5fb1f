import { hasSignature, viewOf } from './chunk-bytes.ts';
import { crc32 } from './crc32.ts';

export const chunkSize = 65_536;
export const chunkHeaderSize = 512;
export const chunkSignature = 'ElfChnk\0';

export interface ChunkHeader {
  readonly signatureRight: boolean;
  /** Taken as if the signature were right. When false, no other field may steer the reading. */
  readonly checksumRight: boolean;
  /** Null when the chunk ends before the data it announces, so that nothing could be compared. */
  readonly dataChecksumRight: boolean | null;
  /** How many records the chunk says it holds, or null when it says nothing sensible. */
  readonly recordCount: number | null;
  /** Offset in the chunk behind the last record; clamped to the bytes there are. */
  readonly freeOffset: number;
}

const signatureChecksum = crc32(new TextEncoder().encode(chunkSignature));

/** Signature and both checksums are right: every byte in use is as Windows wrote it. */
export function isSoundChunk(header: ChunkHeader): boolean {
  return header.signatureRight && header.checksumRight && header.dataChecksumRight === true;
}

/** Whether the bytes begin with a chunk header that its own checksum proves. */
export function isChunkHeader(bytes: Uint8Array): boolean {
  return (
    bytes.length >= chunkHeaderSize &&
    hasSignature(bytes, 0, chunkSignature) &&
    headerChecksum(bytes) === viewOf(bytes).getUint32(124, true)
  );
}

/** The checksum that the header must have, taking its signature for right. */
function headerChecksum(bytes: Uint8Array): number {
  return crc32(bytes, 128, chunkHeaderSize, crc32(bytes, 8, 120, signatureChecksum));
}

/** Reads the header of the chunk that lies, or should lie, in `bytes`; null when not even the header is whole. */
export function readChunkHeader(bytes: Uint8Array): ChunkHeader | null {
  if (bytes.length < chunkHeaderSize) return null;
  const view = viewOf(bytes);
  const free = view.getUint32(48, true);
  const sensibleFree = free >= chunkHeaderSize && free <= chunkSize;
  return {
    signatureRight: hasSignature(bytes, 0, chunkSignature),
    checksumRight: sensibleFree && headerChecksum(bytes) === view.getUint32(124, true),
    dataChecksumRight: sensibleFree ? dataChecksumRight(bytes, free, view.getUint32(52, true)) : false,
    recordCount: recordCountOf(view),
    freeOffset: sensibleFree ? Math.min(free, bytes.length) : bytes.length,
  };
}

function dataChecksumRight(bytes: Uint8Array, free: number, checksum: number): boolean | null {
  return free > bytes.length ? null : crc32(bytes, chunkHeaderSize, free) === checksum;
}

/** The smallest record takes 28 bytes, which bounds what a chunk can hold; anything above is nonsense. */
const mostRecords = Math.floor((chunkSize - chunkHeaderSize) / 28);

function recordCountOf(view: DataView): number | null {
  const first = view.getBigUint64(8, true);
  const last = view.getBigUint64(16, true);
  if (last < first || last - first >= BigInt(mostRecords)) return null;
  return Number(last - first) + 1;
}
