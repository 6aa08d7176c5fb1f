import { describe, expect, it } from 'vitest';
import type { EvtxReading } from '../../../../main/gather/saved/evtx/evtx-scan.ts';
import { readEvtx } from '../../../../main/gather/saved/evtx/read-evtx.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { textValue } from './binxml-writer.ts';
import { ChunkWriter, logFile } from './log-writer.ts';
import { needsRealData, readReal, realDataIsThere } from './real-data.ts';

const chunkSize = 65_536;
const slowest = 2000;

interface Base {
  readonly bytes: Uint8Array;
  readonly sound: EvtxReading;
  /** Record ids of each chunk. */
  readonly ids: readonly (readonly string[])[];
}

function baseOf(bytes: Uint8Array): Base {
  const ids: string[][] = [];
  for (let at = 4096; at < bytes.length; at += chunkSize) {
    const chunk = logFile([bytes.slice(at, at + chunkSize)]);
    ids.push(readEvtx(chunk, { source: 'x' }).events.map((event) => event.recordId ?? ''));
  }
  return { bytes, sound: readEvtx(bytes, { source: 'x' }), ids };
}

/** Changes the bytes and returns the first and the last offset that may have changed; cutting changes everything behind. */
type Mutation = (
  bytes: Uint8Array,
  random: (limit: number) => number,
) => readonly [Uint8Array, number, number];

const at = (bytes: Uint8Array, random: (limit: number) => number): number => random(bytes.length);

const mutations: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const place = at(bytes, random);
    bytes[place] = (bytes[place] as number) ^ (1 << random(8));
    return [bytes, place, place];
  },
  function anyByte(bytes, random) {
    const place = at(bytes, random);
    bytes[place] = random(256);
    return [bytes, place, place];
  },
  function manyBytes(bytes, random) {
    const chunk = 4096 + random((bytes.length - 4096) / chunkSize) * chunkSize;
    for (let count = 1 + random(64); count > 0; count--) bytes[chunk + random(chunkSize)] = random(256);
    return [bytes, chunk, chunk + chunkSize - 1];
  },
  function wipe(bytes, random) {
    const place = at(bytes, random);
    const end = Math.min(bytes.length, place + 1 + random(8192));
    bytes.fill(random(2) === 0 ? 0 : 0xff, place, end);
    return [bytes, place, end - 1];
  },
  function extremeNumber(bytes, random) {
    const place = at(bytes, random) & ~3;
    const number = [0, 1, 27, 28, 0x7fff_ffff, 0xffff_ffff, 0x1_0000, 0x2a2a][random(8)] as number;
    new DataView(bytes.buffer).setUint32(place, number, true);
    return [bytes, place, place + 3];
  },
  function recordSize(bytes, random) {
    let place = bytes.indexOf(0x2a, at(bytes, random));
    if (place < 0 || place + 8 > bytes.length) place = 4096 + 512;
    new DataView(bytes.buffer).setUint32(place + 4, random(70_000), true);
    return [bytes, place, place + 7];
  },
  function copyWithin(bytes, random) {
    const [from, to, size] = [at(bytes, random), at(bytes, random), 1 + random(2048)];
    bytes.copyWithin(to, from, from + size);
    return [bytes, to, Math.min(bytes.length, to + size) - 1];
  },
  function cut(bytes, random) {
    const length = at(bytes, random);
    return [bytes.slice(0, length), length, bytes.length];
  },
];

function checkCounts(log: EvtxReading): void {
  const { records, built, notRead } = log.counts;
  expect(log.events).toHaveLength(built);
  expect(built).toBe(records);
  expect(log.tally.reduce((sum, row) => sum + row.count, 0)).toBe(records);
  expect(log.notRead.reduce((sum, gap) => sum + gap.count, 0)).toBe(notRead);
  expect(log.complete).toBe(log.notRead.length === 0);
}

/** Records that are gone must be among the gaps, as long as the headers that announce them are believed. */
function checkNothingSilentlyLost(log: EvtxReading, base: Base): void {
  const headerLost = log.notRead.some((gap) => /^(chunk-(?!checksum)|file-|truncated)/.test(gap.reason));
  const lost = log.notRead.filter((gap) => !gap.stillRead).reduce((sum, gap) => sum + gap.count, 0);
  if (!headerLost) expect(log.counts.records + lost).toBeGreaterThanOrEqual(base.sound.counts.records);
  if (log.complete) expect(log.events).toEqual(base.sound.events);
}

/** Damage in one chunk must not touch the records of another. */
function checkOtherChunks(log: EvtxReading, base: Base, first: number, last: number): void {
  const read = new Set(log.events.map((event) => event.recordId));
  for (const [index, ids] of base.ids.entries()) {
    const start = 4096 + index * chunkSize;
    if (first < start + chunkSize && last >= start) continue;
    expect(ids.filter((id) => !read.has(id))).toEqual([]);
  }
}

function runMutations(base: Base, seeds: number): void {
  for (let seed = 0; seed < seeds; seed++) {
    const random = seededRandom(seed);
    const mutate = mutations[seed % mutations.length] as Mutation;
    const [bytes, first, last] = mutate(base.bytes.slice(), random);
    const start = performance.now();
    const log = readEvtx(bytes, { source: 'x' });
    const name = `seed ${seed}, ${mutate.name}`;
    expect(performance.now() - start, name).toBeLessThan(slowest);
    try {
      checkCounts(log);
      checkNothingSilentlyLost(log, base);
      checkOtherChunks(log, base, first, last);
    } catch (error) {
      throw new Error(name, { cause: error });
    }
  }
}

describe('a log damaged at random is read without hanging, and every record is accounted for', () => {
  it('1,000 times, a log made by hand', { timeout: 60_000 }, () => {
    const chunks = [0, 1].map((chunk) => {
      const writer = new ChunkWriter();
      for (let record = 0; record < 20; record++) {
        writer.event(20 * chunk + record + 1, 'MSExchangeTransport', 12014, [
          textValue('mail.contoso.com'),
          textValue('x'),
        ]);
      }
      return writer.finish();
    });
    runMutations(baseOf(logFile(chunks)), 1000);
  });

  // The first two chunks of Application.evtx (ts-evtx, test/fixtures).
  it.skipIf(!realDataIsThere)(
    `5,000 times, a real Application log${needsRealData}`,
    { timeout: 120_000 },
    () => {
      const bytes = readReal('Application.evtx').slice(0, 4096 + 2 * chunkSize);
      runMutations(baseOf(logFile([bytes.slice(4096)], { chunkCount: 2 })), 5000);
    },
  );
});
