import { edgeInPath } from './edge-in-path.ts';
import { expiredAuth } from './expired-auth.ts';
import { healthy } from './healthy.ts';
import { missingIntermediate } from './missing-intermediate.ts';
import { noPrivateKey } from './no-private-key.ts';
import { onlyPrivate } from './only-private.ts';
import { renewedTwin } from './renewed-twin.ts';
import { stalePin } from './stale-pin.ts';
import type { Story } from './story.ts';
import { twentyServers } from './twenty-servers.ts';
import { unreadable } from './unreadable.ts';
import { untrustedRoot } from './untrusted-root.ts';

/** Every story by its name; the first is the one that opens unasked. */
export const stories = {
  'untrusted-root': untrustedRoot,
  'stale-pin': stalePin,
  'missing-intermediate': missingIntermediate,
  'only-private': onlyPrivate,
  'no-private-key': noPrivateKey,
  'renewed-twin': renewedTwin,
  'expired-auth': expiredAuth,
  'edge-in-path': edgeInPath,
  healthy,
  unreadable,
  'twenty-servers': twentyServers,
} as const satisfies Readonly<Record<string, Story>>;

export type StoryName = keyof typeof stories;

export interface StoryEntry {
  readonly name: StoryName;
  /** Key of the one-line description in the locales. */
  readonly description: `practice.stories.${StoryName}`;
}

/** In the order in which a reader should meet them. */
export const storyList: readonly StoryEntry[] = (Object.keys(stories) as StoryName[]).map((name) => ({
  name,
  description: `practice.stories.${name}`,
}));

export function isStoryName(text: string): text is StoryName {
  return Object.hasOwn(stories, text);
}
