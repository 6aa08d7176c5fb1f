import type { ByteSource } from './byte-source.ts';
import { detectEncoding, type EncodingVerdict } from './encoding.ts';
import type { ReadingLimits } from './limits.ts';
import type { FileFormat, FileReading } from './saved-file.ts';
import { StrictDecoder } from './text-decoder.ts';

/** The beginning of a file, by which its format is told; never its name, which people change. */
export interface FileHead {
  readonly bytes: Uint8Array;
  /** Of the whole file. */
  readonly size: number;
  readonly encoding: EncodingVerdict;
  /** `bytes` as text up to the first that is none, without the byte order mark; '' when the encoding is not readable. */
  readonly text: string;
}

export interface OpenedFile {
  /** As the administrator named it; goes into every origin. */
  readonly path: string;
  readonly source: ByteSource;
  readonly head: FileHead;
  readonly limits: ReadingLimits;
  /** `all` builds every event of a log; otherwise only those that a diagnosis can use, and the rest is counted. */
  readonly events?: 'wanted' | 'all';
  readonly signal?: AbortSignal;
}

/** One format of saved files. */
export interface FormatReader {
  readonly format: FileFormat;
  /** Decides by content alone, and quickly. */
  recognises(head: FileHead): boolean;
  /** Rejects only for errors of the file system or an aborted signal; all else is in the gaps of the reading. */
  read(file: OpenedFile): Promise<FileReading>;
}

/** How many bytes of a file are looked at to tell its format. */
export const headBytes = 64 * 1024;

export function fileHead(bytes: Uint8Array, size: number): FileHead {
  const encoding = detectEncoding(bytes);
  const text = encoding.readable
    ? new StrictDecoder(encoding.encoding, encoding.bomBytes).decode(bytes).text
    : '';
  return { bytes, size, encoding, text };
}
