import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvtxFile } from '../../../../main/gather/saved/evtx/evtx-file.ts';
import { readEvtx, readEvtxStream } from '../../../../main/gather/saved/evtx/read-evtx.ts';
import { textValue } from './binxml-writer.ts';
import { ChunkWriter, logFile } from './log-writer.ts';

function chunkOf(records: number): Uint8Array {
  const writer = new ChunkWriter();
  for (let id = 1; id <= records; id++)
    writer.event(id, 'MSExchangeTransport', 12014, [textValue('mail.contoso.com')]);
  return writer.finish();
}

describe('a log on disk', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rootcause-evtx-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the same as in memory, also when it is longer than one read', async () => {
    const bytes = logFile(Array.from({ length: 20 }, () => chunkOf(3)));
    const path = join(folder, 'Application.evtx');
    writeFileSync(path, bytes);
    const log = await readEvtxFile(path, { source: 'Application.evtx' });
    expect(log).toEqual(readEvtx(bytes, { source: 'Application.evtx' }));
    expect(log.counts.records).toBe(60);
  });

  it('that is not there is an error of the file system, not an empty log', async () => {
    await expect(readEvtxFile(join(folder, 'none.evtx'), { source: 'x' })).rejects.toThrow('ENOENT');
  });
});

describe('a log of 128 MB', () => {
  it('takes memory for what is wanted, not for the file', { timeout: 60_000 }, async () => {
    const chunk = chunkOf(40);
    const chunks = 2048;
    async function* pieces() {
      yield logFile([], { chunkCount: 16 });
      for (let index = 0; index < chunks; index++) yield chunk;
    }
    const before = process.memoryUsage().rss;
    let peak = 0;
    const log = await readEvtxStream(pieces(), {
      source: 'x',
      wanted: () => {
        peak = Math.max(peak, process.memoryUsage.rss());
        return false;
      },
    });
    expect(log.counts).toEqual({ records: 40 * chunks, built: 0, notRead: 0 });
    expect((peak - before) / 1024 / 1024).toBeLessThan(150);
  });
});
