#!/usr/bin/env node
// The package's `bin`. Plain JavaScript because nothing is built yet when it runs for the first time from a checkout.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'out', 'cli.js');

// A package without sources holds what was built; a checkout builds when a source is newer than the result.
if (existsSync(join(root, 'vite.config.ts'))) {
  const { buildWhenStale } = await import('./build-when-stale.mjs');
  await buildWhenStale(root, built);
}
const { main } = await import(pathToFileURL(built).href);
process.exitCode = await main(process.argv.slice(2));
