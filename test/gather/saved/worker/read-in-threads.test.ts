import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInThreads } from '../../../../main/gather/saved/worker/read-in-threads.ts';

/**
 * A reading thread of this test's own, which speaks the same messages: the file's name says how its reader behaves. (The
 * real thread is the built program's; `test/commands` runs it.)
 */
const thread = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ path }) => {
  if (path.includes('hangs')) for (;;);
  if (path.includes('dies')) process.exit(3);
  if (path.includes('throws')) return parentPort.postMessage({ fault: 'no such thing' });
  if (path.includes('eats')) { const all = []; for (;;) all.push(new Array(100000).fill(path)); }
  parentPort.postMessage({ bytes: 5, size: 10 });
  parentPort.postMessage({ file: { path, format: 'clixml', notRead: [] } });
});
`;

describe('reading in a thread', () => {
  let folder: string;
  let entry: URL;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rootcause-threads-'));
    await writeFile(join(folder, 'thread.mjs'), thread);
    entry = pathToFileURL(join(folder, 'thread.mjs'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function outcome(names: readonly string[], limits = {}): Promise<readonly string[]> {
    const files = await readInThreads(names, { entry, limits: { milliseconds: 20_000, ...limits } });
    return files.map(({ path, format, notRead }) =>
      `${path} ${format} ${notRead[0]?.reason.detail ?? ''}`.trim(),
    );
  }

  it('goes on with the next file after one whose reader hangs', async () => {
    expect(await outcome(['a', 'hangs', 'b'], { milliseconds: 1500 })).toEqual([
      'a clixml',
      'hangs unknown reading was given up after 2 s',
      'b clixml',
    ]);
  });

  it('names the file whose reader dies, fails or eats the memory', async () => {
    const found = await outcome(['dies', 'throws', 'eats', 'b'], { megabytes: 32 });
    expect(found[0]).toBe('dies unknown the reader ended with code 3');
    expect(found[1]).toBe('throws unknown the reader failed: no such thing');
    expect(found[2]).toMatch(/^eats unknown the reader died: .*memory/u);
    expect(found[3]).toBe('b clixml');
  });

  it('tells how far it is', async () => {
    const told: string[] = [];
    const onProgress = ({ path, bytes, size, file, files }: Record<string, unknown>): void => {
      told.push(`${path} ${bytes}/${size} ${file}/${files}`);
    };
    await readInThreads(['a', 'b'], { entry, onProgress: (p) => onProgress({ ...p }) });
    expect(told).toEqual(['a 0/0 1/2', 'a 5/10 1/2', 'b 0/0 2/2', 'b 5/10 2/2']);
  });

  it('ends at once when it is cancelled', async () => {
    const began = performance.now();
    const reading = readInThreads(['hangs'], { entry, signal: AbortSignal.timeout(500) });
    await expect(reading).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
