// Builds RootcauseHost.dll from source/ and writes its SHA-256 into bridge.ps1: npm run build:host, where the .NET SDK is.
// With --into FOLDER it only builds there, for the test that compares the bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const into = process.argv[2] === '--into' ? process.argv[3] : undefined;
const work = mkdtempSync(join(tmpdir(), 'rootcause-host-'));
try {
  const project = join(work, 'source');
  mkdirSync(project);
  for (const file of ['RootcauseHost.csproj', 'PolicyHost.cs']) {
    copyFileSync(join(here, 'source', file), join(project, file));
  }
  const options = ['-c', 'Release', '-o', join(work, 'out'), '--nologo', '-v', 'quiet'];
  // Compiler servers would outlive the build.
  options.push('-nodeReuse:false', '-p:UseSharedCompilation=false');
  execFileSync('dotnet', ['build', project, ...options], { stdio: ['ignore', 'inherit', 'inherit'] });
  const built = join(work, 'out', 'RootcauseHost.dll');
  const hash = createHash('sha256').update(readFileSync(built)).digest('hex').toUpperCase();
  copyFileSync(built, join(into ?? here, 'RootcauseHost.dll'));
  if (into === undefined) {
    const script = join(here, '..', 'bridge.ps1');
    const line = /^(\$script:HostHash = ')[^']*(')$/m;
    const source = readFileSync(script, 'latin1');
    if (!line.test(source)) throw new Error('bridge.ps1 has no line for the hash of the host');
    writeFileSync(script, source.replace(line, `$1${hash}$2`), 'latin1');
  }
  process.stdout.write(`RootcauseHost.dll ${hash}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
