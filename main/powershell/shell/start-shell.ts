import type { ChildProcess } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { PowerShell, type PowerShellOptions } from 'node-powershell';
import type { BridgeChild, ChildEnd } from './bridge-child.ts';

export interface ShellStart {
  /** Absolute. */
  readonly executable: string;
  /** Absolute path of `bridge.ps1`. */
  readonly script: string;
  readonly tag: string;
  /** The whole environment of the child; see `childEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
}

const longestComplaint = 8192;

/** node-powershell starts and owns the process, and nothing else of it is used: its `invoke` injects, hangs and loses exits. */
class BridgeShell extends PowerShell {
  /** In place of the library's own choice, which lets a NODE_POWERSHELL variable or PATH replace the program. */
  protected override setExecutable({ executable }: PowerShellOptions): string {
    if (executable === undefined || !isAbsolute(executable))
      throw new TypeError('the shell needs an absolute path');
    return executable;
  }

  get child(): ChildProcess {
    return this['process'];
  }

  get exit(): Promise<void> {
    return this['exitPromise'];
  }
}

/**
 * Starts the bridge in PowerShell. The library puts `-NoExit -Command -` behind the options; behind `-File` they are
 * parameters of the script, which declares and ignores them.
 * @throws TypeError when a path is not absolute.
 */
export function startShell(start: ShellStart): BridgeChild {
  if (![start.executable, start.script].every((path) => isAbsolute(path))) {
    throw new TypeError('the shell and its script need absolute paths');
  }
  try {
    return childOf(newShell(start));
  } catch (error) {
    // Some faults of the system come as exceptions instead of as the event of a child that did not start.
    return neverStarted(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  }
}

function newShell({ executable, script, tag, environment }: ShellStart): BridgeShell {
  return new BridgeShell({
    executable,
    executableOptions: {
      '-NoProfile': true,
      '-NonInteractive': true,
      '-ExecutionPolicy': 'Bypass',
      '-File': script,
      '-Tag': tag,
    },
    spawnOptions: { env: { ...environment }, windowsHide: true },
  });
}

function childOf(shell: BridgeShell): BridgeChild {
  // It rejects for a missing program and for every exit code but 0; `ended` tells both.
  shell.exit.catch(() => {});
  const { stdin, stdout, stderr } = shell.streams;
  let complaint = '';
  // The library pipes stderr into a collector that un-pipes after three pieces, which pauses the stream: the child
  // would block as soon as the pipe is full, and hello would never come.
  stderr.unpipe();
  stderr.on('data', (text: string) => {
    complaint = (complaint + text).slice(-longestComplaint);
  });
  stderr.resume();
  // The end of the process is what counts.
  stdin.on('error', () => {});
  stdout.on('error', () => {});
  return {
    pid: shell.child.pid ?? null,
    send: (line, written) => void stdin.write(line, () => written?.()),
    onOutput: (listener) => void stdout.on('data', listener),
    ended: endOf(shell.child, () => complaint),
    endInput: () => void stdin.end(),
    kill: () => void shell.child.kill('SIGKILL'),
  };
}

function neverStarted(error: string): BridgeChild {
  return {
    pid: null,
    send: (_, written) => written?.(),
    onOutput: () => {},
    ended: Promise.resolve({ code: null, signal: null, error, stderr: '' }),
    endInput: () => {},
    kill: () => {},
  };
}

function endOf(child: ChildProcess, complaint: () => string): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ code: null, signal: null, error: error.code ?? error.message, stderr: complaint() });
    });
    child.once('exit', (code, signal) => {
      const ended = () => resolve({ code, signal, error: null, stderr: complaint() });
      // After the last line, or when another process keeps the pipe open.
      child.once('close', ended);
      setTimeout(ended, 1000).unref();
    });
  });
}
