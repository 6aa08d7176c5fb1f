/** One thing to be timed, at a size that can be doubled. */
export interface BenchCase {
  readonly name: string;
  /** What one unit of `size` is, for the table. */
  readonly unit: string;
  readonly size: number;
  /** True where more than `size` is refused: growth is then seen from half of it. */
  readonly isLargest?: boolean;
  /** Goal in seconds at `size` on the reference machine; printed beside the figure, never asserted. */
  readonly goalSeconds: number | null;
  /** Goal for the process's peak memory in MB at `size`, or null. */
  readonly goalMegabytes: number | null;
  /** Prepares `size` units and returns the work to be timed. */
  prepare(size: number): Promise<() => Promise<unknown> | unknown>;
}

export interface BenchResult {
  readonly seconds: number;
  /** Peak resident memory of the process, MB. */
  readonly megabytes: number;
}

const runs = 5;

/**
 * The best of five runs after one warm-up, in seconds: a busy neighbour can only add time. The peak memory is that of the
 * whole process.
 */
export async function measure(bench: BenchCase, size: number): Promise<BenchResult> {
  const work = await bench.prepare(size);
  await work();
  let seconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    await work();
    seconds = Math.min(seconds, (performance.now() - began) / 1000);
  }
  return { seconds, megabytes: process.resourceUsage().maxRSS / 1024 };
}
