import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const folder = '../shared/real-data/evtx';

export const realDataIsThere = existsSync(folder);

/** Goes into a test's name, so that a skipped test tells why. */
export const needsRealData = realDataIsThere ? '' : ` (skipped: ${folder} is not there)`;

export const realPath = (name: string): string => `${folder}/${name}`;
export const readReal = (name: string): Uint8Array => new Uint8Array(readFileSync(realPath(name)));

export const evtxexportIsThere = spawnSync('evtxexport', ['-V']).error === undefined;
export const needsEvtxexport = evtxexportIsThere
  ? ''
  : ' (skipped: evtxexport of libevtx-utils is not installed)';
