import { existsSync } from 'node:fs';

const folder = '../shared/real-data/exchange-clixml';

export const realExportsAreThere = existsSync(folder);

/** Goes into a test's name, so that a skipped test tells why. */
export const needsRealExports = realExportsAreThere ? '' : ` (skipped: ${folder} is not there)`;

export const exportPath = (name: string): string => `${folder}/${name}`;
export const exportFolder = folder;
