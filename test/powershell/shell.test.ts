import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../main/powershell/shell/environment.ts';
import { findPowerShell } from '../../main/powershell/shell/executable.ts';
import { fakeExecutable } from './fake-shell.ts';

describe('PowerShell', () => {
  const desktop = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
  const core = 'C:\\Program Files\\PowerShell\\7\\pwsh.exe';
  const windows = { SYSTEMROOT: 'C:\\Windows', ProgramFiles: 'C:\\Program Files' };

  it.each([
    ['Windows PowerShell first, by its full path', 'win32', windows, [desktop, core], desktop],
    ['version 7 where that is not there', 'win32', windows, [core], core],
    ['none when there is none', 'win32', windows, [], null],
    ['never one of PATH', 'win32', { ...windows, PATH: 'D:\\evil' }, ['D:\\evil\\powershell.exe'], null],
    ['never one of a share', 'win32', { SystemRoot: '\\\\evil\\share' }, [desktop], desktop],
    ['never one that a variable names', 'win32', { NODE_POWERSHELL: 'D:\\x.exe' }, ['D:\\x.exe'], null],
    [
      'on Linux where its package puts it',
      'linux',
      {},
      ['/opt/microsoft/powershell/7/pwsh'],
      '/opt/microsoft/powershell/7/pwsh',
    ],
  ] as const)('%s', (_, platform, env, files, expected) => {
    const found = findPowerShell({
      platform,
      env,
      exists: (path) => (files as readonly string[]).includes(path),
    });
    expect(found?.executable ?? null).toBe(expected);
  });
});

describe('the environment of the child', () => {
  it('is an allow-list: names in any case, PATH replaced, nothing that loads code', () => {
    const env = childEnvironment(
      {
        SystemRoot: 'C:\\Windows',
        temp: 'C:\\T',
        Path: 'D:\\evil',
        PSModulePath: 'x',
        NODE_OPTIONS: 'x',
        Secret: 'x',
      },
      'win32',
    );
    expect(env).toEqual({
      SystemRoot: 'C:\\Windows',
      temp: 'C:\\T',
      PATH: 'C:\\Windows\\System32;C:\\Windows',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
      POWERSHELL_UPDATECHECK: 'Off',
      NO_COLOR: '1',
    });
  });
});

describe('when this program is killed', () => {
  it('its child ends by itself: the end of its input is enough', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rootcause-parent-'));
    const root = dirname(dirname(import.meta.dirname));
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { ssr: 'main/powershell/shell/start-shell.ts', outDir: folder, emptyOutDir: true },
    });
    const start = {
      executable: fakeExecutable(),
      script: '/x/bridge.ps1',
      tag: '@0123456789abcdef:',
      environment: {},
    };
    const parent = join(folder, 'parent.mjs');
    writeFileSync(
      parent,
      `import { startShell } from ${JSON.stringify(pathToFileURL(join(folder, 'start-shell.js')).href)};
       const child = startShell(${JSON.stringify(start)});
       child.onOutput(() => process.stdout.write(String(child.pid)));
       setInterval(() => {}, 1000);`,
    );
    const process_ = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      process_.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
    });
    expect(isAlive(pid)).toBe(true);
    process_.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
