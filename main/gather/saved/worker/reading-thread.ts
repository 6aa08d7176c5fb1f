import { parentPort } from 'node:worker_threads';
import { readSavedFile } from '../read-file.ts';
import type { ReadReport, ReadRequest } from './reading-messages.ts';

/** How often a long file tells how far it has come, milliseconds. */
const progressInterval = 250;

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');

port.on('message', (request: ReadRequest) => {
  void answer(request).then((report) => port.postMessage(report));
});

async function answer({ path, events }: ReadRequest): Promise<ReadReport> {
  let told = performance.now();
  const onBytes = (bytes: number, size: number): void => {
    const now = performance.now();
    if (now - told < progressInterval) return;
    told = now;
    port?.postMessage({ bytes, size } satisfies ReadReport);
  };
  try {
    return { file: await readSavedFile(path, { events, onBytes }) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
