import { describe, expect, it } from 'vitest';
import { cmdlets } from '../../main/exchange/cmdlets.ts';
import type { ExchangeConnection } from '../../main/exchange/connection.ts';
import { gatherSnapshot } from '../../main/gather/live/gather-snapshot.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import { since } from '../gather/live/gather-story.ts';
import { now, worldOf } from '../practice/practice-world.ts';
import { isCmdletName } from './cmdlet-name.ts';
import { connectionTo } from './make-connection.ts';
import { type Simulation, simulator } from './simulated-child.ts';

/** Throws on everything that is not known to read. */
function readOnly(connection: ExchangeConnection): ExchangeConnection {
  return {
    ...connection,
    run: (cmdlet, parameters) => {
      if (!isCmdletName(cmdlet) || cmdlets[cmdlet].effect !== 'read') throw new Error(`a write: ${cmdlet}`);
      return connection.run(cmdlet, parameters);
    },
  };
}

const denied = { code: 'connect-failed', error: { message: 'Access is denied.', transportCode: 5 } };

describe('the whole way of reading writes nothing', () => {
  it.each<[string, Partial<Simulation>]>([
    ['when everything works', {}],
    ['by the bytes of the certificates', { projection: 'refused' }],
    ['by the tools of this computer', { projection: 'refused', refuses: { windows: denied } }],
    ['by Exchange alone', { refuses: { windows: denied, local: denied, 'management-shell': denied } }],
    ['after the session was lost', { diesAfter: 7 }],
  ])('%s', async (_, faults) => {
    const requests: { op: string; cmdlet?: string; session?: string; prompts?: boolean }[] = [];
    const connections = practiceConnections(await worldOf('stale-pin')).map((inner) => {
      const { start } = simulator(() => ({
        connection: readOnly(inner),
        onRequest: (line) => requests.push(JSON.parse(line)),
        ...faults,
      }));
      return connectionTo({ server: inner.server, startChild: start });
    });
    await gatherSnapshot(connections, { since, now });
    await Promise.all(connections.map((connection) => connection.close()));
    expect(new Set(requests.map(({ op }) => op))).toEqual(new Set(['connect', 'probe', 'invoke']));
    const invoked = requests.flatMap(({ cmdlet }) => cmdlet ?? []);
    expect(invoked.length).toBeGreaterThan(15);
    expect(invoked.filter((name) => !isCmdletName(name) || cmdlets[name].effect !== 'read')).toEqual([]);
    // A session that answers questions is opened for changes alone.
    expect(requests.filter(({ prompts }) => prompts === true)).toEqual([]);
  });
});
