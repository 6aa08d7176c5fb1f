import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPracticeWorld } from '../../main/practice/build-world.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import { seededRandom } from '../../main/practice/random.ts';
import { isStoryName, storyList } from '../../main/practice/stories/index.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { now, worldOf } from './practice-world.ts';

describe('a practice world', () => {
  it('is the same again for the same clock and the same random numbers, keys and thumbprints aside', async () => {
    expect(await told(await worldOf('untrusted-root', 7))).toBe(
      await told(await worldOf('untrusted-root', 7)),
    );
  });

  it('has other numbers for other random numbers, and the same story', async () => {
    const [one, other] = [await worldOf('untrusted-root', 7), await worldOf('untrusted-root', 8)];
    expect(one.directory.sendConnectors[0]?.guid).not.toBe(other.directory.sendConnectors[0]?.guid);
    expect([...one.certificates.keys()]).toEqual([...other.certificates.keys()]);
  });

  it('tells every date relative to its clock', async () => {
    const later = await buildPracticeWorld({
      story: 'untrusted-root',
      now: '2031-03-01T12:00:00Z',
      random: seededRandom(1),
    });
    const earlier = await worldOf('untrusted-root');
    const shift = Date.parse(later.now) - Date.parse(earlier.now);
    for (const [label, certificate] of earlier.certificates) {
      const moved = later.certificates.get(label);
      expect(Date.parse(moved?.notBefore ?? '') - Date.parse(certificate.notBefore), label).toBe(shift);
    }
    expect(later.machines[0]?.events.length).toBe(earlier.machines[0]?.events.length);
  });

  it('shares no state with another world, nor one server with the next', async () => {
    const [one, other] = [await worldOf('edge-in-path'), await worldOf('edge-in-path')];
    const before = JSON.stringify(other.machines);
    const [first, ...rest] = one.machines;
    const untouched = JSON.stringify(rest);
    for (const queue of first?.queues ?? []) queue.messageCount = 99;
    for (const entry of first?.personal ?? []) entry.networkServiceCanRead = false;
    for (const binding of first?.iisBindings ?? []) binding.thumbprint = null;
    expect(JSON.stringify(rest)).toBe(untouched);
    expect(JSON.stringify(other.machines)).toBe(before);
  });

  it('refuses a clock that makes no sense', async () => {
    const options = { story: 'healthy', now: 'yesterday', random: seededRandom(1) } as const;
    await expect(buildPracticeWorld(options)).rejects.toThrow(RangeError);
  });

  it.each(storyList.map(({ name }) => name))(
    '%s happens before now and mentions only its own servers',
    async (story) => {
      const world = await worldOf(story);
      const names = world.directory.servers.map(({ name }) => name);
      for (const machine of world.machines) {
        expect(names).toContain(machine.name);
        for (const event of machine.events) expect(event.time <= now).toBe(true);
        for (const session of machine.sendSessions) expect(session.started <= now).toBe(true);
        const numbers = machine.events.map(({ recordId }) => recordId);
        expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
      }
      for (const source of world.directory.sendConnectors.flatMap(({ sourceServers }) => sourceServers)) {
        expect(names).toContain(source);
      }
    },
  );
});

describe('the list of stories', () => {
  it('begins with the fault that the program was made for', () => {
    expect(storyList[0]?.name).toBe('untrusted-root');
  });

  it('has a line of words for each in every language', async () => {
    for (const language of ['en', 'he']) {
      const path = join(import.meta.dirname, '..', '..', 'assets', 'locales', `${language}.json`);
      const words: unknown = JSON.parse(await readFile(path, 'utf8'));
      for (const { description } of storyList) {
        const line = description
          .split('.')
          .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], words);
        expect(line, `${language}: ${description}`).toEqual(expect.any(String));
      }
    }
  });

  it('knows its names and nothing that every object has', () => {
    expect(isStoryName('healthy')).toBe(true);
    expect(isStoryName('constructor')).toBe(false);
    expect(isStoryName('__proto__')).toBe(false);
  });
});

/** Everything the world answers, with each thumbprint replaced by its label and the bytes left out. */
async function told(world: PracticeWorld): Promise<string> {
  const labels = new Map(
    [...world.certificates.values()].map(({ thumbprint, label }) => [thumbprint, label]),
  );
  const answers = [];
  for (const connection of practiceConnections(world)) {
    answers.push(await connection.run('Get-ExchangeCertificate', { Server: connection.server }));
    answers.push(await connection.run('Get-Queue', { Server: connection.server }));
    answers.push(await connection.run('Get-SendConnector', {}));
  }
  const { directory, machines } = world;
  const text = JSON.stringify({ answers, directory, machines }, (key, value: unknown) => {
    if (key === 'der' || value instanceof Uint8Array) return undefined;
    return value instanceof Map ? [...value] : value;
  });
  return text.replace(/[0-9A-F]{40}/g, (thumbprint) => labels.get(thumbprint) ?? thumbprint);
}
