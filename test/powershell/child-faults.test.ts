import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../main/exchange/shapes/fields.ts';
import { ConnectionError, type ConnectionFailure } from '../../main/powershell/failure/connection-failure.ts';
import type { PowerShellConnection } from '../../main/powershell/powershell-connection.ts';
import { type Faults, fakeShell, planted } from './fake-shell.ts';
import { connectionTo, poolOf, shortLimits } from './make-connection.ts';

// Every child here is a process that speaks the protocol in place of PowerShell: fake-bridge.mjs.

function started(faults: Faults, pids: number[] = []): PowerShellConnection {
  return connectionTo({
    startChild: fakeShell(faults, (pid) => pids.push(pid)),
    limits: { ...shortLimits, hello: 4000, open: 1500, operation: 1500 },
  });
}

const queues = ['Get-Queue', { Server: 'EX01' }] as const;

async function failureOf(work: Promise<unknown>): Promise<ConnectionFailure> {
  const error = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectionError)) throw error;
  return error.failure;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a child that works', () => {
  it('is given constant arguments, and of our environment only what Windows and Kerberos need', async () => {
    const connection = started({});
    const { records } = await connection.run(...queues);
    await connection.close();
    const [record] = records;
    const seen = (property: string) => JSON.parse(textOf(record?.properties.get(property) ?? null) ?? '');
    const args: readonly string[] = seen('Arguments');
    expect(args.map((arg, index) => (args[index - 1] === '-Tag' ? 'tag' : arg))).toEqual([
      ...['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'],
      ...['-File', '/opt/rootcause/assets/powershell/bridge.ps1', '-Tag', 'tag', '-NoExit', '-Command', '-'],
    ]);
    const environment: Readonly<Record<string, string>> = seen('Environment');
    const names = Object.keys(environment);
    expect(Object.keys(planted).filter((name) => name !== 'PATH' && names.includes(name))).toEqual([]);
    expect(environment['PATH']).toBe('/usr/bin:/bin');
  });

  it('is understood through noise on both outputs, before, between and in front of its lines', async () => {
    const noise = 'WARNING: a profile said something\r\n\n{"t":"answer","id":1,"ok":false}\nno line end';
    const connection = started({ noise, stderrKilobytes: 300 });
    const { records, failure } = await connection.run(...queues);
    await connection.close();
    expect({ failure, count: records.length }).toEqual({ failure: null, count: 1 });
    expect(connection.report.noiseLines).toBeGreaterThanOrEqual(4);
  });

  it('ends when the connection is closed, and keeps no place in the pool', async () => {
    const pids: number[] = [];
    const pool = poolOf(8);
    const connection = connectionTo({ startChild: fakeShell({}, (pid) => pids.push(pid)), pool });
    await connection.run(...queues);
    expect(pool.used).toBe(1);
    await connection.close();
    expect({ used: pool.used, alive: pids.map(isAlive) }).toEqual({ used: 0, alive: [false] });
    expect(await failureOf(connection.run(...queues))).toMatchObject({ id: 'closed' });
  });

  it('is killed when it does not end by itself', async () => {
    const pids: number[] = [];
    const connection = started({ stays: true }, pids);
    await connection.run(...queues);
    await connection.close();
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('carries ten thousand hostile values unchanged', async () => {
    const pieces = [
      "'",
      '"',
      '$(calc.exe)',
      '`n',
      '\n',
      '\r',
      '\0',
      '\u2028',
      '\u2018',
      '\ud800',
      '-Confirm:$false',
    ];
    pieces.push(';', '|', '{', '}', '\\', '../', 'שלום', '😀', '%s', '\u0007', '\ufeff', '@');
    let seed = 1;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const values = Array.from({ length: 10_000 }, () =>
      Array.from({ length: 1 + next(6) }, () => pieces[next(pieces.length)]).join(''),
    );
    const { Bridge } = await import('../../main/powershell/bridge.ts');
    const { wireParameters } = await import('../../main/powershell/wire/wire-values.ts');
    const bridge = new Bridge(fakeShell(), '@0123456789abcdef:');
    await bridge.hello;
    const replies = await Promise.all(
      values.map((Identity) =>
        bridge.ask('invoke', { cmdlet: 'Get-SendConnector', parameters: wireParameters({ Identity }) }),
      ),
    );
    await bridge.close(2000);
    const arrived = replies.map(({ records: [record] }) => {
      return JSON.parse(textOf(record?.properties.get('Parameters') ?? null) ?? '').Identity;
    });
    expect(arrived).toEqual(values);
  });
});

describe('a child that fails is named with what it did', () => {
  it.each([
    ['never greets', { silent: true }, { id: 'shell-silent', stage: 'start' }],
    [
      'is refused by an execution policy',
      { exitAtOnce: 1, stderr: 'File bridge.ps1 cannot be loaded. See about_Execution_Policies' },
      { id: 'scripts-disabled', code: 1 },
    ],
    [
      'ends before it greets',
      { exitAtOnce: 64, stderr: 'no such file' },
      { id: 'shell-did-not-start', code: 64 },
    ],
    ['ends with 0 before it greets', { exitAtOnce: 0 }, { id: 'shell-did-not-start', code: 0 }],
    ['runs under application control', { fatal: true }, { id: 'language-mode', said: 'ConstrainedLanguage' }],
    ['speaks another protocol', { protocol: 2 }, { id: 'shell-did-not-start', said: 'protocol 2' }],
    ['never opens the session', { freezeOpening: true }, { id: 'shell-silent', stage: 'open' }],
    [
      'is refused by the server',
      { refuse: { message: 'Access is denied.', id: 'AccessDenied,PSSessionStateBroken', transportCode: 5 } },
      { id: 'access-denied', stage: 'open', code: 5, said: 'Access is denied.' },
    ],
    ['freezes in a call', { freezeAtCall: 1 }, { id: 'shell-silent', stage: 'run' }],
    ['is stopped in a call', { stopAtCall: 1 }, { id: 'shell-silent', stage: 'run' }],
    ['sends broken JSON', { brokenJson: true }, { id: 'answer-damaged' }],
    ['loses a record', { wrongCount: true }, { id: 'answer-damaged' }],
    ['exits with 0 half way, each time', { exitAtCall: 1 }, { id: 'shell-ended', code: 0 }],
    ['crashes half way, each time', { exitAtCall: 1, exitCode: 3 }, { id: 'shell-ended', code: 3 }],
    ['loses the server, each time', { cutAtCall: 1 }, { id: 'connection-cut', code: 995 }],
  ] as const)('%s', async (_, faults, expected) => {
    const pids: number[] = [];
    const connection = started(faults, pids);
    const failure = await failureOf(connection.run(...queues));
    await connection.close();
    expect(failure).toMatchObject(expected);
    expect(failure.attempt).toMatchObject({ server: 'ex01.contoso.com', auth: 'Kerberos' });
    expect(pids.map(isAlive)).not.toContain(true);
  });

  it('a program that is not there', async () => {
    const { startShell } = await import('../../main/powershell/shell/start-shell.ts');
    const connection = connectionTo({
      startChild: (tag) =>
        startShell({ executable: '/no/such/powershell', script: '/no/bridge.ps1', tag, environment: {} }),
    });
    expect(await failureOf(connection.run(...queues))).toMatchObject({ id: 'no-powershell', said: 'ENOENT' });
    await connection.close();
  });

  it('a relative program is refused before anything is started', async () => {
    const { startShell } = await import('../../main/powershell/shell/start-shell.ts');
    const start = { executable: 'powershell', script: '/bridge.ps1', tag: '@12345678', environment: {} };
    expect(() => startShell(start)).toThrow(/absolute/u);
  });

  it('an answer without an end is cut, and memory stays bounded', async () => {
    const before = process.memoryUsage().rss;
    const connection = connectionTo({
      startChild: fakeShell({ endless: true }),
      limits: { operation: 20_000 },
    });
    expect(await failureOf(connection.run(...queues))).toMatchObject({ id: 'answer-too-large' });
    await connection.close();
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(200);
  });
});

describe('a server that fails again and again', () => {
  it('is given up after three failures in a row, until somebody asks for it', async () => {
    const pids: number[] = [];
    const connection = started({ exitAtCall: 1 }, pids);
    expect(await failureOf(connection.run(...queues))).toMatchObject({ id: 'shell-ended' });
    expect(pids).toHaveLength(3);
    expect(await failureOf(connection.run(...queues))).toMatchObject({ id: 'given-up' });
    expect(pids).toHaveLength(3);
    connection.reset();
    expect(await failureOf(connection.run(...queues))).toMatchObject({ id: 'shell-ended' });
    expect(pids.length).toBeGreaterThan(3);
    await connection.close();
  });

  it('is not tried again for a password that was wrong: accounts get locked', async () => {
    const pids: number[] = [];
    const connection = started({ refuse: { message: 'x', transportCode: 1326 } }, pids);
    expect(await failureOf(connection.run(...queues))).toMatchObject({ id: 'logon-failed' });
    expect(pids).toHaveLength(1);
    await connection.close();
  });

  it('answers a read that was lost once, by asking again in a new session', async () => {
    const pids: number[] = [];
    const connection = started({ exitAtCall: 2 }, pids);
    const answers = [await connection.run(...queues), await connection.run(...queues)];
    await connection.close();
    expect(answers.map(({ failure }) => failure)).toEqual([null, null]);
    expect(pids).toHaveLength(2);
  });
});

describe('questions and cancelling', () => {
  it('reports a declined question, which is a success without a change', async () => {
    const host = [
      { kind: 'answered', choice: 'No', text: 'Overwrite the existing default SMTP certificate?' },
    ];
    const connection = started({ host });
    const rules = [{ text: 'Overwrite the existing', choice: 'No' }];
    const answer = await connection.runAnswering(...queues, rules);
    await connection.close();
    expect(answer.failure).toBeNull();
    expect(answer.warnings).toEqual(['Overwrite the existing default SMTP certificate?: No']);
    expect(connection.report.questions).toEqual(host);
  });

  it('a cancelled cmdlet ends with a failure that says so, and the next one runs', async () => {
    const connection = started({ freezeAtCall: 1 });
    await connection.open();
    const running = connection.run(...queues);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await connection.cancel();
    expect((await running).failure).toMatchObject({ code: 'failed', message: 'cancelled' });
    expect((await connection.run(...queues)).failure).toBeNull();
    await connection.close();
  });

  it('closing ends what runs at once', async () => {
    const connection = started({ freezeAtCall: 1 });
    await connection.open();
    const running = failureOf(connection.run(...queues));
    await connection.close();
    expect(await running).toMatchObject({ id: 'closed' });
  });
});

describe('the record of what was asked', () => {
  it('holds the table of cmdlets and their properties, and no text of a command', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rootcause-asked-')), 'asked');
    const connection = started({ recordTo: file });
    await connection.run('Get-SendConnector', { Identity: 'To Exchange Online' });
    await connection.close();
    const lines = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ op }) => op)).toEqual(['connect', 'probe', 'invoke']);
    expect(lines[2]).toMatchObject({
      cmdlet: 'Get-SendConnector',
      parameters: { Identity: 'To Exchange Online' },
      session: 'exchange',
    });
  });
});
