import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labAbsent } from './lab-engine.ts';

/** Another compiler may write other bytes of the same meaning; then somebody has to run `npm run build:host` and look. */
const builtWith = '10.0.401';
const folder = join(import.meta.dirname, '..', '..', 'assets', 'powershell', 'host');
const sdk = spawnSync('dotnet', ['--version'], { encoding: 'utf8', timeout: 20_000 }).stdout?.trim() ?? '';
const absent = sdk === builtWith ? labAbsent : `it needs the .NET SDK ${builtWith}, not "${sdk}"`;
const reason = absent === null ? '' : ` (skipped: ${absent})`;

test.skipIf(absent !== null)(
  `the policy host that ships is the one its source makes, byte for byte${reason}`,
  () => {
    const work = mkdtempSync(join(tmpdir(), 'rootcause-host-test-'));
    try {
      const script = join(folder, 'build-host.mjs');
      execFileSync(process.execPath, [script, '--into', work], { stdio: ['ignore', 'ignore', 'inherit'] });
      const built = readFileSync(join(work, 'RootcauseHost.dll'));
      expect(built.equals(readFileSync(join(folder, 'RootcauseHost.dll')))).toBe(true);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
  120_000,
);
