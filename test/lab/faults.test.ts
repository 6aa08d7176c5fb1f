import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Bridge, bridgeScript } from './bridge-client.ts';
import { honest } from './lab.ts';
import { labAbsent } from './lab-engine.ts';
import { connect, ex01, type LabSession, startLab } from './lab-session.ts';
import { isRunning, stillRunning } from './processes.ts';

const slow = { answer: () => [{ kind: 'sleep', ms: 60_000 }] };

describe.skipIf(labAbsent !== null)(
  `when a server or a connection fails${reason()}`,
  { timeout: 120_000 },
  () => {
    let session: LabSession;
    let bridge: Bridge;

    beforeAll(async () => {
      session = await startLab();
      bridge = session.bridge;
      await connect(bridge, 'exchange');
    }, 180_000);

    beforeEach(() => {
      Object.assign(session.lab.behaviour, honest);
    });

    afterAll(() => session?.close());

    test.each([
      ['not trusted', -2144108316],
      ['cannot connect', -2144108526],
      ['wrong password', 1326],
      ['access denied', 5],
    ])('a refused connection carries the code of WinRM: %s', async (_, code) => {
      session.lab.behaviour.refuse = code;
      const answer = await connect(bridge, 'exchange', { session: 'refused' });
      expect(answer).toMatchObject({ ok: false, code: 'connect-failed', error: { transportCode: code } });
    });

    test('an Edge server, an unknown name, a wrong address: each is said for what it is', async () => {
      const unknown = await connect(bridge, 'exchange', {
        session: 'a',
        uri: 'http://ex99.contoso.com/PowerShell/',
      });
      expect(unknown).toMatchObject({ code: 'connect-failed', error: { transportCode: -2144108103 } });
      for (const uri of [
        'ftp://ex01/',
        'http://u:p@ex01/PowerShell/',
        `http://${ex01}/PowerShell/?serializationLevel=Full`,
        'x',
      ]) {
        expect(await connect(bridge, 'exchange', { session: 'b', uri })).toMatchObject({
          code: 'bad-request',
        });
      }
    });

    test('a password is never sent as Basic without https, and a check of certificates needs https', async () => {
      const given = { session: 'c', user: 'anna', password: { $: 'secure', v: 'x' }, auth: 'Basic' };
      const dialled = session.lab.dials.length;
      expect(await connect(bridge, 'exchange', given)).toMatchObject({ code: 'bad-request' });
      expect(await connect(bridge, 'exchange', { session: 'c', skip: ['ca'] })).toMatchObject({
        code: 'bad-request',
      });
      expect(session.lab.dials).toHaveLength(dialled);
      const uri = `https://${ex01}/PowerShell/`;
      expect(await connect(bridge, 'exchange', { ...given, uri, skip: ['ca', 'revocation'] })).toMatchObject({
        ok: true,
      });
      expect(session.lab.dials.at(-1)).toMatchObject({
        auth: 'Basic',
        user: 'anna',
        skips: [true, false, true],
      });
      await bridge.ask('disconnect', { session: 'c' });
    });

    test('a server that takes the connection and says nothing: the opening ends in time', async () => {
      session.lab.behaviour.silent = true;
      const answer = await connect(bridge, 'exchange', { session: 'silent', openMs: 1500 });
      expect(answer).toMatchObject({ ok: false, code: 'timeout' });
      expect(await bridge.ask('ping')).toMatchObject({ ok: true });
    });

    test('a frozen server: the call is given up, the session goes, and no other session waits for it', async () => {
      await connect(bridge, 'exchange', { session: 'frozen' });
      const pid = session.lab.endpoints.at(-1) ?? 0;
      process.kill(pid, 'SIGSTOP');
      const limits = { timeoutMs: 1000, graceMs: 1000 };
      const stuck = bridge.invoke('frozen', 'Get-ExchangeServer', {}, limits);
      const first = await Promise.race([stuck, bridge.invoke('exchange', 'Get-ExchangeServer')]);
      expect(first).toMatchObject({ ok: true, session: 'exchange' });
      expect(await stuck).toMatchObject({ ok: false, code: 'timeout', outcome: 'none', gaveUp: true });
      expect(await bridge.invoke('frozen', 'Get-ExchangeServer')).toMatchObject({ code: 'no-session' });
      process.kill(pid, 'SIGKILL');
    });

    test('a connection cut in a call: the call and its session are lost, the bridge is not', async () => {
      await connect(bridge, 'exchange', { session: 'cut' });
      const pid = session.lab.endpoints.at(-1) ?? 0;
      session.lab.behaviour.answer = slow.answer;
      const lost = bridge.invoke('cut', 'Get-ExchangeServer');
      await sleep(400);
      process.kill(pid, 'SIGKILL');
      expect(await lost).toMatchObject({
        ok: false,
        code: 'lost',
        outcome: 'none',
        error: { transportCode: 995 },
      });
      expect(await bridge.invoke('cut', 'Get-ExchangeServer')).toMatchObject({ code: 'no-session' });
    });

    test('a connection cut between two calls is reported unasked', async () => {
      await connect(bridge, 'exchange', { session: 'idle' });
      process.kill(session.lab.endpoints.at(-1) ?? 0, 'SIGKILL');
      await sleep(800);
      expect(bridge.events.at(-1)).toMatchObject({ t: 'session', session: 'idle', state: 'lost' });
    });

    test('a connection cut while it opens is a failed connection', async () => {
      session.lab.behaviour.cutAfter = 2;
      const answer = await connect(bridge, 'exchange', { session: 'half' });
      expect(answer).toMatchObject({ ok: false, code: 'connect-failed', error: { transportCode: 995 } });
    });

    test('a call that takes too long is stopped, and the session goes on', async () => {
      session.lab.behaviour.answer = slow.answer;
      const began = Date.now();
      const answer = await bridge.invoke('exchange', 'Get-ExchangeServer', {}, { timeoutMs: 600 });
      expect(answer).toMatchObject({ ok: false, code: 'timeout', outcome: 'none' });
      expect(answer).not.toHaveProperty('gaveUp');
      expect(Date.now() - began).toBeLessThan(3000);
      session.lab.behaviour.answer = null;
      expect(await bridge.invoke('exchange', 'Get-ExchangeServer')).toMatchObject({ ok: true });
    });

    test('cancel stops what runs and what waits; what stands behind runs', async () => {
      session.lab.behaviour.answer = slow.answer;
      const running = bridge.start('invoke', { session: 'exchange', cmdlet: 'Get-ExchangeServer' });
      await sleep(300);
      session.lab.behaviour.answer = null;
      const waiting = bridge.start('invoke', { session: 'exchange', cmdlet: 'Get-AuthConfig' });
      const behind = bridge.invoke('exchange', 'Get-SendConnector');
      expect(await bridge.ask('cancel', { target: waiting.id })).toMatchObject({ ok: true, found: true });
      expect(await bridge.ask('cancel', { target: running.id })).toMatchObject({ ok: true, found: true });
      expect(await waiting.done).toMatchObject({ code: 'cancelled', outcome: 'not-started' });
      expect(await running.done).toMatchObject({ code: 'cancelled', outcome: 'none' });
      expect(await behind).toMatchObject({ ok: true });
      expect(await bridge.ask('cancel', { target: 4711 })).toMatchObject({ ok: true, found: false });
    });

    test('closing a session ends its server, and answers what was running in it', async () => {
      await connect(bridge, 'exchange', { session: 'closing' });
      const pid = session.lab.endpoints.at(-1) ?? 0;
      session.lab.behaviour.answer = slow.answer;
      const running = bridge.invoke('closing', 'Get-ExchangeServer');
      const waiting = bridge.invoke('closing', 'Get-ExchangeServer');
      await sleep(200);
      expect(await bridge.ask('disconnect', { session: 'closing' })).toMatchObject({ ok: true, found: true });
      expect(await running).toMatchObject({ code: 'cancelled', outcome: 'none' });
      expect(await waiting).toMatchObject({ code: 'cancelled', outcome: 'not-started' });
      expect(await stillRunning([pid], 5000)).toEqual([]);
    });

    test('rubbish is refused line by line, and the bridge lives on', async () => {
      const before = bridge.events.length;
      const rubbish = [
        'x',
        '{',
        '{"id":1',
        '[]',
        '"x"',
        '{"id":0,"op":"ping"}',
        '{"id":900001}',
        `${'['.repeat(5000)}`,
        '{"id":1,"id":2}',
        '\u2028\u0000',
      ];
      for (const line of rubbish) bridge.write(`${line}\n`);
      for (const [field, value] of [
        ['x', 1],
        ['timeoutMs', 1],
        ['project', 'yes'],
        ['parameters', []],
      ] as const) {
        const answer = await bridge.ask('invoke', {
          session: 'exchange',
          cmdlet: 'Get-ExchangeServer',
          [field]: value,
        });
        expect(answer).toMatchObject({ ok: false, code: 'bad-request' });
      }
      const faults = bridge.events.slice(before);
      expect(faults).toHaveLength(rubbish.length);
      for (const fault of faults)
        expect(fault).toMatchObject({ t: 'answer', ok: false, code: 'bad-request' });
      expect(await bridge.ask('ping')).toMatchObject({ ok: true });
    });

    test('no command and no parameter off the list reaches a server', async () => {
      const before = session.lab.calls.length;
      for (const cmdlet of [
        'Invoke-Expression',
        'Get-Mailbox',
        'Remove-ExchangeCertificate',
        'Get-Queue; Get-Queue',
        '',
        'Read-IisBinding',
      ]) {
        expect(await bridge.invoke('exchange', cmdlet)).toMatchObject({ code: 'not-allowed' });
      }
      for (const name of ['Filter', 'WhatIf', '-Server', 'server', 'Server; x', '__proto__']) {
        const parameters = Object.fromEntries([[name, 'x']]);
        expect(await bridge.invoke('exchange', 'Get-Queue', parameters)).toMatchObject({
          code: 'not-allowed',
        });
      }
      expect(session.lab.calls).toHaveLength(before);
    });

    test('200 requests, half of them at once, are all answered', async () => {
      for (let count = 0; count < 100; count++) expect(await bridge.ask('ping')).toMatchObject({ ok: true });
      const answers = await Promise.all(Array.from({ length: 100 }, () => bridge.ask('ping')));
      for (const answer of answers) expect(answer['ok']).toBe(true);
    });

    test('the end of input closes every session and ends the child', async () => {
      const other = new Bridge(session.lab);
      await connect(other, 'exchange');
      await connect(other, 'windows');
      const pids = session.lab.endpoints.slice(-2);
      const began = Date.now();
      expect(await other.close()).toBe(0);
      expect(Date.now() - began).toBeLessThan(5000);
      expect(await stillRunning(pids, 3000)).toEqual([]);
    });

    test('kill -9 of the child: what was open is answered, no server of its sessions is left', async () => {
      const other = new Bridge(session.lab);
      await connect(other, 'exchange');
      session.lab.behaviour.answer = slow.answer;
      const lost = other.invoke('exchange', 'Get-ExchangeServer');
      await sleep(300);
      other.child.kill('SIGKILL');
      expect(await lost).toMatchObject({ ok: false, code: 'ended' });
      expect(await stillRunning(session.lab.endpoints.slice(-1), 5000)).toEqual([]);
    });

    test('kill -9 of the parent in the middle of a call: no child and no session is left', async () => {
      session.lab.behaviour.answer = slow.answer;
      const parent = spawn(
        process.execPath,
        ['-e', parentProgram, session.lab.executable, bridgeScript, ex01],
        {
          env: { ...process.env, ...session.lab.environment },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const [line] = await once(parent.stdout, 'data');
      const child = Number(String(line));
      const calls = session.lab.calls.length;
      for (let count = 0; count < 100 && session.lab.calls.length === calls; count++) await sleep(100);
      const left = [child, ...session.lab.endpoints.slice(-1)];
      expect(left.map(isRunning)).toEqual([true, true]);
      parent.kill('SIGKILL');
      expect(await stillRunning(left, 8000)).toEqual([]);
    });

    test('a shell that application control constrains says so and ends', async () => {
      const constrained = new Bridge(session.lab, {
        environment: { LAB_LANGUAGE_MODE: 'ConstrainedLanguage' },
      });
      expect(await constrained.hello).toMatchObject({
        t: 'fatal',
        code: 'language-mode',
        mode: 'ConstrainedLanguage',
      });
      expect(await constrained.ended).toBe(3);
    });
  },
);

/** Starts the bridge, prints its process id, opens a session and begins a call. */
const parentProgram = `
const [executable, script, server] = process.argv.slice(1);
const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script, '-Tag', '@parent:'];
const child = require('node:child_process').spawn(executable, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const say = (request) => child.stdin.write(JSON.stringify(request) + '\\n');
child.stdout.on('data', (text) => {
  if (String(text).includes('"id":1,"ok":true')) say({ id: 2, op: 'invoke', session: 'exchange', cmdlet: 'Get-ExchangeServer' });
});
say({ id: 1, op: 'connect', session: 'exchange', kind: 'exchange', uri: 'http://' + server + '/PowerShell/', auth: 'Kerberos' });
console.log(child.pid);
`;

function reason(): string {
  return labAbsent === null ? '' : ` (skipped: ${labAbsent})`;
}
