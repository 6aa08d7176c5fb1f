import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { protocolLogRecords } from '../../main/commands/protocol-log-records.ts';
import type { Snapshot } from '../../main/domain/snapshot.ts';
import type { ExchangeConnection } from '../../main/exchange/connection.ts';
import { gatherSnapshot } from '../../main/gather/live/gather-snapshot.ts';
import { diagnose } from '../../main/judge/diagnose.ts';
import { sessionLimits } from '../../main/powershell/limits.ts';
import { PowerShellConnection } from '../../main/powershell/powershell-connection.ts';
import { childEnvironment } from '../../main/powershell/shell/environment.ts';
import { startShell } from '../../main/powershell/shell/start-shell.ts';
import { practiceRoots } from '../../main/practice/build-world.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import { storyList } from '../../main/practice/stories/index.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { readCertificate } from '../../main/trust/certificate.ts';
import { fileStore } from '../../main/trust/stores.ts';
import { since } from '../gather/live/gather-story.ts';
import { goldenForm } from '../golden/golden-form.ts';
import { bridgeScript } from '../lab/bridge-client.ts';
import { type Lab, openLab } from '../lab/lab.ts';
import { labAbsent } from '../lab/lab-engine.ts';
import { now, worldOf } from '../practice/practice-world.ts';
import { planFor, poolOf } from './make-connection.ts';

/** Sixty processes of the engine for twenty servers: `npm run test:lab` takes them all, `npm test` the first of each story. */
const mostServers = process.env['MODE'] === 'lab' ? Number.POSITIVE_INFINITY : 5;

/** The story's servers through our own shell, the real engine, and the bridge as it is shipped. */
function labConnections(world: PracticeWorld, lab: Lab): readonly PowerShellConnection[] {
  const pool = poolOf(4);
  return directConnections(world).map(
    ({ server }) =>
      new PowerShellConnection({
        plan: planFor(server),
        credential: null,
        startChild: (tag) =>
          startShell({
            executable: lab.executable,
            script: bridgeScript,
            tag,
            environment: { ...childEnvironment(process.env, process.platform), ...lab.environment },
          }),
        newTag: () => `@${randomBytes(9).toString('hex')}:`,
        pool,
        // Several engines start at once on a machine that is shared.
        limits: { ...sessionLimits, hello: 120_000, open: 120_000 },
        readProtocolLog: protocolLogRecords,
        now: () => now,
      }),
  );
}

function directConnections(world: PracticeWorld): readonly ExchangeConnection[] {
  return practiceConnections(world).slice(0, mostServers);
}

function judged(world: PracticeWorld, snapshot: Snapshot): string {
  const { label, publicRoots } = practiceRoots(world);
  const anchors = publicRoots.flatMap((der) => {
    const result = readCertificate(der);
    return result.ok ? [result.certificate] : [];
  });
  const store = fileStore(anchors, label);
  const context = { now: Date.parse(now), microsoft: store, mozilla: store, extraCertificates: [] };
  // A folder that may not be looked into seems missing from outside: there `failed` stands for `access-denied`.
  return goldenForm(diagnose(withoutWords(snapshot), context)).replaceAll(
    /: (?:failed|access-denied);/gu,
    ': refused;',
  );
}

/** The engine's own words for a refusal are longer than the practice organisation's; its codes must be the same. */
function withoutWords<T>(snapshot: T): T {
  const bare = (key: string, value: unknown) => (key === 'detail' ? undefined : value);
  return JSON.parse(JSON.stringify(snapshot, bare)) as T;
}

const reason = labAbsent === null ? '' : ` (skipped: ${labAbsent})`;

describe.skipIf(labAbsent !== null)(`a story through the real engine${reason}`, () => {
  it.each(storyList.map(({ name }) => name))(
    '%s is judged as without PowerShell, finding for finding',
    async (story) => {
      const world = await worldOf(story);
      const lab = await openLab(world);
      const connections = labConnections(world, lab);
      try {
        const options = { since, now, kind: 'practice' } as const;
        const direct = await gatherSnapshot(directConnections(world), options);
        const carried = await gatherSnapshot(connections, options);
        expect(connections.flatMap(({ report }) => report.failure?.said ?? [])).toEqual([]);
        expect(judged(world, carried)).toBe(judged(world, direct));
      } finally {
        await Promise.all(connections.map((connection) => connection.close()));
        lab.close();
      }
    },
    // Twenty servers take minutes where the machine is busy.
    900_000,
  );
});
