// Builds the command line from a checkout: at the first start, and again when a source has changed.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Makes sure that `target` is as new as every source below `root`; says on standard error when it has to build. */
export async function buildWhenStale(root, target) {
  const began = new Date();
  if (modified(target) >= newestSource(root)) return;
  process.stderr.write('rootcause: building once, this takes a few seconds...\n');
  const { build } = await import('vite');
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'rootcause-'));
  try {
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: folder },
    });
    // A source saved during the build is newer than this moment and causes the next one.
    utimesSync(join(folder, basename(target)), began, began);
    moveFiles(folder, dirname(target), basename(target));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One rename a file, the entry last: a second start at the same time runs the old result or the new, never a mixture. */
function moveFiles(from, to, entry) {
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from).filter((name) => name !== entry);
  for (const name of [...names, entry]) renameSync(join(from, name), join(to, name));
}

function newestSource(root) {
  const places = ['main', 'assets', 'package.json', 'vite.config.ts'];
  return Math.max(...places.map((place) => newest(join(root, place))));
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
