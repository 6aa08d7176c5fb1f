import { mkdirSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readingLimits } from '../../../main/gather/saved/limits.ts';
import { listFiles, readSavedFiles } from '../../../main/gather/saved/read-folder.ts';
import { sendConnectorExport } from './exchange-export.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const names = (paths: readonly string[], from: string) =>
  paths.map((path) => relative(from, path).replaceAll('\\', '/'));

describe('a folder', () => {
  it('is read with its folders, in the same order on every machine', async () => {
    for (const name of ['t/b.xml', 't/B.xml', 't/a/z.xml', 't/a/y/x.xml', 't/ä.xml']) folder.write(name, 'x');
    const { files } = await listFiles(folder.path('t'));
    expect(names(files, folder.path('t'))).toEqual(['B.xml', 'b.xml', 'ä.xml', 'a/z.xml', 'a/y/x.xml']);
  });

  it('symbolic links are not followed, but named', async () => {
    folder.write('l/real.xml', 'x');
    symlinkSync(folder.path('l'), folder.path('l/circle'));
    symlinkSync(folder.path('l/real.xml'), folder.path('l/link.xml'));
    const { files, notListed } = await listFiles(folder.path('l'));
    expect(names(files, folder.path('l'))).toEqual(['real.xml']);
    expect(
      names(
        notListed.map(({ path }) => path),
        folder.path('l'),
      ),
    ).toEqual(['circle', 'link.xml']);
  });

  it('too many files and too deep folders are told', async () => {
    for (const name of ['m/1', 'm/2', 'm/3']) folder.write(name, 'x');
    const few = await listFiles(folder.path('m'), { ...readingLimits, folderFiles: 2 });
    expect(few.files).toHaveLength(2);
    expect(few.notListed[0]?.notRead[0]?.reason).toEqual({ code: 'limit', detail: 'more than 2 files' });
    mkdirSync(folder.path('d/1/2/3'), { recursive: true });
    const deep = await listFiles(folder.path('d'), { ...readingLimits, folderDepth: 2 });
    expect(deep.notListed[0]?.notRead[0]?.reason.detail).toBe('more than 2 folders deep');
  });

  it('files and folders can be mixed; what is not there is told', async () => {
    const single = folder.write('single.xml', sendConnectorExport({ Name: 'one' }));
    folder.write('more/two.xml', sendConnectorExport({ Name: 'two' }));
    const files = await readSavedFiles([single, folder.path('more'), folder.path('gone')]);
    expect(files.map(({ kind, complete }) => [kind, complete])).toEqual([
      ['send-connectors', true],
      ['send-connectors', true],
      ['unknown', false],
    ]);
  });
});
