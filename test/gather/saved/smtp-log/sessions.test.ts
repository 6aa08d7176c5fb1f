import { describe, expect, test } from 'vitest';
import type { SmtpSession } from '../../../../main/domain/smtp-session.ts';
import {
  columnNames,
  countedRows,
  header,
  lines,
  random,
  readText,
  sessionRows,
  shuffled,
} from './log-text.ts';

const sent = (digit: string) => `*, ${digit.repeat(40)},Sending certificate Thumbprint`;
const refusal = '<,454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied,';

/** A session whose outcome depends on the order of its rows; rows as in exchange.md 6.4. */
function rowsOf(index: number): string[] {
  const digit = (index % 10).toString();
  const kinds: readonly (readonly string[])[] = [
    ['+,,', '<,220 ready,', '>,EHLO a,', '<,250 ok,', sent(digit), '>,MAIL FROM:<a@x>,', refusal, '-,,Local'],
    [
      '+,,',
      '<,220 ready,',
      '>,AUTH NTLM,',
      '<,535 5.7.3 no,',
      '>,AUTH LOGIN,',
      '<,334 x,',
      '<,235 yes,',
      '-,,Local',
    ],
    ['+,,', '<,220 ready,', '>,AUTH LOGIN,', '<,235 yes,', '>,AUTH NTLM,', '<,535 5.7.3 no,', '-,,Local'],
    [
      '*,,Sending certificate',
      `*,CN=a${index},Certificate subject`,
      `*,${digit.repeat(40)},Certificate thumbprint`,
      '*,,TLS negotiation failed with error NoCredentials',
      '-,,Local',
    ],
    ['+,,', '<,550-5.7.64 TenantAttribution;,', '<,550 5.7.64 Relay Access Denied,', '-,,Remote'],
    ['*,,attempting to connect', '+,,', '<,220 ready,'],
  ];
  return sessionRows(
    `08DD0000${index.toString(16).toUpperCase().padStart(8, '0')}`,
    kinds[index % kinds.length] ?? [],
  );
}

function withoutPlace(sessions: readonly SmtpSession[]) {
  return sessions.map(({ origin, ...session }) => session).sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('rows out of order', () => {
  const all = Array.from({ length: 60 }, (_, index) => rowsOf(index));

  test('however the rows of the sessions are mixed, the sessions are the same', async () => {
    const inOrder = await readText(header() + lines(all.flat()));
    const expected = withoutPlace(inOrder.sessions);
    expect(expected).toHaveLength(60);
    for (let seed = 1; seed <= 100; seed++) {
      const next = random(seed);
      const log = await readText(
        header() + lines(shuffled(all.flat(), next)),
        {},
        1 + Math.floor(next() * 5000),
      );
      expect(withoutPlace(log.sessions)).toEqual(expected);
      expect(countedRows(log)).toBe(all.flat().length);
    }
  });

  test('sessions that run in parallel are the same as one after the other', async () => {
    const expected = withoutPlace((await readText(header() + lines(all.flat()))).sessions);
    const longest = Math.max(...all.map(({ length }) => length));
    const parallel = Array.from({ length: longest }, (_, row) => all.map((rows) => rows[row])).flat();
    const log = await readText(header() + lines(parallel.filter((row) => row !== undefined)));
    expect(withoutPlace(log.sessions)).toEqual(expected);
  });

  test('numbers that were skipped or repeated end nothing', async () => {
    const numbers = [0, 1, 5, 5, 5, 9, 20, 21];
    const rows = rowsOf(0).map((row, index) => row.replace(`,${index},192`, `,${numbers[index]},192`));
    const log = await readText(header() + lines(rows));
    expect(log.sessions).toMatchObject([
      { rows: 8, rejection: { class: 'untrusted-root' }, sentCertificate: { thumbprint: '0'.repeat(40) } },
    ]);
  });

  test('rows behind the end of a session still belong to it', async () => {
    const rows = rowsOf(0);
    const log = await readText(header() + lines([...rows, rows.at(-1) as string, rows.at(-1) as string]));
    expect(log.sessions).toMatchObject([{ rows: 10 }]);
  });

  test('an id that connects again after its end is another session', async () => {
    const log = await readText(header() + lines([...rowsOf(0), ...rowsOf(0)]));
    expect(log.sessions.map(({ rows }) => rows)).toEqual([8, 8]);
  });
});

describe('what a session is called and where it ran', () => {
  test.each([
    ['16 hex digits', '08D6A8D416004F77'],
    ['a GUID', '8f1c2b60-7b6e-4c4e-9a0e-0d1b2c3d4e5f'],
    ['any other text', 'session 1'],
    ['a long text', 'a'.repeat(200)],
  ])('the id may be %s', async (_what, id) => {
    const log = await readText(header() + lines(sessionRows(id, ['+,,', refusal, '-,,Local'])));
    expect(log.sessions).toMatchObject([{ id, rows: 3 }]);
  });

  test('the local end is that of the first row that has one', async () => {
    const rows = sessionRows('A1', ['*,,attempting to connect', '+,,', '-,,Local']).map((row, index) =>
      index === 0 ? row.replace('192.0.2.5:41000', '') : row,
    );
    expect((await readText(header() + lines(rows))).sessions).toMatchObject([
      { local: '192.0.2.5:41000', remote: '203.0.113.10:25' },
    ]);
  });

  // KB 4051498 prints its sample with both ends taken out; a published log of 2019 with stars in them.
  test('ends that were taken out are unknown', async () => {
    const blank = sessionRows('A1', ['+,,']).map((row) =>
      row.replace('192.0.2.5:41000,203.0.113.10:25', ','),
    );
    const stars = sessionRows('B1', ['+,,'], '***').map((row) =>
      row.replace('192.0.2.5:41000', '10.**.**.31:37964'),
    );
    const log = await readText(header() + lines([...blank, ...stars]));
    expect(log.sessions).toMatchObject([
      { local: null, remote: null },
      { connector: null, local: null, remote: '203.0.113.10:25' },
    ]);
  });

  test('rows without a session id are counted and in no session', async () => {
    const log = await readText(
      header() +
        lines([...rowsOf(0), ...sessionRows('', ['+,,']), ...sessionRows('***', ['+,,', '-,,Local'])]),
    );
    expect(log.sessions).toHaveLength(1);
    expect(log.notRead).toEqual([{ reason: 'no-session-id', count: 3, where: 'line 14' }]);
    expect(countedRows(log)).toBe(11);
  });

  test('a session that the end of the file cut off is there', async () => {
    const log = await readText(header() + lines(rowsOf(0).slice(0, 6)));
    expect(log.sessions).toMatchObject([
      { rows: 6, rejection: null, sentCertificate: { thumbprint: '0'.repeat(40) } },
    ]);
  });
});

describe('limits and what to keep', () => {
  const text = header() + lines(Array.from({ length: 600 }, (_, index) => rowsOf(index)).flat());
  const rows = Array.from({ length: 600 }, (_, index) => rowsOf(index).length).reduce((a, b) => a + b);

  test('only sessions that tell something are kept when asked, and the others counted', async () => {
    const log = await readText(text, { keep: 'telling' });
    expect(log.sessions).toHaveLength(400);
    expect(log.rest).toEqual({ sessions: 200, rows: 100 * 8 + 100 * 3 });
    expect(countedRows(log)).toBe(rows);
    expect(log.notRead).toEqual([]);
  });

  test('every session is handed out as it ends, kept or not', async () => {
    const seen: SmtpSession[] = [];
    const log = await readText(text, { keep: 'none', onSession: (session) => seen.push(session) });
    expect(log.sessions).toEqual([]);
    expect(log.rest).toEqual({ sessions: 600, rows });
    expect(withoutPlace(seen)).toEqual(withoutPlace((await readText(text)).sessions));
  });

  test('too many sessions: those that tell nothing go first, then the oldest, and the gap is reported', async () => {
    const log = await readText(text, { limits: { keptSessions: 450 } });
    expect(log.sessions).toHaveLength(400);
    expect(log.notRead).toMatchObject([{ reason: 'limit-sessions', count: 1100 }]);
    expect(countedRows(log)).toBe(rows);

    const fewer = await readText(text, { limits: { keptSessions: 100 } });
    expect(fewer.sessions.length).toBeGreaterThan(50);
    expect(fewer.sessions.length).toBeLessThanOrEqual(100);
    expect(fewer.sessions.at(-1)?.id).toBe(log.sessions.at(-1)?.id);
    expect(countedRows(fewer)).toBe(rows);

    const lighter = await readText(text, { limits: { keptCharacters: 100_000 } });
    expect(lighter.sessions.length).toBeLessThan(400);
    expect(lighter.sessions.at(-1)?.id).toBe(log.sessions.at(-1)?.id);
    expect(countedRows(lighter)).toBe(rows);
  });

  test('too many sessions in progress: the oldest is ended early and that is said', async () => {
    const open = Array.from({ length: 50 }, (_, index) => rowsOf(6 * index).slice(0, 7)).flat();
    const log = await readText(header() + lines(open), { limits: { openSessions: 10 } });
    expect(log.sessions).toHaveLength(50);
    expect(log.partlyRead).toEqual([{ reason: 'session-ended-early', count: 40, where: 'line 6' }]);
  });

  test('the rest of a file behind the limit of bytes or time is a gap', async () => {
    const bytes = await readText(text, { limits: { bytes: 5000 } }, 1000);
    expect(bytes.notRead).toMatchObject([{ reason: 'limit-bytes', count: 1 }]);
    expect(bytes.sessions.length).toBeGreaterThan(3);
    let clock = 0;
    const time = await readText(text, { limits: { milliseconds: 5 }, now: () => clock++ }, 1000);
    expect(time.notRead).toMatchObject([{ reason: 'limit-time', count: 1 }]);
    expect(time.sessions.length).toBeGreaterThan(3);
  });

  test('a source that fails half-way leaves what was read', async () => {
    const { readSmtpLog } = await import('../../../../main/gather/saved/smtp-log/read-smtp-log.ts');
    async function* failing(name: string) {
      yield new TextEncoder().encode(text.slice(0, 5000));
      throw Object.assign(new Error('disk'), { name });
    }
    const log = await readSmtpLog(failing('Error'), { source: 'x' });
    expect(log.notRead).toMatchObject([{ reason: 'read-error', count: 1 }]);
    expect(log.sessions.length).toBeGreaterThan(3);
    await expect(readSmtpLog(failing('AbortError'), { source: 'x' })).rejects.toThrow('disk');
  });
});

test('first and last are the earliest and the latest row, wherever they stand', async () => {
  const [first, ...others] = rowsOf(0);
  const late = (first as string).replace('T08:00:01.000Z', 'T23:59:59.000Z');
  const damaged = (first as string).replace('2026-01-15', '2926-99-99');
  const log = await readText(header() + lines([late, ...others, damaged]));
  expect([log.first, log.last]).toEqual(['2026-01-15T08:00:01.001Z', '2026-01-15T23:59:59.000Z']);
  expect(columnNames.split(',')).toHaveLength(9);
});
