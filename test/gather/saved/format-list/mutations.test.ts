import { describe, expect, test } from 'vitest';
import {
  looksLikeFormatList,
  readFormatList,
} from '../../../../main/gather/saved/format-list/read-format-list.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { certificates, certificateTable, queueTable, wrappedPin } from './pasted-samples.ts';

const samples = [certificates, certificateTable, queueTable, wrappedPin];
const strange = [
  '\u0000',
  '\t',
  '\r',
  '\n\n',
  ':',
  ' : ',
  '-----',
  '...',
  '…',
  '{',
  '}',
  '>',
  '\u202e',
  '表',
  '\u001b[',
];

type Random = (limit: number) => number;

/** Up to eight cuts, insertions, moves and repetitions. */
function mutate(text: string, random: Random): string {
  let changed = text;
  for (let round = random(8); round >= 0; round--) {
    const at = random(changed.length + 1);
    const length = random(60);
    const piece = changed.slice(at, at + length);
    const rest = changed.slice(0, at) + changed.slice(at + length);
    const elsewhere = random(rest.length + 1);
    const how = random(4);
    if (how === 0) changed = rest;
    else if (how === 1) changed = changed.slice(0, at) + strange[random(strange.length)] + changed.slice(at);
    else if (how === 2) changed = rest.slice(0, elsewhere) + piece + rest.slice(elsewhere);
    else changed = changed.slice(0, at) + piece + changed.slice(at);
  }
  return changed;
}

describe('damaged pastes', () => {
  test('2,000 of them: none hangs or throws, and every line is counted once', () => {
    const random = seededRandom(4);
    let slowest = 0;
    for (let round = 0; round < 2000; round++) {
      const text = mutate(samples[round % samples.length] ?? '', random);
      const from = performance.now();
      const { counts, objects, notRead } = readFormatList(text);
      slowest = Math.max(slowest, performance.now() - from);
      const sum = counts.used + counts.blank + counts.command + counts.other + counts.notRead;
      expect([round, sum]).toEqual([round, counts.lines]);
      expect(counts.lines).toBe(text.split(/\r\n|\n|\r/u).length);
      if (objects.length > 0) expect(counts.used).toBeGreaterThan(0);
      for (const gap of notRead) expect(gap.count).toBeGreaterThan(0);
    }
    expect(slowest).toBeLessThan(2000);
  }, 120_000);

  test.each([
    ['one property for ever', 'Thumbprint : A\n'.repeat(60_000)],
    ['continuation for ever', `Services : SMTP\nThumbprint : A\n${'             x\n'.repeat(200_000)}`],
    ['one long line', `Thumbprint : ${'x'.repeat(4_000_000)}`],
    ['only dashes', `${'- '.repeat(100_000)}\n`.repeat(10)],
    ['only quote marks', `${'>'.repeat(100_000)}\n`.repeat(10)],
    [
      'a table of a million cells',
      `${'Status '.repeat(2)}Identity\n${'------ '.repeat(2)}--------\n${'a b c\n'.repeat(300_000)}`,
    ],
    ['blanks before a colon', `${'Thumbprint '.padEnd(100_000)}x\n`.repeat(20)],
    ['tabs', '\t'.repeat(2_000_000)],
    ['nested lists', `Services : {${'{'.repeat(100_000)}\nThumbprint : A`],
  ])('an endless paste is read in time: %s', (_, text) => {
    const from = performance.now();
    readFormatList(text);
    looksLikeFormatList(text);
    // Reading in quadratic time would take minutes.
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});
