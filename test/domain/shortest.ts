/** Milliseconds of the fastest of three runs: what the code costs, without what else the machine was doing. */
export function shortest(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return Math.min(...times);
}
