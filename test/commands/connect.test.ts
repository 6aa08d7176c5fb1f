import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { connectWith } from '../../main/commands/connect.ts';
import { diagnoseCommand } from '../../main/commands/diagnose.ts';
import type { LiveServices } from '../../main/commands/live-services.ts';
import { practiceCommand } from '../../main/commands/practice.ts';
import { UsageError } from '../../main/commands/usage.ts';
import type { ExchangeConnection } from '../../main/exchange/connection.ts';
import { parseSnapshot } from '../../main/gather/saved/other-tools/snapshot-file.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import { type Faults, fakeShell } from '../powershell/fake-shell.ts';
import { rawLog } from '../powershell/raw-log.ts';
import { type Simulation, simulator } from '../powershell/simulated-child.ts';
import { now, worldOf } from '../practice/practice-world.ts';
import { runCommand } from './run-command.ts';

const services: LiveServices = {
  now: () => Date.parse(now),
  startChild: async () => null,
  newTag: () => '@0123456789abcdef:',
  askPassword: null,
  onInterrupt: () => () => {},
};

function connect(given: Partial<LiveServices>, ...args: readonly string[]) {
  return runCommand(connectWith({ ...services, ...given }), ...args);
}

/** The story's first server behind a bridge without a process. */
async function storyChild(simulation: Partial<Simulation> = {}): Promise<Partial<LiveServices>> {
  const world = await worldOf('untrusted-root');
  const [first] = practiceConnections(world);
  if (first === undefined) throw new Error('the story has a server');
  const protocolLog = rawLog(world, first.server);
  const { start } = simulator(() => ({ connection: first, protocolLog, ...simulation }));
  return { startChild: async () => start };
}

describe('rootcause connect', () => {
  it('diagnoses a live server as its snapshot is diagnosed, and says how it was read', async () => {
    const { code, stdout, stderr } = await connect(await storyChild(), 'EX01');
    expect(code).toBe(1);
    expect(stdout).toContain('EX01 · live');
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
      '454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot',
    );
    expect(stderr).toContain('EX01 was asked, EX01.contoso.com answered.');
    expect(stderr).toContain('certificates with their services, selected on the server');
  });

  it('gives JSON alone on standard output, and a snapshot file that is judged the same', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rootcause-connect-')), 'today.json');
    const { code, stdout, stderr } = await connect(await storyChild(), '--json', '--save', file, 'EX01');
    expect(code).toBe(1);
    const said = JSON.parse(stdout);
    expect(said.verdict.status).toBe('problem');
    expect(stderr).toContain(`Saved as ${file}.`);
    const snapshot = parseSnapshot(readFileSync(file, 'utf8'));
    expect(snapshot.sources).toMatchObject([{ path: 'EX01', kind: 'live', complete: true }]);
    const again = await runCommand(diagnoseCommand, '--json', '--at', now, file);
    const rules = ({ findings }: { findings: readonly { rule: string }[] }) =>
      findings.map(({ rule }) => rule);
    expect(rules(JSON.parse(again.stdout))).toEqual(rules(said));
  });

  it('never writes over a snapshot that is there', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rootcause-connect-')), 'today.json');
    await connect(await storyChild(), '--save', file, 'EX01');
    const before = readFileSync(file, 'utf8');
    await expect(connect(await storyChild(), '--save', file, 'EX01')).rejects.toThrow(
      /is there already and is not written over/u,
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('prints the diagnosis all the same when the snapshot cannot be written, and does not end well', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rootcause-connect-')), 'no-such-folder', 'today.json');
    const { code, stdout, stderr } = await connect(await storyChild(), '--save', file, 'EX01');
    expect(stdout).toContain('Mail to Exchange Online is refused');
    expect(stderr).toMatch(/not saved.*ENOENT/u);
    expect(code).toBe(70);
  });

  it('names what the account may not do, with the groups that would grant it', async () => {
    const offered = [{ name: 'Get-ExchangeCertificate', parameters: ['Server', 'Thumbprint'] }];
    const { stderr } = await connect(await storyChild({ offered }), 'EX01');
    expect(stderr).toContain('the account may not use Get-Queue;');
    expect(stderr).toContain('the account may not use Get-ExchangeCertificate -Identity;');
    expect(stderr).toContain('View-Only Organization Management');
    expect(stderr).not.toContain('may not use Get-ExchangeCertificate;');
  });

  it('says in four parts why no server could be read, and ends with 66', async () => {
    const refuse = {
      message: 'Access is denied.',
      id: 'AccessDenied,PSSessionStateBroken',
      transportCode: 5,
    };
    const { code, stdout, stderr } = await connect(fakeProcess({ refuse }), 'ex01.contoso.com');
    expect({ code, stdout }).toEqual({ code: 66, stdout: '' });
    expect(stderr).toContain('Tried: http://ex01.contoso.com/PowerShell/ by Kerberos as the signed-in user');
    expect(stderr).toContain('Means: The server knows the account and refuses it');
    expect(stderr).toContain('To do: Use an account of the role group View-Only Organization Management');
    expect(stderr).toContain('It said: Access is denied. (5, AccessDenied,PSSessionStateBroken)');
    expect(stderr).not.toContain('connect.');
  });

  it('says so in Hebrew as well', async () => {
    const { stderr } = await connect(
      fakeProcess({ refuse: { message: 'x', transportCode: 5 } }),
      '--lang',
      'he',
      'ex01',
    );
    expect(stderr).toContain('מה לעשות');
    expect(stderr).not.toContain('Means');
  });

  it('reads the servers that answer although another one cannot be reached', async () => {
    const [first] = practiceConnections(await worldOf('healthy'));
    if (first === undefined) throw new Error('the story has a server');
    const sent: string[] = [];
    let children = 0;
    const { start } = simulator(() => {
      children += 1;
      const refused = {
        exchange: { code: 'connect-failed', error: { message: 'no', transportCode: -2144108103 } },
      };
      return {
        connection: first,
        onRequest: (line) => sent.push(line),
        ...(children === 2 ? { refuses: refused } : {}),
      };
    });
    const { code, stdout, stderr } = await connect(
      { startChild: async () => start },
      '--json',
      'EX01',
      'EX02',
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout).verdict.status).toBe('cannot-tell');
    expect(stderr).toContain('The name EX02 is not known to DNS.');
  });

  it('is told where there is no PowerShell', async () => {
    const { code, stderr } = await connect({}, 'ex01');
    expect(code).toBe(66);
    expect(stderr).toContain('PowerShell was not found on this computer.');
  });
});

function fakeProcess(faults: Faults): Partial<LiveServices> {
  return { startChild: async () => fakeShell(faults) };
}

describe('before anything is connected', () => {
  it('--plan prints every command in full, and only commands that read', async () => {
    const started = async () => {
      throw new Error('something was started');
    };
    const { code, stdout } = await connect({ startChild: started }, '--plan', 'ex01.contoso.com', 'ex02');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Exchange: http://ex01.contoso.com/PowerShell/ by Kerberos as the signed-in user',
    );
    expect(stdout).toContain(
      "Get-ExchangeCertificate -Server 'ex01.contoso.com' | Select-Object -Property Thumbprint,",
    );
    expect(stdout).toContain('The machine itself: http://ex02:5985/wsman');
    const commands = [...stdout.matchAll(/^ {4}(\S+)/gmu)].map(([, name]) => name ?? '');
    expect(commands.length).toBeGreaterThan(40);
    expect(commands.filter((name) => !/^(?:Get|Read)-/u.test(name))).toEqual([]);
  });

  it('runs afterwards exactly what --plan printed', async () => {
    const { stdout } = await connect({}, '--plan', '--json', 'EX01');
    const planned = JSON.parse(stdout).servers[0].sessions.flatMap(
      ({ commands }: { commands: readonly { cmdlet: string; parameters: object }[] }) =>
        commands.map(({ cmdlet, parameters }) => `${cmdlet} ${Object.keys(parameters)}`),
    );
    const asked: string[] = [];
    const empty: ExchangeConnection = {
      server: 'EX01',
      run: async (cmdlet, parameters) => {
        asked.push(`${cmdlet} ${Object.keys(parameters)}`);
        return { records: [], warnings: [], failure: null, answeredBy: null, at: now };
      },
      close: async () => {},
    };
    const { start } = simulator(() => ({ connection: empty }));
    await connect({ startChild: async () => start }, 'EX01');
    expect(asked.sort()).toEqual([...planned].sort());
  });

  it.each([
    [[], 'name at least one server'],
    [['*'], "'*' is no server name"],
    [['-x'], '-x'],
    [["ex01'; calc"], 'is no server name'],
    [['--auth', 'ntlm', 'ex01'], "'ntlm' is not one of kerberos, negotiate, basic"],
    [['--auth', 'basic', 'ex01'], '--auth basic needs --user'],
    [['--days', '0', 'ex01'], "'0' is no number from 1 to 90"],
    [['--skip-certificate-check', 'ca', 'ex01'], 'goes with --https'],
    [['--skip-certificate-check', 'all', '--https', 'ex01'], "'all' is not one of ca, cn, revocation"],
    [['--password', 'x', 'ex01'], '--password'],
    [['--user', 'admin', 'ex01'], 'there is none'],
    [['--story', 'healthy', 'ex01'], '--story goes with --practice'],
  ])('%j is refused: %s', async (args, message) => {
    const started = connect(fakeProcess({}), ...args);
    await expect(started).rejects.toThrow(UsageError);
    await expect(started).rejects.toThrow(message);
  });

  it('warns where the way does not prove which computer answers, and of skipped checks', async () => {
    const warned = async (...args: readonly string[]) => (await connect({}, '--plan', ...args)).stderr;
    expect(await warned('10.0.0.5')).toContain('does not prove');
    expect(await warned('--auth', 'negotiate', 'ex01')).toContain('does not prove');
    expect(await warned('ex01')).toBe('');
    expect(await warned('--https', '--skip-certificate-check', 'cn', 'ex01')).toContain(
      'skipped for this connection',
    );
  });

  it('sends Basic over https alone', async () => {
    const { stdout } = await connect({}, '--plan', '--auth', 'basic', '--user', 'admin', 'ex01');
    expect(stdout).toContain('https://ex01/PowerShell/ by Basic as admin');
    expect(stdout).not.toContain('http://');
  });
});

describe('a password', () => {
  const canary = `C4n4ry-"\\ñ-${process.pid}`;

  it('is found in no argument, environment, log, answer, file or error, and is erased', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rootcause-canary-'));
    let typed = Buffer.alloc(0);
    const lines: string[] = [];
    const asked = {
      askPassword: async () => {
        typed = Buffer.from(canary);
        return typed;
      },
    };
    const right = await storyChild({ onRequest: (line) => lines.push(line) });
    const good = await connect(
      { ...right, ...asked },
      '--user',
      'CONTOSO\\admin',
      '--save',
      join(folder, 'saved.json'),
      'EX01',
    );
    expect(typed.every((byte) => byte === 0)).toBe(true);
    const sent = lines.filter((line) => line.includes(JSON.stringify(canary).slice(1, -1)));
    expect(sent.map((line) => JSON.parse(line).op)).toEqual(['connect', 'connect']);

    const refuse = { message: 'The user name or password is incorrect.', transportCode: 1326 };
    const wrong = { ...fakeProcess({ refuse, recordTo: join(folder, 'stdin') }), ...asked };
    const bad = await connect(wrong, '--user', 'CONTOSO\\admin', 'ex01.contoso.com');
    expect(bad.stderr).toContain('The user name or the password is wrong');
    expect(readFileSync(join(folder, 'stdin'), 'utf8')).toContain('C4n4ry');

    const shown = [good.stdout, good.stderr, bad.stdout, bad.stderr];
    const files = readdirSync(folder).filter((name) => name !== 'stdin');
    const kept = files.map((name) => readFileSync(join(folder, name), 'utf8'));
    expect([...shown, ...kept].filter((text) => text.includes('C4n4ry'))).toEqual([]);
    const processes = await promisify(execFile)(
      '/bin/sh',
      ['-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; true'],
      {
        encoding: 'latin1',
        maxBuffer: 1 << 26,
      },
    );
    expect(processes.stdout.includes(`C4n4ry-"`)).toBe(false);
  });

  it('that was given up connects to nothing', async () => {
    const given = { ...fakeProcess({}), askPassword: async () => null };
    const { code } = await connect(given, '--user', 'admin', 'ex01');
    expect(code).toBe(130);
  });
});

describe('rootcause connect --practice', () => {
  it('says of a story what rootcause practice says, without PowerShell', async () => {
    const { stdout, code } = await connect({ now: Date.now }, '--practice', '--json');
    const known = JSON.parse((await runCommand(practiceCommand, '--json')).stdout);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule)).toEqual(
      known.findings.map(({ rule }: { rule: string }) => rule),
    );
  });

  it('takes servers of the story, and names them when one is not among them', async () => {
    const { stdout } = await connect({}, '--practice', '--json', 'ex02');
    expect(JSON.parse(stdout).sources.map(({ path }: { path: string }) => path)).toEqual(['EX02']);
    await expect(connect({}, '--practice', 'EX99')).rejects.toThrow("'EX99' is not one of EX01");
  });
});
