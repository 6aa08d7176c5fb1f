/** One thing to be timed, at a size that can be doubled. */
export interface BenchCase {
  readonly name: string;
  /** What one unit of `size` is, for the table. */
  readonly unit: string;
  readonly size: number;
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

/** Median of three runs after one warm-up, in seconds; the peak memory is that of the whole process. */
export async function measure(bench: BenchCase, size: number): Promise<BenchResult> {
  const work = await bench.prepare(size);
  await work();
  const seconds: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const began = performance.now();
    await work();
    seconds.push((performance.now() - began) / 1000);
  }
  seconds.sort((a, b) => a - b);
  return { seconds: seconds[1] ?? Number.NaN, megabytes: process.resourceUsage().maxRSS / 1024 };
}
