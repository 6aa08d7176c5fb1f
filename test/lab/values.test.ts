import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../main/practice/random.ts';
import { Bridge } from './bridge-client.ts';
import { bridgeWithWrites, changedBridge } from './bridge-copy.ts';
import { labAbsent } from './lab-engine.ts';
import { column, connect, ex01, type LabSession, properties, startLab } from './lab-session.ts';
import { unitsOf } from './lab-values.ts';
import { visibleOf } from './processes.ts';

const question = 'Overwrite the existing default SMTP certificate?';
const thumbprint = 'A'.repeat(40);
const enable = { Thumbprint: thumbprint, Services: ['SMTP'], Server: ex01 };

describe.skipIf(labAbsent !== null)(
  `what travels through the real engine, and what does not${reason()}`,
  () => {
    let folder: string;
    let session: LabSession;
    let bridge: Bridge;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rootcause-bridge-'));
      session = await startLab('untrusted-root', { script: bridgeWithWrites(folder) });
      bridge = session.bridge;
      Object.assign(session.lab.behaviour, {
        extra: ['Enable-ExchangeCertificate', 'Remove-ExchangeCertificate'],
      });
      session.lab.behaviour.answer = ({ cmdlet }) => (cmdlet.endsWith('Certificate') ? [] : null);
      await connect(bridge, 'exchange');
      await connect(bridge, 'windows');
      await connect(bridge, 'exchange', { session: 'asked', prompts: true });
    }, 180_000);

    afterAll(async () => {
      await session?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('10,000 random values arrive unchanged, one by one and in lists, and nothing of them runs', async () => {
      const marker = join(folder, 'ran');
      const values = randomValues(10_000, marker);
      const before = session.lab.calls.length;
      for (const value of values.slice(0, 100)) {
        await bridge.invoke('exchange', 'Get-SendConnector', { Identity: value });
      }
      for (let at = 100; at < values.length; at += 550) {
        const Services = values.slice(at, at + 550);
        const given = { Thumbprint: thumbprint, Services, Server: ex01 };
        const answer = await bridge.invoke('asked', 'Enable-ExchangeCertificate', given, {
          timeoutMs: 60_000,
        });
        expect(answer).toMatchObject({ ok: true });
      }
      const calls = session.lab.calls.slice(before);
      expect(new Set(calls.map(({ cmdlet }) => cmdlet))).toEqual(
        new Set(['Get-SendConnector', 'Enable-ExchangeCertificate']),
      );
      const arrived = calls.flatMap(({ parameters }) => parameters['Identity'] ?? parameters['Services']);
      expect(arrived).toHaveLength(values.length);
      expect(arrived.filter((value, at) => value !== values[at])).toEqual([]);
      expect(existsSync(marker)).toBe(false);
    }, 120_000);

    test('as parameters of a script on the second channel, too', async () => {
      const marker = join(folder, 'ran');
      const ProviderName = randomValues(500, marker, 2);
      const before = session.lab.calls.length;
      await bridge.invoke('windows', 'Get-WinEvent', {
        ComputerName: ex01,
        LogName: 'Application',
        MaxEvents: 1,
        ProviderName,
      });
      expect(session.lab.calls[before]?.parameters['ProviderName']).toEqual(ProviderName);
      expect(session.lab.calls.slice(before + 1)).toEqual([]);
      expect(existsSync(marker)).toBe(false);
    });

    test('a megabyte each way: Hebrew text, and bytes', async () => {
      const text = 'שלום עולם '.repeat(100_000);
      const bytes = randomBytes(760_000);
      const before = session.lab.calls.length;
      session.lab.behaviour.answer = () => [
        { kind: 'record', value: { Text: unitsOf(text), Bytes: { $bytes: bytes.toString('base64') } } },
      ];
      const answer = await bridge.invoke('exchange', 'Get-SendConnector', { Identity: text });
      session.lab.behaviour.answer = null;
      expect(session.lab.calls[before]?.parameters['Identity']).toBe(text);
      expect(column(answer, 'Text')).toEqual([text]);
      const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex');
      const carried = properties(answer)[0]?.['Bytes'] as { readonly v: string };
      expect(digest(Buffer.from(carried.v, 'base64'))).toBe(digest(bytes));
    });

    test('a write that may ask is refused in a session that could not answer', async () => {
      const before = session.lab.calls.length;
      const answer = await bridge.invoke('exchange', 'Enable-ExchangeCertificate', enable);
      expect(answer).toMatchObject({ ok: false, code: 'no-policy-host' });
      expect(session.lab.calls).toHaveLength(before);
    });

    test('a question without a rule fails the command, and the question is told', async () => {
      askFirst(session);
      const answer = await bridge.invoke('asked', 'Enable-ExchangeCertificate', enable);
      expect(answer).toMatchObject({ ok: false, code: 'failed', host: [{ kind: 'refused' }] });
      expect(answer['host']).toMatchObject([{ text: expect.stringContaining(question) }]);
      expect(session.lab.calls.at(-1)?.said).toEqual([]);
    });

    test.each(['No', 'Yes'])('a rule answers the question: %s', async (choice) => {
      askFirst(session);
      const answers = [{ text: 'Overwrite the existing default SMTP certificate', choice }];
      const answer = await bridge.invoke('asked', 'Enable-ExchangeCertificate', enable, { answers });
      expect(answer).toMatchObject({ ok: true, errors: [], host: [{ kind: 'answered', choice }] });
      expect(session.lab.calls.at(-1)?.said).toEqual([`smtp:${choice.toLowerCase()}`]);
    });

    test('a declined change is no error and no change: only the host log shows it', async () => {
      session.lab.behaviour.answer = null;
      const before = session.lab.calls.length;
      const answers = [{ text: 'Are you sure', choice: 'N' }];
      const answer = await bridge.invoke(
        'asked',
        'Remove-ExchangeCertificate',
        { Thumbprint: thumbprint },
        { answers },
      );
      expect(answer).toMatchObject({
        ok: true,
        count: 0,
        errors: [],
        host: [{ kind: 'answered', choice: 'No' }],
      });
      expect(session.lab.calls).toHaveLength(before);
    });

    test('what -WhatIf prints comes back', async () => {
      const answer = await bridge.invoke('asked', 'Remove-ExchangeCertificate', {
        Thumbprint: thumbprint,
        WhatIf: true,
      });
      expect(answer['host']).toMatchObject([
        { kind: 'text', text: expect.stringMatching(/^What if: .*Remove Exchange certificate/u) },
      ]);
    });

    test('a change that was stopped has an unknown outcome', async () => {
      session.lab.behaviour.answer = () => [{ kind: 'sleep', ms: 60_000 }];
      const parameters = { Thumbprint: thumbprint, Confirm: false };
      const answer = await bridge.invoke('exchange', 'Remove-ExchangeCertificate', parameters, {
        timeoutMs: 600,
      });
      session.lab.behaviour.answer = null;
      expect(answer).toMatchObject({ ok: false, code: 'timeout', outcome: 'unknown' });
    });

    test('the management shell of this computer, which knows no roles, changes nothing', async () => {
      const environment = { LAB_HOST: ex01, LAB_SNAPIN: 'Microsoft.Exchange.Management.PowerShell.SnapIn' };
      const other = new Bridge(session.lab, { script: bridgeWithWrites(folder), environment });
      await other.ask('connect', { session: 'shell', kind: 'management-shell' });
      const answer = await other.invoke('shell', 'Remove-ExchangeCertificate', {
        Thumbprint: thumbprint,
        Confirm: false,
      });
      expect(answer).toMatchObject({ ok: false, code: 'not-allowed' });
      await other.close();
    });

    test('an answer without an end is cut at the limit, and said to be a part', async () => {
      const small = mkdtempSync(join(folder, 'small-'));
      const script = changedBridge(small, [['$script:MostRecords = 200000', '$script:MostRecords = 200']]);
      const other = new Bridge(session.lab, { script });
      await connect(other, 'exchange');
      const endless = Array.from({ length: 1500 }, (_, at) => ({ kind: 'record', value: { Name: `${at}` } }));
      session.lab.behaviour.answer = () => [...endless, { kind: 'sleep', ms: 60_000 }];
      const answer = await other.invoke('exchange', 'Get-ExchangeServer');
      session.lab.behaviour.answer = null;
      expect(answer).toMatchObject({ ok: false, code: 'too-large', outcome: 'none' });
      expect(answer['count']).toBe(200);
      expect(column(answer, 'Name')).toEqual(Array.from({ length: 200 }, (_, at) => `${at}`));
      expect(await other.invoke('exchange', 'Get-ExchangeServer')).toMatchObject({ ok: true });
      await other.close();
    });

    test('a policy host whose bytes are not those it was built with is not loaded', async () => {
      const forged = mkdtempSync(join(folder, 'forged-'));
      const line = /^\$script:HostHash = '([0-9A-F]{64})'$/mu.exec(
        readFileSync(join(folder, 'bridge.ps1'), 'latin1'),
      );
      const script = changedBridge(forged, [[line?.[1] ?? '', '0'.repeat(64)]]);
      const other = new Bridge(session.lab, { script });
      expect(await other.hello).toMatchObject({ host: 'refused' });
      expect(await connect(other, 'exchange', { prompts: true })).toMatchObject({ code: 'no-policy-host' });
      await other.close();
    });

    test('a password is in no argument, environment, file, line, or error', async () => {
      const canary = `C4n4ry-${randomBytes(9).toString('hex')}`;
      const password = { $: 'secure', v: canary };
      const other = new Bridge(session.lab, { script: bridgeWithWrites(folder) });
      const user = { user: 'CONTOSO\\anna', password };
      await connect(other, 'exchange', user);
      await connect(other, 'windows', user);
      await other.ask('connect', { session: 'local', kind: 'local', ...user });
      session.lab.behaviour.refuse = 1326;
      const wrong = await connect(other, 'exchange', { session: 'wrong', ...user });
      session.lab.behaviour.refuse = 0;
      expect(wrong).toMatchObject({ code: 'connect-failed', error: { transportCode: 1326 } });
      await connect(other, 'exchange', { session: 'asked', prompts: true, ...user });
      session.lab.behaviour.answer = ({ cmdlet }) =>
        cmdlet === 'Enable-ExchangeCertificate'
          ? [{ kind: 'fault', errorId: 'X', message: 'wrong password' }]
          : null;
      await other.invoke('asked', 'Enable-ExchangeCertificate', { ...enable, Password: password });
      session.lab.behaviour.answer = null;
      await other.invoke('local', 'Get-WinEvent', {
        ComputerName: ex01,
        LogName: 'Application',
        MaxEvents: 1,
      });
      other.write(
        `{"id":900001,"op":"connect","session":"x","kind":"local","user":"a","password":{"$":"secure","v":"${canary}"},"x":1}\n`,
      );
      other.write(`{"id":900002,"op":"connect","password":{"$":"secret","v":"${canary}"}}\n`);
      await other.ask('ping');

      // It did get there: as a credential for each session, and as a parameter.
      expect(session.lab.dials.filter((dial) => dial.password === canary)).toHaveLength(4);
      expect(session.lab.calls.some(({ parameters }) => parameters['Password'] === canary)).toBe(true);
      for (const pid of [other.child.pid ?? 0, ...session.lab.endpoints.slice(-3)]) {
        expect(visibleOf(pid)).not.toContain(canary);
      }
      expect(other.transcript.join('\n')).not.toContain(canary);
      await other.close();
      expect(other.complaint).not.toContain(canary);
      expect(filesWith(canary, [folder, tmpdir()])).toEqual([]);
    });
  },
);

/** The server asks once; what was said comes with the second call. */
function askFirst(session: LabSession): void {
  session.lab.behaviour.answer = ({ said }) =>
    said.length > 0
      ? []
      : [
          {
            kind: 'question',
            key: 'smtp',
            caption: 'Confirm',
            query: `${question}\n\nCurrent certificate: ...`,
          },
        ];
}

function randomValues(count: number, marker: string, seed = 1): readonly string[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const touch = `[IO.File]::WriteAllText('${marker}','x')`;
  const pieces = [
    ...[
      "'",
      '"',
      '\u2018',
      '\u2019',
      '\u201a',
      '\u201b',
      '\u201c',
      '\u201d',
      '`',
      '$',
      '\n',
      '\r\n',
      '\0',
      ';',
      '|',
      '&',
    ],
    ...[
      '\ud800',
      '\udfff',
      '\u{1f512}',
      'שלום',
      '\u2028',
      '\u202e',
      '\ufeff',
      '%',
      '#',
      '<#',
      '@(',
      '{',
      '}',
      ' ',
      '\t',
    ],
    ...[
      `$(${touch})`,
      `'; ${touch}; '`,
      `"; ${touch}; "`,
      `\u2018; ${touch} #`,
      `& { ${touch} }`,
      '$env:PATH',
      '_x0000_',
    ],
    ...[
      '-Confirm:$false',
      '--%',
      '-WhatIf',
      'Remove-ExchangeCertificate',
      '\\',
      '/',
      '*',
      '?',
      '{"$":"secure"}',
      'a',
    ],
  ];
  return Array.from({ length: count }, () => {
    const leading = random() < 0.2 ? '-' : '';
    return leading + Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(pieces)).join('');
  });
}

/** Files below these folders that hold the text; what began before this test or may not be read is passed over. */
function filesWith(text: string, folders: readonly string[]): readonly string[] {
  const recent = Date.now() - 300_000;
  return folders.flatMap((start) =>
    readdirSync(start, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      try {
        const facts = statSync(path);
        if (!facts.isFile() || facts.mtimeMs < recent || facts.size > 20_000_000) return [];
        return readFileSync(path).includes(text) ? [path] : [];
      } catch {
        return [];
      }
    }),
  );
}

function reason(): string {
  return labAbsent === null ? '' : ` (skipped: ${labAbsent})`;
}
