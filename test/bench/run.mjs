// `npm run bench`: builds the benchmarks as the program is built, and runs each in a process of its own.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const outDir = join(root, 'node_modules', '.cache', 'bench');
mkdirSync(outDir, { recursive: true });
await build({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true, rolldownOptions: { input: { bench: 'test/bench/bench.ts' } } },
});
const { main } = await import(pathToFileURL(join(outDir, 'bench.js')).href);
process.exitCode = await main(process.argv.slice(2));
