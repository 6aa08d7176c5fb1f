// Speaks the line protocol (docs/bridge-protocol.md) in place of PowerShell, with faults: FAKE_BRIDGE holds what it does wrong
// as JSON. Plain JavaScript because it runs as a process of its own.
import { readFileSync, writeFileSync } from 'node:fs';

const faults = JSON.parse(process.env.FAKE_BRIDGE ?? '{}');
const tag = process.argv[process.argv.indexOf('-Tag') + 1];
const say = (message) => process.stdout.write(`${tag}${JSON.stringify(message)}\n`);

if (faults.stderr) process.stderr.write(faults.stderr);
if (faults.stderrKilobytes) process.stderr.write('x'.repeat(faults.stderrKilobytes * 1024));
if (faults.noise) process.stdout.write(faults.noise);
if (faults.exitAtOnce !== undefined) process.exit(faults.exitAtOnce);
if (faults.fatal) say({ t: 'fatal', code: 'language-mode', mode: 'ConstrainedLanguage' });
else if (!faults.silent) {
  say({
    t: 'hello',
    protocol: faults.protocol ?? 1,
    powershell: '5.1.20348.1',
    edition: 'Desktop',
    pid: process.pid,
    host: 'ready',
    cmdlets: [],
  });
}

let invoked = 0;

function record(properties) {
  return { $: 'object', t: ['System.Object'], s: null, p: properties };
}

function answerTo(request) {
  const { id, op } = request;
  if (op === 'invoke') invoke(request);
  else if (op === 'probe') say({ t: 'answer', id, ok: true, offered: null });
  else if (op !== 'connect') {
    say({ t: 'answer', id, ok: true, found: true });
    if (op === 'cancel')
      say({ t: 'answer', id: request.target, ok: false, code: 'cancelled', outcome: 'none' });
  } else if (faults.refuse) {
    say({ t: 'answer', id, ok: false, code: 'connect-failed', error: faults.refuse });
  } else if (!faults.freezeOpening) say({ t: 'answer', id, ok: true });
}

function invoke(request) {
  const { id } = request;
  invoked += 1;
  if (faults.exitAtCall === invoked) process.exit(faults.exitCode ?? 0);
  if (faults.freezeAtCall === invoked) return;
  if (faults.stopAtCall === invoked) process.kill(process.pid, 'SIGSTOP');
  if (faults.cutAtCall === invoked) {
    const error = { message: 'cut', transportCode: 995 };
    say({ t: 'answer', id, ok: false, code: 'lost', error, outcome: 'none' });
    return;
  }
  if (faults.noise) process.stdout.write(faults.noise);
  if (faults.brokenJson) process.stdout.write(`${tag}{"t":"records"\n`);
  if (faults.endless) endlessLine(id);
  else {
    const count = faults.megabytes ? largeRecords(id) : echo(request);
    say({
      t: 'answer',
      id,
      ok: true,
      count: faults.wrongCount ? count + 1 : count,
      errors: [],
      warnings: [],
      way: 'plain',
      at: '2026-01-15T09:19:00.000Z',
      ...(faults.host ? { host: faults.host } : {}),
    });
  }
}

function endlessLine(id) {
  process.stdout.write(`${tag}{"t":"records","id":${id},"records":["`);
  const piece = 'x'.repeat(1 << 20);
  const more = () => process.stdout.write(piece, more);
  more();
}

function echo(request) {
  const properties = {
    Parameters: JSON.stringify(request.parameters),
    Request: JSON.stringify(request),
    Arguments: JSON.stringify(process.argv.slice(2)),
    Environment: JSON.stringify(process.env),
  };
  say({ t: 'records', id: request.id, records: [record(properties)] });
  return 1;
}

/** Lines of the length at which the bridge cuts them. */
function largeRecords(id) {
  const bytes = 'QUJD'.repeat((faults.recordKilobytes ?? 256) * 256);
  const count = Math.floor((faults.megabytes * 1024 * 1024) / bytes.length);
  for (let n = 0; n < count; n += 1) {
    say({ t: 'records', id, records: [record({ RawData: { $: 'bytes', v: bytes } })] });
  }
  return count;
}

let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    if (faults.recordTo) writeFileSync(faults.recordTo, `${line}\n`, { flag: 'a' });
    answerTo(JSON.parse(line));
  }
});
process.stdin.on('end', () => {
  if (faults.stays) setInterval(() => readFileSync('/dev/null'), 1000);
  else process.exit(0);
});
