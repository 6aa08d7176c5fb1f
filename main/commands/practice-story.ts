import { sameServerName } from '../domain/server-name.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ExchangeConnection } from '../exchange/connection.ts';
import { gatherSnapshot } from '../gather/live/gather-snapshot.ts';
import type { JudgeContext } from '../judge/trust-table.ts';
import { buildPracticeWorld, practiceRoots } from '../practice/build-world.ts';
import { practiceConnections } from '../practice/connection.ts';
import { seededRandom } from '../practice/random.ts';
import type { StoryName } from '../practice/stories/index.ts';
import type { PracticeWorld } from '../practice/world.ts';
import { readCertificate } from '../trust/certificate.ts';
import { fileStore } from '../trust/stores.ts';
import { UsageError } from './usage.ts';

const DAY = 86_400_000;

export interface GatheredStory {
  readonly world: PracticeWorld;
  readonly snapshot: Snapshot;
  readonly context: JudgeContext;
}

/** How much of it is read; all servers and seven days unless said otherwise. */
export interface StoryReach {
  readonly servers?: readonly string[];
  readonly days?: number;
}

/**
 * Builds the world of a story at `now` (epoch milliseconds) and reads it through its connections. Its make-believe
 * public authority stands where a real diagnosis asks Microsoft's and Mozilla's lists, and is named so.
 * @throws UsageError for a server that the story does not have.
 */
export async function gatherStory(
  story: StoryName,
  now: number,
  { servers = [], days = 7 }: StoryReach = {},
): Promise<GatheredStory> {
  const at = new Date(now).toISOString();
  const world = await buildPracticeWorld({ story, now: at, random: seededRandom(1) });
  const connections = chosen(practiceConnections(world), servers);
  const since = new Date(now - days * DAY).toISOString();
  const snapshot = await gatherSnapshot(connections, { since, now: at, kind: 'practice' });
  await Promise.all(connections.map((connection) => connection.close()));
  const { label, publicRoots } = practiceRoots(world);
  const anchors = publicRoots.flatMap((der) => {
    const result = readCertificate(der);
    return result.ok ? [result.certificate] : [];
  });
  const store = fileStore(anchors, label);
  return { world, snapshot, context: { now, microsoft: store, mozilla: store, extraCertificates: [] } };
}

function chosen(
  connections: readonly ExchangeConnection[],
  servers: readonly string[],
): readonly ExchangeConnection[] {
  if (servers.length === 0) return connections;
  return servers.map((name) => {
    const found = connections.find(({ server }) => sameServerName(server, name));
    if (found !== undefined) return found;
    const known = connections.map(({ server }) => server).join(', ');
    throw new UsageError(`connect: '${name}' is not one of ${known}`);
  });
}
