import { describe, expect, it } from 'vitest';
import { protocolLogRecords } from '../../main/commands/protocol-log-records.ts';
import { plainRecord } from '../../main/exchange/plain.ts';
import { number, text } from '../../main/exchange/shapes/fields.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import { rawLog } from '../powershell/raw-log.ts';
import { worldOf } from '../practice/practice-world.ts';

const question = {
  Server: 'EX01',
  Direction: 'Send',
  StartTime: '2026-01-08T09:19:00.000Z',
  MaxSessions: 2000,
};

describe('raw parts of protocol logs', () => {
  it('become the records that a server with the practice organisation answers', async () => {
    const world = await worldOf('untrusted-root');
    const [server] = practiceConnections(world);
    const { records } = (await server?.run('Read-SmtpProtocolLog', question)) ?? { records: [] };
    const parts = rawLog(world, 'EX01')(question);
    const read = await protocolLogRecords(parts, question);
    expect(read.notes).toEqual([]);
    expect(read.records.map((one) => text(one, 'SessionId'))).toEqual(
      records.map((one) => text(one, 'SessionId')),
    );
    expect(read.records.length).toBeGreaterThan(1);
    const newest = await protocolLogRecords(parts, { ...question, MaxSessions: 1 });
    expect(newest.records).toHaveLength(1);
    const none = await protocolLogRecords(parts, { ...question, StartTime: '2030-01-01T00:00:00.000Z' });
    expect(none.records).toEqual([]);
  });

  it('are joined in pieces, and lines keep their number in the file when its beginning was left out', async () => {
    const world = await worldOf('untrusted-root');
    const [whole] = rawLog(world, 'EX01')(question);
    const [expected] = (await protocolLogRecords(whole === undefined ? [] : [whole], question)).records;
    const lines = (text(whole ?? plainRecord({}), 'Text') ?? '').split('\r\n');
    const header = lines.slice(0, 5).join('\r\n');
    const body = `${lines.slice(5).join('\r\n')}`;
    const part = (Part: number, Text: string) =>
      plainRecord({
        Folder: 'C:\\Log',
        File: 'SEND.LOG',
        FirstLine: 1006,
        Cut: true,
        Header: header,
        Text,
        Part,
      });
    const cut = await protocolLogRecords([part(0, body.slice(0, 300)), part(1, body.slice(300))], question);
    const [record] = cut.records;
    expect(record && text(record, 'SessionId')).toBe(expected && text(expected, 'SessionId'));
    expect(record && number(record, 'FirstLine')).toBe(
      expected && (number(expected, 'FirstLine') ?? 0) + 1000,
    );
  });

  it('that name no file, and rows that make no sense, are told and not dropped', async () => {
    const odd = plainRecord({ SessionId: 'x' });
    const damaged = plainRecord({
      Folder: 'C:\\',
      File: 'SEND.LOG',
      FirstLine: 1,
      Text: 'nonsense\r\n',
      Part: 0,
    });
    const { records, notes } = await protocolLogRecords([odd, damaged], question);
    expect(records).toEqual([]);
    expect(notes[0]).toBe('parts without a file: 1');
    expect(notes.slice(1).join()).toContain('SEND.LOG');
  });
});
