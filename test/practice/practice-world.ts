import { buildPracticeWorld } from '../../main/practice/build-world.ts';
import type { Machine } from '../../main/practice/machine.ts';
import { seededRandom } from '../../main/practice/random.ts';
import type { StoryName } from '../../main/practice/stories/index.ts';
import type { PracticeCertificate, PracticeWorld } from '../../main/practice/world.ts';

/** The morning of the screens: EX01 has refused mail for a day. */
export const now = '2026-01-15T09:19:00.000Z';

export function worldOf(story: StoryName, seed = 1): Promise<PracticeWorld> {
  return buildPracticeWorld({ story, now, random: seededRandom(seed) });
}

export function certificateOf(world: PracticeWorld, label: string): PracticeCertificate {
  const certificate = world.certificates.get(label);
  if (certificate === undefined) throw new Error(`no certificate ${label} in ${world.story}`);
  return certificate;
}

export function machineOf(world: PracticeWorld, name: string): Machine {
  const machine = world.machines.find((one) => one.name === name);
  if (machine === undefined) throw new Error(`no server ${name} in ${world.story}`);
  return machine;
}
