import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { looksLikeSmtpLog } from '../../../../main/gather/saved/smtp-log/looks-like-smtp-log.ts';
import { columnNames, countedRows, header, lines, readText, sessionRows } from './log-text.ts';

const rows = ['+,,', '<,220 ready,', '>,EHLO a,', '<,550 5.1.1 User unknown,', '-,,Local'];
const received = ['+,,', '>,220 ready,', '<,EHLO a,', '>,550 5.1.1 User unknown,', '-,,Remote'];
const body = lines(sessionRows('A1', rows));

// Headers by exchange.md 6.4; its documentation spells #Log-Type with a capital, real files do not.
describe('the header', () => {
  test('says which kind of log it is, by whom and when', async () => {
    const log = await readText(header('Receive').replace('#Log-type', '#Log-Type'));
    expect(log).toMatchObject({
      kind: 'smtp-receive',
      header: {
        software: 'Microsoft Exchange Server',
        version: '15.0.0.0',
        logType: 'SMTP Receive Protocol Log',
        date: '2026-01-15T08:00:00.000Z',
      },
      sessions: [],
      counts: { records: 0, notRead: 0 },
      first: null,
      last: null,
    });
  });

  test('decides the order of the columns', async () => {
    const names = columnNames.split(',');
    const reordered =
      header('Send', [...names].reverse().join(',')) +
      body
        .split('\r\n')
        .map((row) => row.split(',').reverse().join(','))
        .join('\r\n');
    const expected = await readText(header() + body);
    expect((await readText(reordered)).sessions).toEqual(expected.sessions);
  });

  test('may come again in the middle, with other columns', async () => {
    const fields =
      'session-id,event,data,context,date-time,sequence-number,connector-id,remote-endpoint,local-endpoint,extra';
    const second =
      'B1,<,550 5.1.1 User unknown,,2026-01-15T09:00:00.000Z,0,Other,203.0.113.10:25,192.0.2.5:41000,x\r\n';
    const log = await readText(
      header() + body + header('Send', fields) + second + header() + lines(sessionRows('C1', rows)),
    );
    expect(log.sessions).toMatchObject([
      { id: 'A1' },
      { id: 'B1', connector: 'Other', rejection: { code: '550' }, started: '2026-01-15T09:00:00.000Z' },
      { id: 'C1', rows: 5 },
    ]);
    expect(log.partlyRead).toEqual([]);
    expect(log.last).toBe('2026-01-15T09:00:00.000Z');
  });

  test('changes the direction for the sessions behind it', async () => {
    const log = await readText(header() + body + header('Receive') + lines(sessionRows('B1', received)));
    expect(log.kind).toBe('smtp-send');
    expect(log.sessions).toMatchObject([
      { direction: 'send', rejection: { code: '550' } },
      { direction: 'receive', rejection: { code: '550' } },
    ]);
  });

  test('of another log in the middle puts its rows aside, counted', async () => {
    const tracking =
      '#Log-type: Message Tracking Log\r\n#Fields: date-time,client-ip,event-id\r\n2026-01-15T08:00:00.000Z,192.0.2.5,RECEIVE\r\n2026-01-15T08:00:01.000Z,192.0.2.5,SEND\r\n';
    const log = await readText(header() + body + tracking + header() + lines(sessionRows('B1', rows)));
    expect(log.sessions.map(({ id }) => id)).toEqual(['A1', 'B1']);
    expect(log.notRead).toEqual([{ reason: 'other-log', count: 2, where: 'line 13' }]);
    expect(countedRows(log)).toBe(12);
  });

  test('rows of another layout without a header are put aside, counted', async () => {
    const log = await readText(
      `${header()}${body}2026-01-15T08:00:00.000Z,192.0.2.5,RECEIVE,x,y,z,SMTP,a,b,c\r\nsome text\r\n`,
    );
    expect(log.notRead).toEqual([{ reason: 'other-layout', count: 2, where: 'line 11' }]);
    expect(countedRows(log)).toBe(7);
  });
});

describe('a log whose header was cut off', () => {
  test.each([
    ['send', rows, 'smtp-send', 'send'],
    ['receive', received, 'smtp-receive', 'receive'],
  ])('shows by its dialogue that it is a %s log', async (_what, dialogue, kind, direction) => {
    const log = await readText(lines(sessionRows('A1', dialogue)));
    expect(log.kind).toBe(kind);
    expect(log.sessions).toMatchObject([{ direction, rejection: { code: '550' } }]);
  });

  test('shows it by the port when there is no dialogue', async () => {
    expect((await readText(lines(sessionRows('A1', ['+,,'])))).kind).toBe('smtp-send');
    const swapped = lines(sessionRows('A1', ['+,,'])).replace(
      '192.0.2.5:41000,203.0.113.10:25',
      '192.0.2.5:25,203.0.113.10:41000',
    );
    expect((await readText(swapped)).kind).toBe('smtp-receive');
  });

  test('a file without anything has no kind', async () => {
    expect(await readText('')).toMatchObject({
      kind: null,
      sessions: [],
      counts: { records: 0, notRead: 0 },
    });
    expect((await readText('\r\n\r\n')).kind).toBeNull();
  });
});

describe('a log that another program saved again', () => {
  test.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf8'), 'utf-8-bom'],
    ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without a mark', (text: string) => Buffer.from(text, 'utf16le'), 'utf-16le'],
    [
      'UTF-16, high byte first',
      (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      'utf-16be',
    ],
    [
      'UTF-16 without a mark, high byte first',
      (text: string) => Buffer.from(text, 'utf16le').swap16(),
      'utf-16be',
    ],
  ])('%s', async (_what, encode, encoding) => {
    const text = header() + lines(sessionRows('A1', rows, 'יציאה'));
    const expected = await readText(text);
    for (const size of [1, 3, 65_536])
      expect(await readText(encode(text), {}, size)).toEqual({ ...expected, encoding });
    expect(looksLikeSmtpLog(encode(text))).toBe(true);
  });

  test('half a character of UTF-16 is counted', async () => {
    const text = header() + lines(sessionRows('A1', ['<,550 5.1.1 \uD800 unknown,']));
    const log = await readText(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(log.partlyRead).toMatchObject([{ reason: 'bad-bytes', count: 1 }]);
  });

  test('files joined together, each with its mark', async () => {
    const log = await readText(`\uFEFF${header()}${body}\uFEFF${header()}${lines(sessionRows('B1', rows))}`);
    expect(log.sessions.map(({ rows }) => rows)).toEqual([5, 5]);
    expect(countedRows(log)).toBe(10);
  });

  test.each([';', '\t'])('with %j between the columns', async (separator) => {
    const text =
      header('Send').replace(columnNames, columnNames.replaceAll(',', separator)) +
      body.replaceAll(',', separator);
    const log = await readText(text);
    expect(log.sessions).toEqual((await readText(header() + body)).sessions);
    expect(log.partlyRead).toEqual([]);
  });

  test('with dates of another culture', async () => {
    const log = await readText(
      header() + body.replaceAll(/2026-01-15T08:00:01\.00(\d)Z/g, '15.01.2026 08:00:0$1'),
    );
    expect(log.sessions).toMatchObject([{ started: '2026-01-15T08:00:00.000Z' }]);
    expect([log.first, log.last]).toEqual(['2026-01-15T08:00:00.000Z', '2026-01-15T08:00:04.000Z']);
  });
});

describe('recognition by content', () => {
  test.each([
    ['a send log', header() + body, true],
    ['a header without rows', header(), true],
    ['a header without its first lines', `#Fields: ${columnNames}\r\n${body}`, true],
    ['rows without a header', body, true],
    ['one row without a line break', body.split('\r\n')[0] ?? '', true],
    [
      'a table saved by PowerShell',
      `#TYPE x\r\n"date-time","connector-id","session-id","sequence-number","event","data"\r\n`,
      true,
    ],
    [
      'a message tracking log',
      '#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: Message Tracking Log\r\n',
      false,
    ],
    [
      'a POP log',
      '#Fields: dateTime,sessionId,seqNumber,sIp,cIp,user,duration,rqsize,rpsize,command,parameters,context,puid\r\n',
      false,
    ],
    ['a table of something else', 'a,b,c,d,e,f,g,h,i\r\n1,2,3,4,5,6,7,8,9\r\n', false],
    ['Format-List text', 'Name : Outbound to Office 365\r\nEnabled : True\r\n', false],
    ['XML', '<?xml version="1.0"?><Objs></Objs>', false],
    ['nothing', '', false],
  ])('%s', (_what, text, expected) => {
    expect(looksLikeSmtpLog(Buffer.from(text))).toBe(expected);
  });

  test('random bytes are no log', () => {
    expect(
      looksLikeSmtpLog(Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256))),
    ).toBe(false);
  });
});
