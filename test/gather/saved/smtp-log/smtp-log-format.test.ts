import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { memorySource } from '../../../../main/gather/saved/byte-source.ts';
import { fileHead } from '../../../../main/gather/saved/format-reader.ts';
import { readingLimits } from '../../../../main/gather/saved/limits.ts';
import { smtpLogFormat } from '../../../../main/gather/saved/smtp-log/smtp-log-format.ts';
import { header, lines, sessionRows } from './log-text.ts';

const rows = [
  '+,,',
  '>,220 ready,',
  '<,EHLO a,',
  '>,451 5.7.3 Must issue a STARTTLS command first,',
  '-,,Remote',
];

function read(
  text: string,
  limits = readingLimits as Record<keyof typeof readingLimits, number>,
  signal?: AbortSignal,
) {
  const bytes = Buffer.from(text);
  const head = fileHead(bytes, bytes.length);
  expect(smtpLogFormat.recognises(head)).toBe(true);
  const file = { path: 'RECV.LOG', source: memorySource(bytes, 100), head, limits };
  return smtpLogFormat.read(signal === undefined ? file : { ...file, signal });
}

// A receive log in the form of exchange.md 6.4.
test('a receive log is read into sessions of the server that its connector names', async () => {
  const reading = await read(
    header('Receive') + lines(sessionRows('A1', rows, 'EX01\\Default Frontend EX01')),
  );
  expect(reading).toMatchObject({
    kind: 'smtp-receive',
    encoding: 'utf-8',
    at: '2026-01-15T08:00:01.004Z',
    records: 5,
    notRead: [],
    complete: true,
  });
  expect(reading.found.sendSessions).toEqual([]);
  expect(reading.found.receiveSessions).toMatchObject([
    {
      server: 'EX01',
      value: { id: 'A1', rejection: { class: 'starttls-missing' } },
      origin: { source: 'RECV.LOG', where: 'line 6' },
    },
  ]);
});

test('a send log does not name its server', async () => {
  const reading = await read(header() + lines(sessionRows('A1', ['+,,'], 'EX01\\looks like a server')));
  expect(reading.found.sendSessions).toMatchObject([{ server: null, value: { id: 'A1' } }]);
});

test('what was not read keeps the log from being complete', async () => {
  const text =
    header() +
    lines([...sessionRows('A1', rows), 'junk', 'more junk', sessionRows('B1', ['<,"open'])[0] ?? '']);
  const reading = await read(text);
  expect(reading).toMatchObject({
    records: 6,
    complete: false,
    notRead: [
      {
        reason: { code: 'damaged', detail: 'rows that are no rows of a protocol log' },
        count: 2,
        where: 'line 11',
      },
      {
        reason: { code: 'damaged', detail: 'rows with a quote that is never closed' },
        count: 1,
        where: 'line 13',
      },
    ],
  });
});

test('the limit of bytes is that of all readers', async () => {
  const reading = await read(header() + lines(sessionRows('A1', rows)), { ...readingLimits, fileBytes: 300 });
  expect(reading.notRead).toMatchObject([{ reason: { code: 'limit' } }]);
  expect(reading.complete).toBe(false);
});

test('it stops when asked', async () => {
  const text = header() + lines(sessionRows('A1', rows));
  await expect(read(text, readingLimits, AbortSignal.abort())).rejects.toThrow('aborted');
});
