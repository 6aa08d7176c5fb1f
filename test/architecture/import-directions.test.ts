import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const seed = 'seeded-wrong-import';

/** Each row: the room of the seeded file, what it imports, and whether the house allows it (ARCHITECTURE.md 2). */
const imports = [
  ['main/domain', '../trust/certificate.ts', false],
  ['main/domain', '../judge/diagnose.ts', false],
  ['main/domain', 'node:fs', false],
  ['main/trust', '../judge/diagnose.ts', false],
  ['main/trust', '../exchange/plain.ts', false],
  ['main/exchange', '../gather/live/gather-snapshot.ts', false],
  ['main/judge', '../exchange/plain.ts', false],
  ['main/judge', '../gather/saved/assemble.ts', false],
  ['main/judge', 'node:crypto', false],
  ['main/gather/live', '../saved/assemble.ts', false],
  ['main/gather/live', '../../judge/diagnose.ts', false],
  ['main/gather/saved', '../live/gather-snapshot.ts', false],
  ['main/gather/saved', '../../practice/world.ts', false],
  ['main/practice', '../judge/diagnose.ts', false],
  ['main/powershell', '../gather/live/gather-snapshot.ts', false],
  ['main/powershell', '../commands/connect.ts', false],
  ['main/report', '../gather/saved/assemble.ts', false],
  ['main/report', '../exchange/plain.ts', false],
  ['main/domain', './reading.ts', true],
  ['main/trust', '../domain/reading.ts', true],
  ['main/judge', '../trust/certificate.ts', true],
  ['main/gather/live', '../../exchange/plain.ts', true],
  ['main/powershell', '../exchange/cmdlets.ts', true],
  ['main/report', '../judge/diagnose.ts', true],
] as const;

describe('the linter holds the import directions of the house', () => {
  const refused = new Set<string>();
  let house: string;

  // The seeds stand in a house of their own with the project's linter settings, so that nothing is left in this one.
  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'rootcause-house-'));
    await copyFile(join(root, 'biome.json'), join(house, 'biome.json'));
    const files = imports.map(([room], i) => join(house, room, `${seed}-${i}.ts`));
    for (const [i, file] of files.entries()) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `import '${imports[i]?.[1]}';\n`);
    }
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const { stdout } = await run(
      process.execPath,
      [
        biome,
        'lint',
        '--reporter=json',
        '--vcs-enabled=false',
        '--max-diagnostics=none',
        '--only=style/noRestrictedImports',
        '.',
      ],
      { cwd: house, maxBuffer: 1 << 24 },
    ).catch((error: { stdout: string }) => error);
    const report = JSON.parse(stdout) as { diagnostics: { location: { path: unknown } }[] };
    for (const { location } of report.diagnostics) {
      const index = /seeded-wrong-import-(\d+)/u.exec(JSON.stringify(location.path))?.[1];
      if (index !== undefined) refused.add(index);
    }
  });

  afterAll(() => rm(house, { recursive: true, force: true }));

  it.each(imports.map((row, i) => [...row, i] as const))(
    '%s -> %s allowed: %s',
    (_room, _target, allowed, i) => {
      expect(refused.has(String(i))).toBe(!allowed);
    },
  );
});

describe('the compiler refuses Node in the window', () => {
  it('a renderer file that imports node:fs does not compile', async () => {
    const house = await mkdtemp(join(tmpdir(), 'rootcause-house-'));
    const settings = { extends: join(root, 'renderer', 'tsconfig.json'), include: ['*.ts'] };
    await writeFile(join(house, 'tsconfig.json'), JSON.stringify(settings));
    await writeFile(join(house, 'wrong.ts'), "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n");
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const result = await run(
      process.execPath,
      [tsc, '-p', house, '--composite', 'false', '--tsBuildInfoFile', 'null'],
      {
        cwd: root,
      },
    ).then(
      () => 'compiled',
      (error: { stdout: string }) => error.stdout,
    );
    await rm(house, { recursive: true, force: true });
    expect(result).toMatch(/TS(?:2307|2591).*'node:fs'/u);
  });
});
