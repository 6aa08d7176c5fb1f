import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchCase, type BenchResult, measure } from './bench-case.ts';
import { calibration } from './calibration.ts';
import { certificates } from './certificates.ts';
import { clixml } from './clixml.ts';
import { type BenchRow, benchEvtx } from './evtx.ts';
import { bridgeAnswers, manyServers, plainPipe } from './powershell.ts';
import { smtpLog } from './smtp-log.ts';

const cases: readonly BenchCase[] = [
  calibration,
  certificates,
  clixml,
  smtpLog,
  plainPipe,
  bridgeAnswers,
  manyServers,
];
/** The most that twice the input may cost; more is growth worse than linear (hostile-input.md F-15). */
const growthLimit = 2.3;

/**
 * Without arguments: every case in a process of its own at its size and at twice its size, as a table; exit code 1 when one
 * grows worse than linear. With `case size`: that one, as JSON. Event logs stand beside a peer and have rows of their own.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, size] = args;
  if (name === eventLogs) {
    process.stdout.write(`${JSON.stringify(await benchEvtx())}\n`);
    return 0;
  }
  if (name !== undefined) {
    const bench = cases.find((c) => c.name === name);
    if (bench === undefined || size === undefined) throw new Error(`no such case: ${name}`);
    process.stdout.write(`${JSON.stringify(await measure(bench, Number(size)))}\n`);
    return 0;
  }
  const base = inOwnProcess(calibration, calibration.size).seconds;
  let grown = false;
  process.stdout.write(`calibration ${base.toFixed(3)} s; ratios are multiples of it\n\n`);
  for (const bench of cases.filter((c) => c !== calibration)) {
    const once = inOwnProcess(bench, bench.size);
    const growth = bench.isLargest
      ? once.seconds / inOwnProcess(bench, bench.size / 2).seconds
      : inOwnProcess(bench, bench.size * 2).seconds / once.seconds;
    grown ||= growth > growthLimit;
    process.stdout.write(
      `${row(bench, once, base)}; twice the size ×${growth.toFixed(2)} (limit ${growthLimit})\n`,
    );
  }
  const rows = spawnSelf<readonly BenchRow[]>(eventLogs);
  if (rows.length === 0) process.stdout.write('event logs: skipped, the real event logs are not here\n');
  for (const one of rows) process.stdout.write(`${eventRow(one, base)}\n`);
  return grown ? 1 : 0;
}

const eventLogs = 'event logs';

function eventRow({ name, seconds, mbPerSecond, ratio }: BenchRow, base: number): string {
  const compared = ratio === undefined ? '' : `; ×${ratio.toFixed(2)}`;
  return `${name}: ${seconds.toFixed(4)} s, ${mbPerSecond.toFixed(0)} MB/s, ratio ${(seconds / base).toFixed(3)}${compared}`;
}

function row(bench: BenchCase, { seconds, megabytes }: BenchResult, base: number): string {
  const goal = bench.goalSeconds === null ? '' : ` (goal ${bench.goalSeconds} s)`;
  const memory =
    bench.goalMegabytes === null ? '' : `, ${megabytes.toFixed(0)} MB (goal ${bench.goalMegabytes} MB)`;
  return `${bench.name}, ${bench.size} ${bench.unit}: ${seconds.toFixed(3)} s${goal}, ratio ${(seconds / base).toFixed(2)}${memory}`;
}

function inOwnProcess(bench: BenchCase, size: number): BenchResult {
  return spawnSelf<BenchResult>(bench.name, String(size));
}

/** Runs `main` with these arguments in a fresh process and parses what it prints. */
function spawnSelf<T>(...args: readonly string[]): T {
  const self = fileURLToPath(import.meta.url);
  const script = `const { main } = await import(${JSON.stringify(self)}); process.exitCode = await main(process.argv.slice(1));`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script, ...args],
    { encoding: 'utf8', maxBuffer: 1 << 24 },
  );
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
