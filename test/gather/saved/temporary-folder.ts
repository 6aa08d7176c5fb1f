import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A folder for the tests of one file; `write` returns the path of the new file in it. */
export function temporaryFolder() {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rootcause-saved-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    path: (name = ''): string => join(folder, name),
    write(name: string, content: string | Uint8Array): string {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}
