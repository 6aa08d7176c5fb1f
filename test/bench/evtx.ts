import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { readEventXml } from '../../main/gather/saved/event-xml/read-event-xml.ts';
import { readEvtx } from '../../main/gather/saved/evtx/read-evtx.ts';

export interface BenchRow {
  readonly name: string;
  readonly seconds: number;
  readonly mbPerSecond: number;
  /** What the row says of it. */
  readonly ratio?: number;
}

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

/**
 * The chunks of a real log once and twice in a row, in processor time and in pairs, which the work of others on the
 * machine disturbs least; `ratio` is the median of the pairs. Events are handed over, so that keeping them costs nothing.
 */
function twiceTheSize(): BenchRow[] {
  const bytes = readFileSync(`${folder}/${compared[1]}`);
  const chunks = bytes.subarray(fileHeader, fileHeader + 20 * slot);
  const double = Buffer.concat([bytes.subarray(0, fileHeader), chunks, chunks]);
  const single = double.subarray(0, fileHeader + chunks.length);
  const pairs = Array.from({ length: 5 * runs }, () => {
    const one = processorSeconds(() => readWhole(single, () => {}));
    const two = processorSeconds(() => readWhole(double, () => {}));
    return { one, two, ratio: two / one };
  }).slice(runs);
  const one = Math.min(...pairs.map((pair) => pair.one));
  const two = Math.min(...pairs.map((pair) => pair.two));
  const ratio = pairs.map((pair) => pair.ratio).toSorted((a, b) => a - b)[pairs.length >> 1] ?? Number.NaN;
  const [smaller, larger] = [single.length / 1e6, double.length / 1e6];
  return [
    { name: `EVTX, ${smaller.toFixed(1)} MB, processor time`, seconds: one, mbPerSecond: smaller / one },
    {
      name: `EVTX, twice: ${larger.toFixed(1)} MB, processor time`,
      seconds: two,
      mbPerSecond: larger / two,
      ratio,
    },
  ];
}

function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
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
