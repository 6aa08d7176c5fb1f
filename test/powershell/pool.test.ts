import { describe, expect, it } from 'vitest';
import { Breaker } from '../../main/powershell/breaker.ts';
import { Patience } from '../../main/powershell/patience.ts';
import { connectionTo, poolOf } from './make-connection.ts';
import { simulator } from './simulated-child.ts';

const never = new AbortController().signal;
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('places for children', () => {
  it('are given in the order of asking, fresh servers before those that were put aside', async () => {
    const pool = poolOf(1);
    const first = await pool.acquire('fresh', never);
    const order: string[] = [];
    const wait = (name: string, turn: 'fresh' | 'again') =>
      pool.acquire(turn, never).then((slot) => {
        order.push(name);
        slot.release();
      });
    const all = [wait('aside', 'again'), wait('one', 'fresh'), wait('two', 'fresh')];
    expect(pool.pressed).toBe(true);
    first.release();
    await Promise.all(all);
    expect(order).toEqual(['one', 'two', 'aside']);
    expect(pool).toMatchObject({ used: 0, pressed: false });
  });

  it('are never more than their number, also when one is given back twice', async () => {
    const pool = poolOf(2);
    const slots = [await pool.acquire('fresh', never), await pool.acquire('fresh', never)];
    slots[0]?.release();
    slots[0]?.release();
    expect(pool.used).toBe(1);
    await pool.acquire('fresh', never);
    expect(pool.used).toBe(2);
  });

  it('are not lost on one who gave up waiting', async () => {
    const pool = poolOf(1);
    const slot = await pool.acquire('fresh', never);
    const abort = new AbortController();
    const given = pool.acquire('fresh', abort.signal).catch((reason: unknown) => reason);
    abort.abort('given up');
    expect(await given).toBe('given up');
    slot.release();
    expect(pool.used).toBe(0);
    await expect(pool.acquire('fresh', abort.signal)).rejects.toBe('given up');
  });
});

describe('a session that nobody uses', () => {
  const empty = {
    server: 'EX01',
    run: async () => ({
      records: [],
      warnings: [],
      failure: null,
      answeredBy: null,
      at: '2026-01-15T09:19:00Z',
    }),
    close: async () => {},
  };
  const queues = ['Get-Queue', { Server: 'EX01' }] as const;

  it('is closed after its time, and opened again when it is asked', async () => {
    const simulated = simulator(() => ({ connection: empty }));
    const connection = connectionTo({ startChild: simulated.start, limits: { idle: 20 } });
    await connection.run(...queues);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(simulated.counts).toMatchObject({ alive: 0, started: 1 });
    expect((await connection.run(...queues)).failure).toBeNull();
    expect(simulated.counts.started).toBe(2);
    await connection.close();
  });

  it('gives its place to the next server soon, and keeps it when nobody waits', async () => {
    const pool = poolOf(1);
    const simulated = simulator(() => ({ connection: empty }));
    const limits = { idleWhileOthersWait: 10 };
    const one = connectionTo({ startChild: simulated.start, pool, limits });
    const two = connectionTo({ startChild: simulated.start, pool, limits });
    await one.run(...queues);
    await soon();
    expect(simulated.counts.alive).toBe(1);
    await two.run(...queues);
    expect(simulated.counts).toMatchObject({ alive: 1, most: 1, started: 2 });
    await Promise.all([one.close(), two.close()]);
    expect(pool.used).toBe(0);
  });

  it('leaves nothing behind in two hundred connections that are closed or die', async () => {
    const pool = poolOf(8);
    const counts = { alive: 0, most: 0, started: 0, killed: 0 };
    const connections = Array.from({ length: 200 }, (_, index) => {
      const dies = index % 3 === 0 ? { diesAfter: 0 } : {};
      return connectionTo({
        startChild: simulator(() => ({ connection: empty, ...dies }), counts).start,
        pool,
      });
    });
    await Promise.all(
      connections.map((connection) =>
        connection
          .run(...queues)
          .catch(() => {})
          .then(() => connection.close()),
      ),
    );
    expect(counts).toMatchObject({ alive: 0, most: 8 });
    expect(pool).toMatchObject({ used: 0, pressed: false });
  });
});

describe('patience', () => {
  it('is that of the limits until something is known, then four times the slowest that reacted', () => {
    const patience = new Patience(2000, 15_000);
    expect(patience.of('open')).toBe(15_000);
    for (const milliseconds of [500, 900, 700]) patience.observe('open', milliseconds);
    expect(patience.of('open')).toBe(3600);
    expect(patience.of('run')).toBe(15_000);
    for (let count = 0; count < 3; count += 1) patience.observe('run', 1);
    expect(patience.of('run')).toBe(2000);
    patience.observe('open', 60_000);
    expect(patience.of('open')).toBe(15_000);
  });
});

describe('the breaker', () => {
  it('opens after three failures in a row, and closes when it is reset', () => {
    const breaker = new Breaker();
    for (const event of ['failed', 'failed', 'worked', 'failed', 'failed'] as const) breaker[event]();
    expect(breaker.open).toBe(false);
    breaker.failed();
    expect(breaker.open).toBe(true);
    breaker.reset();
    expect(breaker.open).toBe(false);
  });
});
