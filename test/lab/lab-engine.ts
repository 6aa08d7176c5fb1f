import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const source = join(import.meta.dirname, 'engine');
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'lab');
/** There when the last run could not reach NuGet. */
const unreachable = `${cache}-unreachable`;

/** Why the lab cannot run here, to be printed in the name of what is skipped; null when it can. */
export const labAbsent: string | null = absence();

function absence(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the lab engine is for Linux x64';
  const sdk = spawnSync('dotnet', ['--version'], { encoding: 'utf8', timeout: 20_000 });
  if (sdk.status !== 0) return 'the .NET SDK is not installed';
  if (Number(sdk.stdout.split('.')[0]) < 10) return `the .NET SDK is ${sdk.stdout.trim()}, the lab needs 10`;
  return existsSync(unreachable) ? 'the NuGet packages of the lab could not be had' : null;
}

/**
 * Runs once before all tests: builds the engine, so that no test waits for it. Where its packages cannot be had the lab
 * is skipped; an engine that does not compile is a failure.
 */
export async function setup(): Promise<void> {
  rmSync(unreachable, { force: true });
  if (absence() !== null) return;
  try {
    await labEngine();
  } catch (error) {
    if (!(error instanceof Error && /\bNU1(?:101|301)\b/u.test(error.message))) throw error;
    writeFileSync(unreachable, error.message);
  }
}

/**
 * The absolute path of the lab's PowerShell, built from `engine/` when the cache has none of these sources. Test files run
 * side by side: the first one builds, the others wait for it.
 * @throws Error with the compiler's words when it cannot be built.
 */
export async function labEngine(): Promise<string> {
  const folder = join(cache, sourceDigest());
  const executable = join(folder, 'lab-engine');
  mkdirSync(cache, { recursive: true });
  const lock = `${folder}.lock`;
  while (!existsSync(executable)) {
    if (taken(lock)) {
      await sleep(500);
      continue;
    }
    try {
      if (!existsSync(executable)) build(folder);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return executable;
}

/** A build takes a minute; a lock of ten belongs to a run that was killed. */
function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return false;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 600_000) rmSync(lock, { recursive: true, force: true });
    return true;
  }
}

function build(folder: string): void {
  for (const old of readdirSync(cache)) {
    if (!old.endsWith('.lock')) rmSync(join(cache, old), { recursive: true, force: true });
  }
  const work = `${folder}.work`;
  cpSync(source, join(work, 'engine'), { recursive: true });
  const options = ['-c', 'Release', '-o', join(work, 'out'), '--nologo', '-v', 'quiet'];
  // Compiler servers would outlive the tests.
  options.push('-nodeReuse:false', '-p:UseSharedCompilation=false');
  const result = spawnSync('dotnet', ['publish', join(work, 'engine'), ...options], { encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`the lab engine could not be built:\n${result.stdout}${result.stderr}`);
  renameSync(join(work, 'out'), folder);
  rmSync(work, { recursive: true, force: true });
}

function sourceDigest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(source).toSorted())
    hash.update(name).update(readFileSync(join(source, name)));
  return hash.digest('hex').slice(0, 16);
}
