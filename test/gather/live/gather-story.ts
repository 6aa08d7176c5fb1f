import { isRead, type Reading } from '../../../main/domain/reading.ts';
import type { ServerReadings, Snapshot } from '../../../main/domain/snapshot.ts';
import { gatherSnapshot } from '../../../main/gather/live/gather-snapshot.ts';
import { practiceConnections } from '../../../main/practice/connection.ts';
import type { StoryName } from '../../../main/practice/stories/index.ts';
import type { PracticeWorld } from '../../../main/practice/world.ts';
import { now, worldOf } from '../../practice/practice-world.ts';

/** Seven days before the practice clock. */
export const since = '2026-01-08T09:19:00.000Z';

export interface Gathered {
  readonly world: PracticeWorld;
  readonly snapshot: Snapshot;
}

export async function gatherStory(story: StoryName): Promise<Gathered> {
  const world = await worldOf(story);
  return {
    world,
    snapshot: await gatherSnapshot(practiceConnections(world), { since, now, kind: 'practice' }),
  };
}

/** The value; a test that expects one fails with the reason when there is none. */
export function valueIn<T>(reading: Reading<T> | undefined): T {
  if (reading === undefined) throw new Error('no such reading');
  if (isRead(reading)) return reading.read;
  throw new Error(`${reading.from.source}: ${reading.notRead.code} ${reading.notRead.detail ?? ''}`);
}

export function serverIn(snapshot: Snapshot, name: string): ServerReadings {
  const server = snapshot.servers.find((one) => one.name === name);
  if (server === undefined) throw new Error(`no server ${name} in the snapshot`);
  return server;
}

/** Labels of the certificates a server holds, in store order. */
export function labelsOn({ world, snapshot }: Gathered, server: string): readonly string[] {
  return valueIn(serverIn(snapshot, server).certificates).map(({ thumbprint }) => labelOf(world, thumbprint));
}

export function labelOf(world: PracticeWorld, thumbprint: string | null | undefined): string {
  for (const certificate of world.certificates.values()) {
    if (certificate.thumbprint === thumbprint) return certificate.label;
  }
  return `unknown ${thumbprint}`;
}

/** Names of the readings of a server that could not be taken, with the reason of each. */
export function missingOn(server: ServerReadings): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {};
  for (const [name, value] of Object.entries(server)) {
    if (typeof value === 'object' && value !== null && 'notRead' in value) missing[name] = value.notRead.code;
  }
  return missing;
}
