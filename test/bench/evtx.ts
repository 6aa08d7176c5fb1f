import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { readEventXml } from '../../main/gather/saved/event-xml/read-event-xml.ts';
import { readEvtx } from '../../main/gather/saved/evtx/read-evtx.ts';
import type { BenchRow } from './smtp-log.ts';

const folder = '../shared/real-data/evtx';
const runs = 7;

/** Logs that evtxexport reads whole, so that both readers do the same work. */
const compared = ['Application.evtx', 'sample-with-irregular-bool-values.evtx'];

const fileHeader = 4096;
const slot = 65_536;

/**
 * Reads real logs with every record built, best of seven, beside Debian's evtxexport (libevtx-utils) where it is
 * installed: both in turns, its `ratio` is how many times as long it takes. Empty where the real data is not there.
 */
export async function benchEvtx(): Promise<BenchRow[]> {
  if (!existsSync(folder)) return [];
  const rows: BenchRow[] = [];
  for (const name of compared) rows.push(...besideEvtxexport(name));
  rows.push(...twiceTheSize(), await eventXml());
  return rows;
}

function besideEvtxexport(name: string): BenchRow[] {
  const path = `${folder}/${name}`;
  const bytes = readFileSync(path);
  const megabytes = bytes.length / 1e6;
  let own = Number.POSITIVE_INFINITY;
  let other: number | null = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    // Twice each time, as a process that starts anew has no such warming up to do.
    own = Math.min(
      own,
      seconds(() => readWhole(bytes)),
      seconds(() => readWhole(bytes)),
    );
    const theirs = evtxexportSeconds(path);
    other = theirs === null || other === null ? null : Math.min(other, theirs);
  }
  const row = { seconds: own, mbPerSecond: megabytes / own };
  if (other === null) return [{ name: `EVTX, ${name} (evtxexport is not installed)`, ...row }];
  return [
    { name: `EVTX, ${name}, against evtxexport`, ...row, ratio: other / own },
    { name: `evtxexport, ${name}`, seconds: other, mbPerSecond: megabytes / other },
  ];
}

function readWhole(bytes: Uint8Array, onEvent?: () => void): void {
  const { counts } = readEvtx(bytes, { source: 'bench', ...(onEvent === undefined ? {} : { onEvent }) });
  if (counts.records === 0 || counts.notRead > 0) throw new Error('the bench log was not read whole');
}

/** Text output, which costs evtxexport less than XML; the time includes the start of its process (a few milliseconds). */
function evtxexportSeconds(path: string): number | null {
  let error: unknown;
  const time = seconds(() => {
    error = spawnSync('evtxexport', ['-f', 'text', path], { stdio: 'ignore' }).error;
  });
  return error === undefined ? time : null;
}

/** The chunks of a real log four and eight times in a row; events are handed over, so that keeping them costs nothing. */
function twiceTheSize(): BenchRow[] {
  const bytes = readFileSync(`${folder}/${compared[1]}`);
  const chunks = bytes.subarray(fileHeader, fileHeader + 20 * slot);
  const times = (count: number): Buffer =>
    Buffer.concat([bytes.subarray(0, fileHeader), ...Array.from({ length: count }, () => chunks)]);
  const files = [times(4), times(8)] as const;
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < runs; run++) {
    for (const [index, file] of files.entries()) {
      best[index] = Math.min(
        best[index] ?? 0,
        seconds(() => readWhole(file)),
      );
    }
  }
  const [single = 0, double = 0] = best;
  const [smaller, larger] = [files[0].length / 1e6, files[1].length / 1e6];
  return [
    { name: `EVTX, ${smaller.toFixed(1)} MB`, seconds: single, mbPerSecond: smaller / single },
    {
      name: `EVTX, twice: ${larger.toFixed(1)} MB`,
      seconds: double,
      mbPerSecond: larger / double,
      ratio: double / single,
    },
  ];
}

async function eventXml(): Promise<BenchRow> {
  const bytes = readFileSync(`${folder}/Application.xml`);
  const pieces = Array.from({ length: 10 }, () => bytes);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await readEventXml(pieces, { source: 'bench' });
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return { name: 'Event XML, 5.6 MB', seconds: best, mbPerSecond: (10 * bytes.length) / 1e6 / best };
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
