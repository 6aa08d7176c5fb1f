import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstToOpen } from '../../main/commands/first-to-open.ts';
import { isRead } from '../../main/domain/reading.ts';
import type { Snapshot } from '../../main/domain/snapshot.ts';
import type { ExchangeConnection } from '../../main/exchange/connection.ts';
import { gatherSnapshot } from '../../main/gather/live/gather-snapshot.ts';
import { mostChildren, sessionLimits } from '../../main/powershell/limits.ts';
import { since } from '../gather/live/gather-story.ts';
import { now } from '../practice/practice-world.ts';
import { connectionTo, poolOf } from './make-connection.ts';
import { type Simulation, type Simulator, simulator } from './simulated-child.ts';

/** Milliseconds, as the engine of the lab was measured. */
const delays = { hello: 550, open: 520, call: 38 };

// Time is the simulated one: a busy machine changes nothing, and a minute of waiting takes none.
beforeEach(() =>
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] }),
);
afterEach(() => vi.useRealTimers());

async function passing<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => {});
  while (!over) await vi.advanceTimersByTimeAsync(10);
  return ended;
}

function emptyServer(server: string): ExchangeConnection {
  return {
    server,
    run: async () => ({ records: [], warnings: [], failure: null, answeredBy: server, at: now }),
    close: async () => {},
  };
}

interface Run {
  readonly snapshot: Snapshot;
  /** Milliseconds from the beginning to the last answer of each server. */
  readonly doneAt: ReadonlyMap<string, number>;
  readonly questions: ReadonlyMap<string, number>;
  readonly counts: Simulator['counts'];
  readonly total: number;
}

async function run(
  count: number,
  faultsOf: (index: number) => Partial<Simulation> = () => ({}),
): Promise<Run> {
  const pool = poolOf(mostChildren);
  const counts = { alive: 0, most: 0, started: 0, killed: 0 };
  const servers = Array.from({ length: count }, (_, index) => {
    const server = `EX${String(index + 1).padStart(2, '0')}`;
    const simulation = { connection: emptyServer(server), delays, ...faultsOf(index) };
    return connectionTo({
      server,
      startChild: simulator(() => simulation, counts).start,
      pool,
      limits: sessionLimits,
    });
  });
  const began = performance.now();
  const doneAt = new Map<string, number>();
  const questions = new Map<string, number>();
  const onProgress = ({ server }: { readonly server: string }) => {
    doneAt.set(server, performance.now() - began);
    questions.set(server, (questions.get(server) ?? 0) + 1);
  };
  const ordered = (await firstToOpen(servers)) ?? [];
  const snapshot = await gatherSnapshot(ordered, { since, now, onProgress });
  const total = performance.now() - began;
  await Promise.all(servers.map((server) => server.close()));
  return { snapshot, doneAt, questions, counts, total };
}

/** What the simulated delays of two sessions, one probe and the questions alone add up to, spread over eight places without a gap. */
function ideal({ questions }: Run): number {
  const work = [...questions.values()].map(
    (asked) => delays.hello + 2 * delays.open + (asked + 1) * delays.call,
  );
  return work.reduce((sum, milliseconds) => sum + milliseconds, 0) / mostChildren;
}

describe('fifty servers, eight at once', () => {
  it('take at most 1.2 times the ideal, never more than eight children, and come in as they finish', async () => {
    const done = await passing(run(50));
    expect(done.counts).toMatchObject({ most: mostChildren, started: 50, alive: 0, killed: 0 });
    expect(done.snapshot.servers).toHaveLength(50);
    expect(done.total / ideal(done)).toBeLessThan(1.2);
    const times = [...done.doneAt.values()].sort((a, b) => a - b);
    expect(times[0] ?? 0).toBeLessThan(done.total / 3);
  });

  it.each(['start', 'open', 'run'] as const)(
    'five of them frozen (%s) cost the others nothing, and are named',
    async (freezes) => {
      const frozen = (index: number) => index % 10 === 3;
      const done = await passing(run(50, (index) => (frozen(index) ? { freezes } : {})));
      const names = [...done.doneAt.keys()];
      const healthy = names.filter((name) => !frozen(Number(name.slice(2)) - 1));
      expect(healthy).toHaveLength(45);
      const last = Math.max(...healthy.map((name) => done.doneAt.get(name) ?? Number.POSITIVE_INFINITY));
      const alone = await passing(run(45));
      expect(last / alone.total).toBeLessThan(1.2);
      expect(done.counts.most).toBe(mostChildren);
      expect(done.counts.alive).toBe(0);
      const unread = done.snapshot.sources.filter(({ complete }) => !complete).map(({ path }) => path);
      expect(unread).toEqual(['EX04', 'EX14', 'EX24', 'EX34', 'EX44']);
    },
  );

  it('wait half a minute, and no longer, for the one that is asked for the organisation', async () => {
    const done = await passing(run(50, (index) => (index === 0 ? { freezes: 'run' } : {})));
    const alone = await passing(run(49));
    expect(done.total - alone.total).toBeLessThan(sessionLimits.leading + 5000);
    const [lost, ...others] = done.snapshot.servers;
    expect(lost?.certificates).toMatchObject({ notRead: { code: 'failed' } });
    expect(others.filter(({ certificates }) => isRead(certificates))).toHaveLength(49);
    expect(isRead(done.snapshot.organisation.sendConnectors)).toBe(true);
  });
});
