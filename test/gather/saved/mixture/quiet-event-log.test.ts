import { expect, it } from 'vitest';
import { assembleSnapshot } from '../../../../main/gather/saved/assemble.ts';
import { readSavedFile } from '../../../../main/gather/saved/read-file.ts';
import type { Machine } from '../../../../main/practice/machine.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { evtxLog, xmlLog } from './event-log-files.ts';

const folder = temporaryFolder();

/** A log in which nothing of transport stands. */
const quiet = {
  fqdn: 'EX07.contoso.com',
  events: [1, 2, 3].map((minute) => ({
    recordId: minute,
    provider: 'MSExchange ADAccess',
    id: 2080,
    level: 'information' as const,
    time: `2026-01-15T09:0${minute}:00.000Z`,
    data: ['process'],
  })),
} as unknown as Machine;

it.each([
  ['.evtx', evtxLog(quiet)],
  ['Event XML', xmlLog(quiet)],
])(
  'an event log (%s) without an event of ours was read: no such events, instead of no source',
  async (_, log) => {
    const file = await readSavedFile(folder.write('Application', log));
    expect(file.counts).toEqual({ records: 3, notRead: 0 });
    const [server, another] = assembleSnapshot([file]).servers;
    expect(another).toBeUndefined();
    expect(server).toMatchObject({
      name: 'EX07',
      fqdn: 'EX07.contoso.com',
      events: { read: { events: [], logBegins: '2026-01-15T09:01:00.0000000Z' } },
      queues: { notRead: { code: 'not-asked' } },
    });
  },
);
