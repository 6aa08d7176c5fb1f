import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { looksLikeSmtpLog } from '../../../../main/gather/saved/smtp-log/looks-like-smtp-log.ts';
import { countedRows, header, lines, random, readText, sessionRows } from './log-text.ts';

const print = '0123456789ABCDEF0123456789ABCDEF01234567';

// Every form of exchange.md 6.4 once: both certificate dialects, quotes, a refusal, a second header, other scripts.
const original = Buffer.from(
  header() +
    lines(
      sessionRows('08DD00000000A001', [
        '*,,attempting to connect',
        '+,,',
        '<,"220 mail.example ready at Thu, 15 Jan 2026 08:00:01 +0000",',
        '>,EHLO mail.contoso.com,',
        `*," CN=mail, O=""Contoso, Ltd."" CN=CA 4A12 ${print} 2025-06-01T00:00:00.000Z 2026-06-01T00:00:00.000Z mail;a",Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names`,
        '*,,"TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256, MAC"',
        '<,550-5.7.64 TenantAttribution;,',
        '<,550 5.7.64 Relay Access Denied,',
        '-,,Local',
      ]),
    ) +
    header('Receive') +
    lines(
      sessionRows(
        '8f1c2b60-7b6e-4c4e-9a0e-0d1b2c3d4e5f',
        [
          '*,,Sending certificate',
          '*,"CN=דואר, O=""א, ב""",Certificate subject',
          `*,${print},Certificate thumbprint`,
          '*,,TLS negotiation failed with error NoCredentials',
          '>,"454 4.7.0\r\nnot now",',
          '-,,Remote(SocketError)',
        ],
        'שרת\\Default Frontend',
      ),
    ),
);

const awkward = [
  '"',
  '""',
  ',',
  '\r\n',
  '\n',
  '\0',
  '#',
  '#Fields: ',
  ';',
  '\t',
  ' ',
  'CN=',
  '\uFEFF',
  '2026-01-15T08:00:01.000Z,',
  '*',
  '\uFFFD',
];

function mutate(bytes: Buffer, next: () => number): Buffer {
  const at = Math.floor(next() * (bytes.length + 1));
  const length = Math.floor(next() * next() * 200);
  const rest = bytes.subarray(Math.min(bytes.length, at + length));
  switch (Math.floor(next() * 7)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([next() * 256]), bytes.subarray(at + 1)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), rest]);
    case 2:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(awkward[Math.floor(next() * awkward.length)] as string),
        bytes.subarray(at),
      ]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 4:
      return Buffer.from(bytes.subarray(0, at));
    case 5:
      return Buffer.concat([rest, bytes.subarray(0, at)]);
    default:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(length, next() * 256), rest]);
  }
}

test('2,000 damaged copies: none hangs, none throws, every row is counted, and chunks make no difference', async () => {
  let sessions = 0;
  let slowest = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const next = random(seed);
    let bytes: Buffer = original;
    for (let times = 1 + Math.floor(next() * 4); times > 0; times--) bytes = mutate(bytes, next);
    const limits = { rowBytes: 100 + Math.floor(next() * 2000) };
    const start = performance.now();
    looksLikeSmtpLog(bytes);
    const log = await readText(bytes, { limits }, 1 + Math.floor(next() * 500));
    slowest = Math.max(slowest, performance.now() - start);
    expect(log, `seed ${seed}`).toEqual(await readText(bytes, { limits }));
    countedRows(log);
    for (const { thumbprint, serialNumber } of log.sessions.flatMap((s) =>
      [s.sentCertificate ?? [], s.receivedCertificate ?? []].flat(),
    )) {
      expect(thumbprint ?? print, `seed ${seed}`).toMatch(/^[0-9A-F]{40}$/);
      expect(serialNumber ?? '00', `seed ${seed}`).toMatch(/^(?:[0-9A-F]{2})+$/);
    }
    sessions += log.sessions.length;
  }
  expect(slowest).toBeLessThan(2000);
  expect(sessions).toBeGreaterThan(2000);
}, 120_000);

test('cut off anywhere, a log shows everything before the cut', async () => {
  const whole = await readText(original);
  for (let end = 0; end <= original.length; end += 7) {
    const log = await readText(original.subarray(0, end));
    expect(log.counts.records).toBeLessThanOrEqual(whole.counts.records);
    countedRows(log);
    const complete = original.subarray(0, end).toString('latin1').split('\r\n2026-').length - 1;
    expect(log.counts.records + log.counts.notRead).toBeGreaterThanOrEqual(Math.max(0, complete - 1));
  }
});
