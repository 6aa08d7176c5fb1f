import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstToOpen } from '../../main/commands/first-to-open.ts';
import { gatherSnapshot } from '../../main/gather/live/gather-snapshot.ts';
import { Bridge } from '../../main/powershell/bridge.ts';
import { mostChildren, sessionLimits } from '../../main/powershell/limits.ts';
import { startShell } from '../../main/powershell/shell/start-shell.ts';
import { connectionTo, poolOf } from '../powershell/make-connection.ts';
import { simulator } from '../powershell/simulated-child.ts';
import type { BenchCase } from './bench-case.ts';

/** `npm run bench` starts in the project's folder; the benchmark itself is built elsewhere. */
const fakeBridge = join(process.cwd(), 'test', 'powershell', 'fake-bridge.mjs');
const tag = '@0123456789abcdef:';

/** Every answer of 64 MB in lines as the bridge cuts them, from the start of the child to plain records. */
export const bridgeAnswers: BenchCase = {
  name: 'answers through the bridge',
  unit: 'MB',
  size: 64,
  isLargest: true,
  goalSeconds: 1.5,
  goalMegabytes: null,
  async prepare(size) {
    const executable = fakeShell();
    const environment = { FAKE_BRIDGE: JSON.stringify({ megabytes: size }) };
    return async () => {
      const bridge = new Bridge(
        (own) => startShell({ executable, script: fakeBridge, tag: own, environment }),
        tag,
      );
      const { records } = await bridge.ask('invoke', { cmdlet: 'Get-ExchangeCertificate', parameters: {} });
      await bridge.close(sessionLimits.close);
      if (records.length !== size * 4) throw new Error(`${records.length} records came`);
    };
  },
};

/** The same bytes out of the same child into nothing: what the pipe itself costs. */
export const plainPipe: BenchCase = {
  name: 'the same through a plain pipe',
  unit: 'MB',
  size: 64,
  goalSeconds: null,
  goalMegabytes: null,
  async prepare(size) {
    const executable = fakeShell();
    const env = { FAKE_BRIDGE: JSON.stringify({ megabytes: size }) };
    return async () => {
      const child = spawn(executable, ['-Tag', tag], { env, stdio: ['pipe', 'pipe', 'ignore'] });
      let bytes = 0;
      child.stdout.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes >= size * 1024 * 1024) child.stdin.end();
      });
      child.stdin.write(
        `${JSON.stringify({ id: 1, op: 'invoke', cmdlet: 'Get-ExchangeCertificate', parameters: {} })}\n`,
      );
      await new Promise((resolve) => child.once('close', resolve));
      if (bytes < size * 1024 * 1024) throw new Error(`${bytes} bytes came`);
    };
  },
};

/** A quarter of the milliseconds that the lab's engine takes (lab README), so that a run takes seconds. */
const delays = { hello: 138, open: 130, call: 10 };
/** Questions and the probe, two sessions: what one server takes when nothing waits for anything. */
const perServer = delays.hello + 2 * delays.open + 27 * delays.call;

/** Fifty simulated servers, eight at once; the goal is 1.2 times what their delays add up to. */
export const manyServers: BenchCase = {
  name: 'servers read, eight at once',
  unit: 'simulated servers',
  size: 50,
  goalSeconds: (1.2 * 50 * perServer) / mostChildren / 1000,
  goalMegabytes: null,
  async prepare(size) {
    return async () => {
      const pool = poolOf(mostChildren);
      const at = '2026-01-15T09:19:00.000Z';
      const servers = Array.from({ length: size }, (_, index) => {
        const server = `EX${index + 1}`;
        const connection = {
          server,
          run: async () => ({ records: [], warnings: [], failure: null, answeredBy: server, at }),
          close: async () => {},
        };
        const { start } = simulator(() => ({ connection, delays }));
        return connectionTo({ server, startChild: start, pool, limits: sessionLimits });
      });
      await gatherSnapshot((await firstToOpen(servers)) ?? [], { since: at, now: at });
      await Promise.all(servers.map((server) => server.close()));
    };
  },
};

function fakeShell(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'fake-shell.mjs');
  writeFileSync(path, `#!${process.execPath}\nimport ${JSON.stringify(fakeBridge)};\n`);
  chmodSync(path, 0o755);
  return path;
}
