import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

async function rootcause(
  ...args: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = { cwd: root, maxBuffer: 1 << 26, env: { ...process.env, FORCE_COLOR: undefined } };
  return run(process.execPath, [join(root, 'main', 'rootcause.mjs'), ...args], options).then(
    (done) => ({ code: 0, ...done }),
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  );
}

describe('the program as it is started from a checkout', { timeout: 120_000 }, () => {
  it('builds what it needs by itself and prints the practice diagnosis', async () => {
    const { code, stdout, stderr } = await rootcause('practice');
    expect(stderr).toContain('make-believe');
    expect(stdout).toContain('Mail to Exchange Online is refused');
    expect(code).toBe(1);
    const again = await rootcause('practice', '--list');
    expect(again.stderr).not.toContain('building');
  });

  it('writes no escape sequences where the output is no terminal', async () => {
    const { stdout } = await rootcause('practice', '--story', 'healthy');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    [[], 64],
    [['dance'], 64],
    [['diagnose'], 64],
    [['diagnose', '--frobnicate', 'x'], 64],
    [['constructor'], 64],
    [['--help'], 0],
    [['diagnose', '/nonexistent/folder'], 66],
  ])('%j ends with %i', async (args, expected) => {
    const { code, stdout, stderr } = await rootcause(...args);
    expect(code).toBe(expected);
    expect(`${stdout}${stderr}`).not.toMatch(/at .*\.js:\d+/u);
  });
});
