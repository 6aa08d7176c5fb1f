import { hasSignature, viewOf } from './chunk-bytes.ts';
import { crc32 } from './crc32.ts';

/** Bytes before the first chunk, of which the first 128 carry the header. */
export const fileHeaderSize = 4096;

export const fileSignature = 'ElfFile\0';
const checkedBytes = 120;

export interface EvtxFileHeader {
  /** `3.1` since Windows Vista, `3.2` since Windows 10 2004. */
  readonly version: string;
  readonly checksumRight: boolean;
  /** Stale in every log copied from a running server: may be used to miss chunks, never to stop early. */
  readonly chunkCount: number;
  /** The log was open when it was copied; its headers may be older than its records. */
  readonly dirty: boolean;
  /** The log had reached its size limit and did not overwrite. */
  readonly full: boolean;
}

/** Reads the header at the start of an .evtx file; null when the signature is not there. */
export function readFileHeader(bytes: Uint8Array): EvtxFileHeader | null {
  if (bytes.length < 128 || !hasSignature(bytes, 0, fileSignature)) return null;
  const view = viewOf(bytes);
  const flags = view.getUint32(120, true);
  return {
    version: `${view.getUint16(38, true)}.${view.getUint16(36, true)}`,
    checksumRight: crc32(bytes, 0, checkedBytes) === view.getUint32(124, true),
    chunkCount: view.getUint16(42, true),
    dirty: (flags & 1) !== 0,
    full: (flags & 2) !== 0,
  };
}
