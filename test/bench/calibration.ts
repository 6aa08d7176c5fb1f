import { createHash } from 'node:crypto';
import type { BenchCase } from './bench-case.ts';

/**
 * A fixed piece of work of the kinds that the program does (hashing, text, maps), by which every other figure of the same
 * run is divided: machines differ, ratios do not.
 */
export const calibration: BenchCase = {
  name: 'calibration loop',
  unit: 'rounds',
  size: 40,
  goalSeconds: null,
  goalMegabytes: null,
  async prepare(size) {
    const text = Array.from({ length: 20_000 }, (_, i) => `CN=host${i}.contoso.com, O=Contoso, C=US`).join(
      '\n',
    );
    const bytes = Buffer.from(text);
    return () => {
      let total = 0;
      for (let round = 0; round < size; round += 1) {
        total += createHash('sha256').update(bytes).digest()[0] ?? 0;
        const names = new Map<string, number>();
        for (const line of text.split('\n')) names.set(line.toLowerCase(), line.length);
        total += names.size;
      }
      return total;
    };
  },
};
