import { open, stat } from 'node:fs/promises';
import type { NotReadCode } from '../../domain/reading.ts';
import { fileSource } from './byte-source.ts';
import { fileHead, headBytes } from './format-reader.ts';
import { formatReaders } from './formats.ts';
import { type ReadingLimits, readingLimits } from './limits.ts';
import { type FileReading, nothingRead, type SavedFile, savedFile } from './saved-file.ts';

export interface ReadFileOptions {
  readonly limits?: ReadingLimits;
  /** `all` builds every event of a log, as `inspect` needs it. */
  readonly events?: 'wanted' | 'all';
  /** Told after each piece of the file: bytes read so far, and its size. A file may be read twice. */
  readonly onBytes?: (bytes: number, size: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads one file of any format we know, told by its content. Never rejects for what the file is or holds: a file that
 * cannot be opened, is too large or of no known format is a `SavedFile` with a gap that says so. Rejects only when
 * `signal` is aborted.
 */
export async function readSavedFile(path: string, options: ReadFileOptions = {}): Promise<SavedFile> {
  const limits = options.limits ?? readingLimits;
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return savedFile(path, 'unknown', unread('failed', 'this is no file'));
    if (facts.size > limits.fileBytes) {
      return savedFile(path, 'unknown', unread('limit', `more than ${limits.fileBytes} bytes`));
    }
    const head = fileHead(await firstBytes(path), facts.size);
    const reader = formatReaders.find((candidate) => candidate.recognises(head));
    if (reader === undefined) return savedFile(path, 'unknown', unread('not-available', unknownReason(head)));
    const source = fileSource(path, facts.size, options.onBytes);
    const { signal } = options;
    const reading = await reader.read({
      path,
      source,
      head,
      limits,
      events: options.events ?? 'wanted',
      ...(signal === undefined ? {} : { signal }),
    });
    return savedFile(path, reader.format, reading);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    const denied = error.code === 'EACCES' || error.code === 'EPERM';
    return savedFile(path, 'unknown', unread(denied ? 'access-denied' : 'failed', error.message));
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = new Uint8Array(headBytes);
    let filled = 0;
    while (filled < headBytes) {
      const { bytesRead } = await file.read(buffer, filled, headBytes - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

function unknownReason({ encoding, size }: ReturnType<typeof fileHead>): string {
  if (size === 0) return 'the file is empty';
  return encoding.readable || encoding.encoding === 'binary'
    ? 'the content is of no format that is read'
    : encoding.reason;
}

function unread(code: NotReadCode, detail: string): FileReading {
  return { ...nothingRead, notRead: [{ reason: { code, detail }, count: 1 }], complete: false };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}
