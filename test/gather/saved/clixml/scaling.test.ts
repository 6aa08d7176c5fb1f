import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../main/gather/saved/byte-source.ts';
import { readClixml } from '../../../../main/gather/saved/clixml/read-clixml.ts';
import { exportOf } from './large-export.ts';

/** The fastest of three, so that a busy neighbour does not decide. */
async function milliseconds(bytes: Uint8Array): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    await readClixml(memorySource(bytes), () => {});
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe('reading takes time in proportion to the file', () => {
  it('twice the file takes no more than 2.3 times the time', async () => {
    const half = exportOf(1500);
    const whole = exportOf(3000);
    await milliseconds(half);
    const ratios: number[] = [];
    for (let round = 0; round < 3; round++)
      ratios.push((await milliseconds(whole)) / (await milliseconds(half)));
    expect(Math.min(...ratios)).toBeLessThan(2.3);
  });

  it('one long value and one long list are linear too', async () => {
    const value = (length: number) => Buffer.from(`<Objs><S>${'x'.repeat(length)}</S></Objs>`);
    const list = (length: number) =>
      Buffer.from(`<Objs><Obj RefId="0"><LST>${'<I32>1</I32>'.repeat(length)}</LST></Obj></Objs>`);
    for (const [make, size] of [
      [value, 2_000_000],
      [list, 40_000],
    ] as const) {
      await milliseconds(make(size));
      expect((await milliseconds(make(size * 2))) / (await milliseconds(make(size)))).toBeLessThan(3);
    }
  });

  it('a long file does not stay in memory: only what a later reference needs is kept', async () => {
    const bytes = exportOf(10_000);
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    let records = 0;
    await readClixml(memorySource(bytes), () => {
      if (++records % 1000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    });
    expect(records).toBe(10_000);
    expect(bytes.length).toBeGreaterThan(12_000_000);
    expect(most).toBeLessThan(100_000_000);
  });
});
