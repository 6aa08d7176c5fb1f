import { describe, expect, it } from 'vitest';
import type { ExchangeConnection } from '../../main/exchange/connection.ts';
import { gatherSnapshot } from '../../main/gather/live/gather-snapshot.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import { storyList } from '../../main/practice/stories/index.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { since } from '../gather/live/gather-story.ts';
import { now, worldOf } from '../practice/practice-world.ts';
import { connectionTo } from './make-connection.ts';
import { rawLog } from './raw-log.ts';
import { simulator } from './simulated-child.ts';

function simulatedConnections(world: PracticeWorld): readonly ExchangeConnection[] {
  return practiceConnections(world).map((connection) => {
    const protocolLog = rawLog(world, connection.server);
    const { start } = simulator(() => ({ connection, protocolLog }));
    return connectionTo({ server: connection.server, startChild: start });
  });
}

describe('a snapshot through the line protocol', () => {
  it.each(storyList.map(({ name }) => name))('equals the one without it: %s', async (story) => {
    const world = await worldOf(story);
    const direct = await gatherSnapshot(practiceConnections(world), { since, now });
    const connections = simulatedConnections(world);
    const carried = await gatherSnapshot(connections, { since, now });
    await Promise.all(connections.map((connection) => connection.close()));
    expect(carried).toEqual(direct);
  });
});

async function healthyServer(): Promise<ExchangeConnection> {
  const [first] = practiceConnections(await worldOf('healthy'));
  if (first === undefined) throw new Error('the healthy story has a server');
  return first;
}

const certificates = ['Get-ExchangeCertificate', { Server: 'EX01' }] as const;

describe('certificates are read by the first way that tells their services', () => {
  const denied = { code: 'connect-failed', error: { message: 'Access is denied.', transportCode: 5 } };

  it.each([
    ['projection', {}],
    ['bytes-and-second-channel', { projection: 'refused' }],
    ['bytes-and-second-channel', { projection: 'empty' }],
    ['management-shell', { projection: 'refused', refuses: { windows: denied } }],
    ['bytes', { projection: 'refused', refuses: { windows: denied, 'management-shell': denied } }],
    ['bytes', { projection: 'refused', refuses: { windows: denied }, edition: 'Core' }],
  ] as const)('%s', async (way, faults) => {
    const inner = await healthyServer();
    const connection = connectionTo({
      startChild: simulator(() => ({ connection: inner, ...faults })).start,
    });
    const answer = await connection.run(...certificates);
    await connection.close();
    expect(answer.failure).toBeNull();
    expect(answer.records.length).toBeGreaterThan(0);
    expect(connection.report.certificateWay).toBe(way);
  });

  it('names the server that answered, which the session itself does not tell', async () => {
    const inner = await healthyServer();
    const connection = connectionTo({ startChild: simulator(() => ({ connection: inner })).start });
    const answer = await connection.run(...certificates);
    await connection.close();
    expect(answer.answeredBy).toBe('EX01.contoso.com');
    expect(connection.report).toMatchObject({ server: 'ex01.contoso.com', answeredBy: 'EX01.contoso.com' });
  });
});

describe('a server whose own endpoint is closed', () => {
  it('still gives what Exchange tells, and its events by the way of the event log', async () => {
    const inner = await healthyServer();
    const refuses = { windows: { code: 'connect-failed', error: { message: 'refused', transportCode: 5 } } };
    const connection = connectionTo({ startChild: simulator(() => ({ connection: inner, refuses })).start });
    const snapshot = await gatherSnapshot([connection], { since, now });
    await connection.close();
    const [server] = snapshot.servers;
    expect(server?.certificates).toHaveProperty('read');
    expect(server?.roots).toMatchObject({ notRead: { code: 'access-denied' } });
    expect(server?.events).toHaveProperty('read');
    expect(connection.report.secondChannel).toMatchObject({ id: 'access-denied', code: 5 });
  });
});
