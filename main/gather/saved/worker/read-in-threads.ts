import { Worker } from 'node:worker_threads';
import { listFiles } from '../read-folder.ts';
import { nothingRead, type SavedFile, savedFile } from '../saved-file.ts';
import type { EventChoice, ReadReport, ReadRequest } from './reading-messages.ts';

export type { EventChoice } from './reading-messages.ts';

export interface ThreadedReading {
  /** The built entry of the reading thread. */
  readonly entry: URL;
  readonly events?: EventChoice;
  /** Told as files are read: which one, how many of its bytes, and which of how many files it is. */
  readonly onProgress?: (progress: ReadingProgress) => void;
  /** Ends the reading thread at once. */
  readonly signal?: AbortSignal;
  readonly limits?: Partial<ThreadLimits>;
}

export interface ReadingProgress {
  readonly path: string;
  readonly bytes: number;
  readonly size: number;
  readonly file: number;
  readonly files: number;
}

export interface ThreadLimits {
  /** For one file. */
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** hostile-input.md U-01. */
const threadLimits: ThreadLimits = { milliseconds: 60_000, megabytes: 1024 };

/**
 * Reads files and folders in a thread of their own, one after the other. A file whose reader hangs, runs out of memory or
 * dies is a `SavedFile` that says so; a new thread goes on with the next one. Rejects only when `signal` is aborted.
 */
export async function readInThreads(
  paths: readonly string[],
  options: ThreadedReading,
): Promise<readonly SavedFile[]> {
  const limits = { ...threadLimits, ...options.limits };
  const listings = await Promise.all(paths.map((path) => listFiles(path)));
  const files = listings.reduce((sum, listing) => sum + listing.files.length, 0);
  const read: SavedFile[] = [];
  const thread = new ReadingThread(options.entry, limits);
  let file = 0;
  try {
    for (const listing of listings) {
      for (const path of listing.files) {
        file += 1;
        options.signal?.throwIfAborted();
        const at = file;
        const onBytes = (bytes: number, size: number): void =>
          options.onProgress?.({ path, bytes, size, file: at, files });
        onBytes(0, 0);
        read.push(await thread.read({ path, events: options.events ?? 'wanted' }, onBytes, options.signal));
      }
      read.push(...listing.notListed);
    }
  } finally {
    await thread.end();
  }
  return read;
}

/** The one request under way: a report settles it or tells of bytes. */
interface Pending {
  settle(outcome: SavedFile): void;
  onBytes(bytes: number, size: number): void;
}

/** One worker, started when it is needed and replaced after it had to be ended. */
class ReadingThread {
  readonly #entry: URL;
  readonly #limits: ThreadLimits;
  #worker: Worker | null = null;
  #delivered = false;

  constructor(entry: URL, limits: ThreadLimits) {
    this.#entry = entry;
    this.#limits = limits;
  }

  async read(
    request: ReadRequest,
    onBytes: Pending['onBytes'],
    signal: AbortSignal | undefined,
  ): Promise<SavedFile> {
    this.#delivered = false;
    let giveUp: NodeJS.Timeout | undefined;
    let onAbort = (): void => {};
    try {
      return await new Promise<SavedFile>((resolve, reject) => {
        const { milliseconds } = this.#limits;
        const seconds = Math.ceil(milliseconds / 1000);
        const tooLong = unread(request.path, 'limit', `reading was given up after ${seconds} s`);
        giveUp = setTimeout(() => resolve(tooLong), milliseconds);
        onAbort = () => reject(signal?.reason);
        signal?.addEventListener('abort', onAbort, { once: true });
        this.#start(request.path, { settle: resolve, onBytes }).postMessage(request);
      });
    } finally {
      // A thread that did not deliver its file may be stuck or gone: the next file gets a new one.
      if (!this.#delivered) await this.end();
      clearTimeout(giveUp);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  /** The running worker or a new one, with its reports led to `pending` from now on. */
  #start(path: string, pending: Pending): Worker {
    this.#worker ??= new Worker(this.#entry, {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes },
    });
    const worker = this.#worker;
    for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
    const failed = (detail: string): void => pending.settle(unread(path, 'failed', detail));
    worker.on('message', (report: ReadReport) => {
      if ('file' in report) {
        this.#delivered = true;
        pending.settle(report.file);
      } else if ('fault' in report) failed(`the reader failed: ${report.fault}`);
      else pending.onBytes(report.bytes, report.size);
    });
    worker.on('error', (error) => failed(`the reader died: ${error.message}`));
    worker.on('exit', (code) => failed(`the reader ended with code ${code}`));
    return worker;
  }
}

function unread(path: string, code: 'limit' | 'failed', detail: string): SavedFile {
  const notRead = [{ reason: { code, detail }, count: 1 }];
  return savedFile(path, 'unknown', { ...nothingRead, notRead, complete: false });
}
