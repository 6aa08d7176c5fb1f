import { describe, expect, test } from 'vitest';
import { isRead } from '../../../../main/domain/reading.ts';
import { assembleSnapshot } from '../../../../main/gather/saved/assemble.ts';
import { memorySource } from '../../../../main/gather/saved/byte-source.ts';
import { formatListFormat } from '../../../../main/gather/saved/format-list/format-list-format.ts';
import { type FormatReader, fileHead } from '../../../../main/gather/saved/format-reader.ts';
import { readingLimits } from '../../../../main/gather/saved/limits.ts';
import { jsonFormat } from '../../../../main/gather/saved/other-tools/json-format.ts';
import { readRootcauseBundle } from '../../../../main/gather/saved/other-tools/rootcause-bundle.ts';
import { formatSnapshot } from '../../../../main/gather/saved/other-tools/snapshot-file.ts';
import { type SavedFile, savedFile } from '../../../../main/gather/saved/saved-file.ts';
import { certificates } from '../format-list/pasted-samples.ts';
import { bundleSample, leafThumbprint } from './bundle-sample.ts';
import { edcaSample } from './edca-sample.ts';

async function readAs(format: FormatReader, bytes: Uint8Array, path: string): Promise<SavedFile> {
  const head = fileHead(bytes, bytes.length);
  expect(format.recognises(head)).toBe(true);
  const file = { path, source: memorySource(bytes, 1000), head, limits: readingLimits };
  return savedFile(path, format.format, await format.read(file));
}

const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const bundle = JSON.stringify(bundleSample());

describe('JSON files in a folder', () => {
  test('a bundle alone is the snapshot it makes, with every reason', async () => {
    const file = await readAs(jsonFormat, utf8(bundle), 'case.rootcause.json');
    expect(file).toMatchObject({ format: 'snapshot', kind: 'bundle', encoding: 'utf-8', complete: true });
    expect(file.counts.notRead).toBe(2);
    const snapshot = assembleSnapshot([file]);
    expect(snapshot).toEqual(await readRootcauseBundle(bundle, 'case.rootcause.json'));
  });

  test('a bundle with another file is joined with it fact by fact', async () => {
    const json = await readAs(jsonFormat, utf8(bundle), 'case.rootcause.json');
    const text = await readAs(formatListFormat, utf8(certificates), 'mail.txt');
    const snapshot = assembleSnapshot([json, text]);
    const [server] = snapshot.servers;
    expect(snapshot.servers.map(({ name }) => name)).toEqual(['EX01']);
    const rows = server !== undefined && isRead(server.certificates) ? server.certificates.read : [];
    expect(rows.map(({ thumbprint }) => thumbprint).toSorted()).toEqual([
      '3DAF40EC85C62DD39D98696AB5413E3EB83D6415',
      leafThumbprint,
      'BBA9F942B32F3E0F6E0C4E735BD1F38D4C06612E',
    ]);
    const sessions = server !== undefined && isRead(server.sendSessions) ? server.sendSessions.read : [];
    expect(sessions.length).toBe(1);
  });

  test('a saved snapshot comes back', async () => {
    const snapshot = await readRootcauseBundle(bundle, 'case.rootcause.json');
    const file = await readAs(jsonFormat, utf16(formatSnapshot(snapshot)), 'saved.json');
    expect(file.encoding).toBe('utf-16le');
    expect(assembleSnapshot([file])).toEqual(snapshot);
  });

  test('what EDCA collected is read', async () => {
    const file = await readAs(jsonFormat, utf8(edcaSample), 'ex01.json');
    expect(file).toMatchObject({ kind: 'edca', at: '2026-05-01T08:00:00.0000000Z', complete: false });
    expect(file.found.certificates.length).toBe(1);
  });

  test('a damaged one is told, not thrown', async () => {
    const file = await readAs(jsonFormat, utf8(bundle.slice(0, 4000)), 'cut.rootcause.json');
    expect(file).toMatchObject({
      kind: 'bundle',
      complete: false,
      notRead: [{ reason: { code: 'damaged', detail: 'not JSON, or cut off' }, count: 1 }],
    });
  });

  test.each(['{"format":"other"}', '[1]', 'hello', ''])('other content is left to others: %s', (text) => {
    expect(jsonFormat.recognises(fileHead(utf8(text), text.length))).toBe(false);
  });
});

describe('pasted texts in a folder', () => {
  test('are read from UTF-16 as from UTF-8', async () => {
    const wide = await readAs(formatListFormat, utf16(certificates), 'mail.txt');
    const plain = await readAs(formatListFormat, utf8(certificates), 'mail.txt');
    expect(wide.encoding).toBe('utf-16le');
    expect(wide.found).toEqual(plain.found);
    expect(plain.found.certificates).toMatchObject([
      {
        thumbprint: '3DAF40EC85C62DD39D98696AB5413E3EB83D6415',
        server: 'EX01',
        notAfter: '2028-02-02T04:22:23.000Z',
      },
      {
        thumbprint: 'BBA9F942B32F3E0F6E0C4E735BD1F38D4C06612E',
        server: 'EX01',
        services: [],
        notAfter: null,
      },
    ]);
  });

  test('from another code page keep what is ASCII and count the rest', async () => {
    const bytes = Uint8Array.from([...utf8(certificates), 0x0a, 0xe9, 0x0a]);
    const file = await readAs(formatListFormat, bytes, 'mail.txt');
    expect(file.found.certificates.length).toBe(2);
    expect(file.notRead).toContainEqual({
      reason: { code: 'damaged', detail: 'characters that are no text in this encoding' },
      count: 1,
    });
  });
});
