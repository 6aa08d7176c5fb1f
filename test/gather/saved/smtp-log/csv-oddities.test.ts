import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { countedRows, header, lines, readText, sessionRows } from './log-text.ts';

// Oddities of the text itself (RFC 4180; item U-09); every row has the columns of exchange.md 6.4.
const start = '2026-01-15T08:00:01.000Z,Outbound,A1,0,192.0.2.5:41000,203.0.113.10:25';
const refusal = '550 5.1.1 User unknown';
const next = lines(sessionRows('B1', ['+,,', `<,${refusal},`, '-,,Local']));

async function read(text: string | Uint8Array) {
  const log = await readText(text);
  const small = await readText(text, {}, 3);
  expect(small).toEqual(log);
  return log;
}

function sessionOf(log: Awaited<ReturnType<typeof readText>>, id: string) {
  return log.sessions.find((session) => session.id === id);
}

describe('quotes', () => {
  test('1. a comma inside', async () => {
    const log = await read(`${header()}${start},<,"550 5.1.1 Unknown, sorry",\r\n`);
    expect(log.sessions[0]?.rejection?.text).toBe('550 5.1.1 Unknown, sorry');
    expect(log.partlyRead).toEqual([]);
  });

  test('2. a doubled quote inside', async () => {
    const log = await read(`${header()}${start},<,"550 5.1.1 ""b@x"" unknown",\r\n`);
    expect(log.sessions[0]?.rejection?.text).toBe('550 5.1.1 "b@x" unknown');
  });

  test('3. a line break inside', async () => {
    const log = await read(`${header()}${start},<,"550 5.1.1 User\r\nunknown",\r\n${next}`);
    expect(sessionOf(log, 'A1')?.rejection?.text).toBe('550 5.1.1 User\r\nunknown');
    expect(sessionOf(log, 'B1')?.origin.where).toBe('line 8');
    expect(log.partlyRead).toEqual([]);
  });

  test('4. a forged row inside a quoted field stays text', async () => {
    const forged = `550 5.1.1 User\r\n2026-01-15T08:00:02.000Z,Outbound,A1,1,,,*,${'0'.repeat(40)},Sending certificate Thumbprint\r\nunknown`;
    const log = await read(`${header()}${start},<,"${forged}",\r\n${next}`);
    expect(sessionOf(log, 'A1')).toMatchObject({ rows: 1, sentCertificate: null });
    expect(sessionOf(log, 'B1')?.rows).toBe(3);
  });

  test('5. every field quoted, header included', async () => {
    const quoted = `"date-time","connector-id","session-id","sequence-number","local-endpoint","remote-endpoint","event","data","context"\r\n"2026-01-15T08:00:01.000Z","Outbound, ""new""","A1","0","192.0.2.5:41000","203.0.113.10:25","<","${refusal}",""\r\n`;
    const log = await read(`#TYPE System.Management.Automation.PSCustomObject\r\n${quoted}`);
    expect(log.sessions[0]).toMatchObject({ connector: 'Outbound, "new"', rejection: { text: refusal } });
    expect(countedRows(log)).toBe(1);
  });

  test('6. a quote that is never closed costs its own line only', async () => {
    const log = await read(`${header()}${start},<,"${refusal},\r\n${next}`);
    expect(sessionOf(log, 'A1')).toMatchObject({ rows: 1, rejection: { text: refusal } });
    expect(sessionOf(log, 'B1')).toMatchObject({
      rows: 3,
      rejection: { text: refusal },
      origin: { where: 'line 7' },
    });
    expect(log.partlyRead).toEqual([{ reason: 'unclosed-quote', count: 1, where: 'line 6' }]);
    expect(countedRows(log)).toBe(4);
  });

  test('7. the same when the rows behind have quotes of their own', async () => {
    const behind = lines(
      sessionRows('B1', ['<,"220 a, b",', `<,"${refusal}, really",`, '<,"",', '-,,"Local"']),
    );
    const log = await read(`${header()}${start},<,"${refusal},\r\n${behind}`);
    expect(sessionOf(log, 'B1')).toMatchObject({ rows: 4, rejection: { text: `${refusal}, really` } });
  });

  test('8. text behind a closing quote does not swallow the rows behind', async () => {
    const log = await read(`${header()}${start},<,"${refusal}" x,\r\n${next}`);
    expect(sessionOf(log, 'B1')?.rows).toBe(3);
    expect(countedRows(log)).toBe(4);
  });

  test('9. a quote within a bare field is text', async () => {
    const log = await read(`${header()}${start},<,550 5.1.1 "b@x" unknown,\r\n${next}`);
    expect(sessionOf(log, 'A1')?.rejection?.text).toBe('550 5.1.1 "b@x" unknown');
    expect(sessionOf(log, 'B1')?.rows).toBe(3);
  });

  test('10. an unclosed quote in the last row', async () => {
    const log = await read(`${header()}${start},<,"${refusal}`);
    expect(log.sessions[0]?.rejection?.text).toBe(refusal);
    expect(log.partlyRead).toEqual([{ reason: 'unclosed-quote', count: 1, where: 'line 6' }]);
  });
});

describe('columns', () => {
  test('11. too few are counted and the row is kept', async () => {
    const log = await read(`${header()}${start},<,${refusal}\r\n${next}`);
    expect(sessionOf(log, 'A1')?.rejection?.text).toBe(refusal);
    expect(log.partlyRead).toEqual([{ reason: 'column-count', count: 1, where: 'line 6' }]);
  });

  test('12. commas that nobody quoted in a reply', async () => {
    const log = await read(`${header()}${start},<,550 5.1.1 User, and all others, unknown,\r\n`);
    expect(log.sessions[0]?.rejection?.text).toBe('550 5.1.1 User, and all others, unknown');
    expect(log.partlyRead).toEqual([{ reason: 'column-count', count: 1, where: 'line 6' }]);
  });

  test('13. commas that nobody quoted in the name of a certificate', async () => {
    const rows = [
      '*,,Sending certificate',
      '*,CN=mail, O=Contoso, C=US,Certificate subject',
      '*,12AB,Certificate serial number',
    ];
    const log = await read(header() + lines(sessionRows('A1', rows)));
    expect(log.sessions[0]?.sentCertificate).toMatchObject({
      subject: 'CN=mail, O=Contoso, C=US',
      serialNumber: '12AB',
    });
  });

  test('14. the last row of a copy that was cut off', async () => {
    const log = await read(`${header()}${next}${start},<`);
    expect(log.partlyRead).toEqual([{ reason: 'cut-off-end', count: 1, where: 'line 9' }]);
    expect(countedRows(log)).toBe(4);
  });

  test('15. a last row without a line break is whole', async () => {
    const log = await read(`${header()}${start},<,${refusal},`);
    expect(log.partlyRead).toEqual([]);
    expect(log.sessions[0]?.rejection?.text).toBe(refusal);
  });
});

describe('bytes', () => {
  test('16. zero bytes between rows, as a crash leaves them', async () => {
    const log = await read(`${header()}${start},<,${refusal},\r\n${'\0'.repeat(5000)}${next}`);
    expect(log.sessions.map(({ rows }) => rows)).toEqual([1, 3]);
    expect(log.partlyRead).toEqual([{ reason: 'nul-bytes', count: 5000, where: 'line 7' }]);
  });

  test('17. zero bytes inside a row are shown as U+FFFD', async () => {
    const log = await read(
      `${header()}${start},<,550 5.1.1 \0\0user,\r\n${start.replace('A1', 'B1')},<,"550 a\0b",\r\n`,
    );
    expect(log.sessions.map(({ rejection }) => rejection?.text)).toEqual([
      '550 5.1.1 \uFFFD\uFFFDuser',
      '550 a\uFFFDb',
    ]);
    expect(log.partlyRead).toEqual([{ reason: 'nul-bytes', count: 3, where: 'line 6' }]);
  });

  test('18. bytes that are no UTF-8 are shown as U+FFFD and counted', async () => {
    const row = Buffer.from(
      `${start.replace('Outbound', 'ex\u00e9')},<,${refusal} \u00ff\u00fe,\r\n`,
      'latin1',
    );
    const log = await read(Buffer.concat([Buffer.from(header()), row, Buffer.from(next)]));
    expect(sessionOf(log, 'A1')).toMatchObject({
      connector: null,
      rejection: { text: `${refusal} \uFFFD\uFFFD` },
    });
    expect(log.partlyRead).toEqual([{ reason: 'bad-bytes', count: 3, where: 'line 6' }]);
  });

  test('19. Hebrew and Chinese names, and U+FFFD itself, are no bad bytes', async () => {
    const rows = [`<,"${refusal} \uFFFD"`, '*,CN=דואר,Sending certificate Subject'].map((row) => `${row},`);
    const log = await read(
      header() +
        lines(sessionRows('A1', rows, 'יציאה ל-Office 365')) +
        lines(sessionRows('B1', ['+,,'], '组织内 SMTP 发送连接器')),
    );
    expect(log.sessions.map(({ connector }) => connector)).toEqual([
      'יציאה ל-Office 365',
      '组织内 SMTP 发送连接器',
    ]);
    expect(log.partlyRead.filter(({ reason }) => reason === 'bad-bytes')).toEqual([]);
  });

  test('20. blank lines, bare line feeds, and comments are no rows', async () => {
    const log = await read(`${header()}\r\n\n\r\n#a comment\r\n${start},<,${refusal},\n\n${next}`);
    expect(countedRows(log)).toBe(4);
    expect(log.sessions[0]?.origin.where).toBe('line 10');
  });
});

describe('rows longer than the limit', () => {
  const long = 'x'.repeat(5000);

  test.each([
    ['bare', `${start},<,${refusal} ${long},\r\n`],
    ['quoted', `${start},<,"${refusal} ${long}, and\r\nmore",\r\n`],
    ['with a quote that is not closed', `${start},<,"${refusal} ${long}\r\n`],
  ])('%s: the row is cut, and those behind it are read', async (_how, row) => {
    for (const size of [1, 100, 70_000]) {
      const log = await readText(header() + row + next, { limits: { rowBytes: 1000 } }, size);
      expect(sessionOf(log, 'A1')).toMatchObject({ rows: 1, rejection: { code: '550' } });
      expect(sessionOf(log, 'B1')).toMatchObject({ rows: 3, rejection: { text: refusal } });
      expect(log.partlyRead).toEqual([{ reason: 'row-too-long', count: 1, where: 'line 6' }]);
      expect(countedRows(log)).toBe(4);
    }
  });

  test('a cut in the middle of a character makes no bad bytes', async () => {
    const row = `${start},<,${refusal} ${'א'.repeat(100)},\r\n`;
    for (const rowBytes of [140, 141, 142, 143]) {
      const log = await readText(header() + row + next, { limits: { rowBytes } });
      expect(sessionOf(log, 'A1')?.rejection?.text).toMatch(/^550 5\.1\.1 User unknown א+$/);
      expect(log.partlyRead).toEqual([{ reason: 'row-too-long', count: 1, where: 'line 6' }]);
    }
  });

  test('a row of exactly the limit is whole, one byte more is cut', async () => {
    const row = `${start},<,${refusal} ${'x'.repeat(100)},`;
    for (const [bytes, gaps] of [
      [row.length, []],
      [row.length - 1, [{ reason: 'row-too-long', count: 1, where: 'line 6' }]],
    ] as const) {
      const log = await readText(`${header()}${row}\n${next}`, { limits: { rowBytes: bytes } });
      expect(log.partlyRead.filter(({ where }) => where === 'line 6')).toEqual(gaps);
    }
  });
});
