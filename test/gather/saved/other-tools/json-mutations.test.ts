import { describe, expect, test } from 'vitest';
import { edca, isEdca } from '../../../../main/gather/saved/other-tools/edca.ts';
import { jsonPlain } from '../../../../main/gather/saved/other-tools/json-plain.ts';
import { readRootcauseBundle } from '../../../../main/gather/saved/other-tools/rootcause-bundle.ts';
import { formatSnapshot, parseSnapshot } from '../../../../main/gather/saved/other-tools/snapshot-file.ts';
import { StopReading } from '../../../../main/gather/saved/stop-reading.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { bundleSample } from './bundle-sample.ts';
import { edcaSample } from './edca-sample.ts';

const bundle = JSON.stringify(bundleSample());
const snapshot = formatSnapshot(await readRootcauseBundle(bundle, 'x'));
const odd = [
  'null',
  '0',
  '""',
  '[]',
  '{}',
  '-1e999',
  '"\\u0000"',
  '{"__proto__":1}',
  '[[[[]]]]',
  'true',
  '"x"',
];

type Random = (limit: number) => number;

/** Half of them stay JSON: a value is replaced by another; the others lose, gain or move text. */
function mutate(text: string, random: Random): string {
  if (random(2) === 0) {
    const values = [...text.matchAll(/:("(?:[^"\\]|\\.)*"|-?\d+|true|false|null)/gu)];
    const chosen = values[random(values.length)];
    if (chosen?.index === undefined) return text;
    const end = chosen.index + chosen[0].length;
    return `${text.slice(0, chosen.index)}:${odd[random(odd.length)]}${text.slice(end)}`;
  }
  const at = random(text.length);
  const length = random(200);
  const how = random(3);
  if (how === 0) return text.slice(0, at) + text.slice(at + length);
  if (how === 1) return text.slice(0, at) + odd[random(odd.length)] + text.slice(at);
  return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
}

async function outcome(read: () => unknown): Promise<'read' | 'refused'> {
  const from = performance.now();
  try {
    await read();
    return 'read';
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
    expect(error.message.length).toBeGreaterThan(3);
    return 'refused';
  } finally {
    expect(performance.now() - from).toBeLessThan(2000);
  }
}

describe('damaged JSON, 2,000 of each: read, or refused with a sentence', () => {
  test.each([
    ['bundle', bundle, (text: string) => readRootcauseBundle(text, 'x')],
    ['snapshot', snapshot, (text: string) => parseSnapshot(text)],
    [
      'EDCA',
      edcaSample,
      (text: string) => {
        const value = jsonPlain(text);
        return isEdca(value) ? edca(value) : null;
      },
    ],
  ])(
    '%s',
    async (_, sample, read: (text: string) => unknown) => {
      const random = seededRandom(11);
      const counts = { read: 0, refused: 0 };
      for (let round = 0; round < 2000; round++) {
        counts[await outcome(() => read(mutate(sample, random)))]++;
      }
      expect(counts.read + counts.refused).toBe(2000);
      expect(counts.read).toBeGreaterThan(100);
      expect(counts.refused).toBeGreaterThan(100);
    },
    120_000,
  );
});
