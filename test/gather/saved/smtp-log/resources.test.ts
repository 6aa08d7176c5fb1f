import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { parseCertificateContext } from '../../../../main/gather/saved/smtp-log/certificate-labels.ts';
import { splitCertificateValues } from '../../../../main/gather/saved/smtp-log/certificate-values.ts';
import { parseLogDate } from '../../../../main/gather/saved/smtp-log/log-date.ts';
import { splitNames } from '../../../../main/gather/saved/smtp-log/name-boundary.ts';
import { readSmtpLog } from '../../../../main/gather/saved/smtp-log/read-smtp-log.ts';
import {
  isRedacted,
  knownDistinguishedName,
  knownNames,
} from '../../../../main/gather/saved/smtp-log/redaction.ts';
import { header, lines, sessionRows } from './log-text.ts';

const megabyte = 1_000_000;

/** `count` megabytes made by repeating a text, in chunks of about one. */
async function* repeated(start: string, text: string, count: number, end = ''): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.from(text.repeat(Math.ceil(megabyte / text.length)));
  yield Buffer.from(start);
  for (let megabytes = 0; megabytes < count; megabytes++) yield chunk;
  yield Buffer.from(end);
}

/** Memory in use after each chunk, at most. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  seen: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    seen(heapUsed + arrayBuffers);
    yield chunk;
  }
}

async function measure(chunks: AsyncIterable<Uint8Array>) {
  let most = 0;
  const start = performance.now();
  const log = await readSmtpLog(
    watched(chunks, (bytes) => (most = Math.max(most, bytes))),
    { source: 'x' },
  );
  return { log, seconds: (performance.now() - start) / 1000, megabytes: most / megabyte };
}

const row = lines(sessionRows('A1', ['<,550 5.1.1 User unknown,']));
const open = `${row.trimEnd().slice(0, -1)} "`;

// Shapes that make a careless reader slow (items U-09, U-11): none may cost more than its size.
describe('text made to hurt costs time in proportion to its size', () => {
  test.each([
    [
      'one quote that is never closed',
      `${header()}${sessionRows('A1', ['<,"550 open'])[0]}`,
      'text without any quote ',
    ],
    ['the same, with rows behind it', `${header()}${sessionRows('A1', ['<,"550 open'])[0]}\r\n`, row],
    ['an unclosed quote in every row', header(), lines(sessionRows('A1', ['<,"550 open,']))],
    ['doubled quotes without end', `${header()}x,"`, '""'],
    ['quotes everywhere', header(), '"'],
    ['a row of columns without end', header(), ','],
    ['quoted columns without end', header(), '"a",'],
    ['zero bytes', header(), '\0'],
    ['line breaks', header(), '\n'],
    ['line breaks in quotes', `${header()}x,"`, '\n'],
    ['beginnings of rows in quotes', `${header()}x,"`, '\n2026-01-15T08:00:01.000Z,""'],
    ['bare text without end', header(), open],
    ['bytes that are no text', header(), '\uFFFD\u00e9'],
    ['a new session in every row', header(), row],
  ])('%s', async (_what, start, text) => {
    await measure(repeated(start, text, 1));
    const small = await measure(repeated(start, text, 4));
    const large = await measure(repeated(start, text, 16));
    expect(large.seconds / Math.max(small.seconds, 0.05)).toBeLessThan(12);
    expect(large.megabytes - small.megabytes).toBeLessThan(60);
  });

  test('100 MB behind one unclosed quote are read in bounded memory, and so are the rows behind them', async () => {
    const end = `\r\n${lines(sessionRows('B1', ['<,550 5.1.1 User unknown,', '-,,Local']))}`;
    const { log, megabytes } = await measure(
      repeated(`${header()}${sessionRows('A1', ['<,"550 open'])[0]}`, 'text ', 100, end),
    );
    expect(log.sessions.map(({ id }) => id)).toEqual(['A1', 'B1']);
    expect(log.partlyRead).toEqual([{ reason: 'row-too-long', count: 1, where: 'line 6' }]);
    expect(megabytes).toBeLessThan(250);
  }, 60_000);
});

describe('what is kept does not hold on to the file', () => {
  test('four times the rows of the same sessions need no more memory', async () => {
    const sessions = (count: number) =>
      `${header()}${Array.from({ length: count }, (_, i) => lines(sessionRows(`S${i}`, ['<,550 5.1.1 User unknown,', '-,,Local']))).join('')}`;
    const filler = lines(sessionRows('FILL', [`*,${'x'.repeat(900)},filler`]));
    const small = await measure(repeated(sessions(2000), filler, 10));
    const large = await measure(repeated(sessions(2000), filler, 40));
    expect(large.log.sessions).toHaveLength(2001);
    expect(large.megabytes / small.megabytes).toBeLessThan(2);
  });
});

/** Milliseconds; tried again while the machine has other work. */
function fastestOf(times: number, run: () => unknown): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times && fastest > 20; time++) {
    const start = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

// Item U-11: every regular expression meets long runs of what it repeats.
describe('long values cost little', () => {
  const runs = [
    'a',
    '1',
    ' ',
    '.',
    '=',
    '"',
    ',',
    '*',
    'x',
    '-',
    '1.',
    'CN=',
    ' CN=a',
    'A=',
    '2026-01-15 ',
    '1/1/2026 ',
    `${'0'.repeat(40)} `,
    ';',
    '\uFFFD',
    'certificate ',
  ];
  const functions: readonly (readonly [string, (text: string) => unknown])[] = [
    ['parseLogDate', parseLogDate],
    ['splitNames', splitNames],
    ['isRedacted', isRedacted],
    ['knownDistinguishedName', knownDistinguishedName],
    ['knownNames', knownNames],
    ['parseCertificateContext', parseCertificateContext],
    [
      'splitCertificateValues',
      (text) =>
        splitCertificateValues(
          ['subject', 'issuer', 'serialNumber', 'thumbprint', 'notBefore', 'notAfter', 'names'],
          text,
        ),
    ],
    [
      'splitCertificateValues without dates',
      (text) => splitCertificateValues(['subject', 'issuer', 'serialNumber', 'thumbprint', 'names'], text),
    ],
  ];

  test.each(functions)('%s', (_name, run) => {
    for (const part of runs) {
      const text = part.repeat(Math.ceil(50_000 / part.length));
      for (const variant of [text, `${text}!`, `CN=${text}`, ` CN=a CN=b 12 ${'A'.repeat(40)} ${text}`]) {
        expect(
          fastestOf(3, () => run(variant)),
          JSON.stringify(part),
        ).toBeLessThan(50);
      }
    }
  });
});
