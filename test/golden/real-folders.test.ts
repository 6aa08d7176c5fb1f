import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assembleSnapshot } from '../../main/gather/saved/assemble.ts';
import { readSavedFiles } from '../../main/gather/saved/read-folder.ts';
import { diagnose } from '../../main/judge/diagnose.ts';
import { microsoftStore, mozillaStore } from '../../main/trust/stores.ts';
import { goldenForm } from './golden-form.ts';

// Real exports of Exchange servers; where they come from is told beside them.
const exports = join(import.meta.dirname, '..', '..', '..', 'shared', 'real-data', 'exchange-clixml');
const there = existsSync(exports);
const folders = there ? readdirSync(exports) : ['(the real exports are not here)'];

/** Some certificates of these exports were valid then and have expired since; a golden result needs one moment. */
const now = Date.parse('2022-06-01T00:00:00Z');

describe.skipIf(!there)(
  `every real folder is judged as before${there ? '' : ' (skipped: no real exports)'}`,
  () => {
    it.each(folders)('%s', async (folder) => {
      const snapshot = assembleSnapshot(await readSavedFiles([join(exports, folder)]));
      const context = { now, microsoft: microsoftStore(), mozilla: mozillaStore(), extraCertificates: [] };
      const judged = goldenForm(diagnose(snapshot, context), (text) => text.replaceAll(`${exports}/`, ''));
      await expect(judged).toMatchFileSnapshot(join(import.meta.dirname, 'real-folders', `${folder}.txt`));
    });
  },
);
