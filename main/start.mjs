// `npm start`. Until there is a window: the practice organisation's diagnosis in the terminal. What it finds is no failure
// of the start, so npm must not print an error over it.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildWhenStale } from './build-when-stale.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'out', 'cli.js');
await buildWhenStale(root, built);
const { main } = await import(pathToFileURL(built).href);
const answer = await main(['practice', ...process.argv.slice(2)]);
process.exitCode = answer <= 2 ? 0 : answer;
