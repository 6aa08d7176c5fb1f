import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadingLimits, readingLimits } from './limits.ts';
import { type ReadFileOptions, readSavedFile } from './read-file.ts';
import { nothingRead, type SavedFile, savedFile } from './saved-file.ts';

/** Files below a folder in a fixed order, and the places that were not looked at. */
export interface FolderListing {
  readonly files: readonly string[];
  readonly notListed: readonly SavedFile[];
}

/**
 * Reads files and whole folders, in the order given and, inside a folder, by name. Symbolic links inside a folder are not
 * followed (they could lead in a circle or out of it) and appear as files that were not read. A reader that fails costs its
 * own file only.
 */
export async function readSavedFiles(
  paths: readonly string[],
  options: ReadFileOptions = {},
): Promise<readonly SavedFile[]> {
  const read: SavedFile[] = [];
  for (const path of paths) {
    const listing = await listFiles(path, options.limits ?? readingLimits);
    for (const file of listing.files) read.push(await readOrExplain(file, options));
    read.push(...listing.notListed);
  }
  return read;
}

async function readOrExplain(path: string, options: ReadFileOptions): Promise<SavedFile> {
  try {
    return await readSavedFile(path, options);
  } catch (fault) {
    options.signal?.throwIfAborted();
    return unlisted(path, 'failed', `the reader failed: ${fault instanceof Error ? fault.message : fault}`);
  }
}

/** All files below `path`, or `path` itself when it is none of a folder; never rejects. */
export async function listFiles(path: string, limits: ReadingLimits = readingLimits): Promise<FolderListing> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || !facts.isDirectory()) return { files: [path], notListed: [] };
  const files: string[] = [];
  const notListed: SavedFile[] = [];
  const pending: { readonly folder: string; readonly depth: number }[] = [{ folder: path, depth: 1 }];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (next.depth > limits.folderDepth) {
      notListed.push(unlisted(next.folder, 'limit', `more than ${limits.folderDepth} folders deep`));
      continue;
    }
    const inner: typeof pending = [];
    for (const entry of await entriesOf(next.folder, notListed)) {
      const inside = join(next.folder, entry.name);
      if (entry.isDirectory()) inner.push({ folder: inside, depth: next.depth + 1 });
      else if (!entry.isFile())
        notListed.push(unlisted(inside, 'failed', 'links and devices are not followed'));
      else if (files.length < limits.folderFiles) files.push(inside);
      else {
        notListed.push(unlisted(next.folder, 'limit', `more than ${limits.folderFiles} files`));
        return { files, notListed };
      }
    }
    pending.unshift(...inner);
  }
  return { files, notListed };
}

async function entriesOf(folder: string, notListed: SavedFile[]) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // By code unit, so that two machines of different language list the same order.
    return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    notListed.push(unlisted(folder, 'failed', error instanceof Error ? error.message : String(error)));
    return [];
  }
}

function unlisted(path: string, code: 'limit' | 'failed', detail: string): SavedFile {
  const notRead = [{ reason: { code, detail }, count: 1 }];
  return savedFile(path, 'unknown', { ...nothingRead, notRead, complete: false });
}
