import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatherStory } from '../../main/commands/practice-story.ts';
import { diagnose } from '../../main/judge/diagnose.ts';
import { storyList } from '../../main/practice/stories/index.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { goldenForm } from './golden-form.ts';

const now = Date.parse('2026-01-15T10:00:00Z');

/** Keys are made anew for each world, and thumbprints with them; the labels stay. */
function byLabel(world: PracticeWorld): (text: string) => string {
  const labels = [...world.certificates.values()];
  return (text) => labels.reduce((all, c) => all.replaceAll(c.thumbprint, `<${c.label}>`), text);
}

describe('every story of the practice organisation is judged as before', () => {
  it.each(storyList.map(({ name }) => name))('%s', async (name) => {
    const { world, snapshot, context } = await gatherStory(name, now);
    const judged = goldenForm(diagnose(snapshot, context), byLabel(world));
    await expect(judged).toMatchFileSnapshot(join(import.meta.dirname, 'stories', `${name}.txt`));
  });
});
