import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** False for one that is gone, and for one that ended and waits to be collected. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/u.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Those of these processes that still run after `milliseconds`, looked at until none does. */
export async function stillRunning(
  pids: readonly number[],
  milliseconds: number,
): Promise<readonly number[]> {
  for (const until = Date.now() + milliseconds; Date.now() < until; await sleep(50)) {
    if (!pids.some(isRunning)) return [];
  }
  return pids.filter(isRunning);
}

/** The arguments and the environment of a process, as anybody with the same rights may read them. */
export function visibleOf(pid: number): string {
  return ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1')).join('\0');
}
