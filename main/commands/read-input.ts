import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { listFiles, readSavedFiles } from '../gather/saved/read-folder.ts';
import type { SavedFile } from '../gather/saved/saved-file.ts';
import { type EventChoice, readInThreads } from '../gather/saved/worker/read-in-threads.ts';
import { visibleText } from '../report/visible-text.ts';
import type { CommandOutput } from './command.ts';
import { readingProgress } from './progress.ts';

/** Below this many bytes in all, starting a thread would cost more than anything the files could. */
const threadWorthBytes = 1_000_000;

/** Reads files and folders; a file that gave nothing is named on standard error with its reason. */
export async function readInput(
  paths: readonly string[],
  output: CommandOutput,
  events: EventChoice = 'wanted',
): Promise<readonly SavedFile[]> {
  const entry = new URL('./reading-thread.js', import.meta.url);
  // Only what was built has the thread's entry beside it.
  const threaded = existsSync(entry) && (await totalBytes(paths)) > threadWorthBytes;
  const files = threaded
    ? await readInThreads(paths, { entry, events, onProgress: readingProgress(output) })
    : await readSavedFiles(paths, { events });
  if (files.length === 0) output.note(`rootcause: ${visibleText(paths.join(', '))}: no file in it\n`);
  for (const file of files) {
    if (file.format !== 'unknown') continue;
    const { code, detail } = file.notRead[0]?.reason ?? { code: 'failed', detail: undefined };
    output.note(`rootcause: ${visibleText(file.path)}: ${visibleText(detail ?? code)}\n`);
  }
  return files;
}

async function totalBytes(paths: readonly string[]): Promise<number> {
  let total = 0;
  for (const path of paths) {
    for (const file of (await listFiles(path)).files) {
      total += (await stat(file).catch(() => null))?.size ?? 0;
    }
  }
  return total;
}
