import { practiceKeys } from './certificates/keys.ts';
import { clockAt } from './clock.ts';
import type { Random } from './random.ts';
import { type StoryName, stories } from './stories/index.ts';
import type { PracticeWorld } from './world.ts';

export interface WorldOptions {
  readonly story: StoryName;
  /** ISO, UTC. */
  readonly now: string;
  /** Everything but the keys, and so the thumbprints, repeats with the same random numbers. */
  readonly random: Random;
}

/** Builds the practice organisation of a story, with certificates made on the spot. */
export async function buildPracticeWorld({ story, now, random }: WorldOptions): Promise<PracticeWorld> {
  const keys = practiceKeys();
  // Loading the certificate library keeps this thread busy while other threads make the keys.
  const { createBaseScene } = await import('./scene/base-scene.ts');
  const clock = clockAt(now);
  const plan = stories[story];
  const scene = await createBaseScene(plan, await keys, clock, random);
  await plan.arrange(scene);
  return {
    story,
    now: clock.now,
    directory: scene.directory,
    machines: scene.machines,
    account: scene.account,
    certificates: scene.authorities.issued,
  };
}

/** The roots that the practice world calls public; never to be mixed with a real list. */
export interface PracticeRoots {
  readonly label: 'Practice Public Root';
  /** DER. */
  readonly publicRoots: readonly Uint8Array[];
}

export function practiceRoots(world: PracticeWorld): PracticeRoots {
  const root = world.certificates.get('public-root');
  return { label: 'Practice Public Root', publicRoots: root === undefined ? [] : [root.der] };
}
