import { plainRecord } from '../../main/exchange/plain.ts';
import { protocolLogFiles } from '../../main/practice/protocol-log/protocol-log.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { machineOf } from '../practice/practice-world.ts';
import type { Simulation } from './simulated-child.ts';

/** The files of a practice server's log as the bridge sends them: raw text, newest file first. */
export function rawLog(world: PracticeWorld, server: string): NonNullable<Simulation['protocolLog']> {
  return ({ Direction }) => {
    const direction = Direction === 'Send' ? 'Send' : 'Receive';
    const machine = machineOf(world, server);
    const sessions = direction === 'Send' ? machine.sendSessions : machine.receiveSessions;
    return protocolLogFiles(direction, sessions)
      .map(({ name, text }) =>
        plainRecord({ Folder: 'C:\\Log', File: name, FirstLine: 1, Cut: false, Text: text, Part: 0 }),
      )
      .reverse();
  };
}
