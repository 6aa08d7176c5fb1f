import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StartChild } from '../powershell/shell/bridge-child.ts';
import { childEnvironment } from '../powershell/shell/environment.ts';
import { findPowerShell } from '../powershell/shell/executable.ts';
import { askPassword } from './ask-password.ts';

/** What `rootcause connect` needs of the machine; a test gives its own. */
export interface LiveServices {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Null when there is no PowerShell on this computer. */
  readonly startChild: () => Promise<StartChild | null>;
  readonly newTag: () => string;
  /** Null when there is no terminal to ask on; resolves to null when it was given up. */
  readonly askPassword: ((prompt: () => void) => Promise<Buffer | null>) | null;
  /** Calls `handler` when the administrator interrupts; returns how to stop listening. */
  readonly onInterrupt: (handler: () => void) => () => void;
}

/** The real ones. node-powershell is loaded only when something is to be connected: no other command waits for it. */
export function liveServices(): LiveServices {
  return {
    now: Date.now,
    startChild: startPowerShell,
    newTag: () => `@${randomBytes(16).toString('hex')}:`,
    askPassword: process.stdin.isTTY ? (prompt) => askPassword(process.stdin, prompt) : null,
    onInterrupt: (handler) => {
      process.on('SIGINT', handler);
      return () => void process.off('SIGINT', handler);
    },
  };
}

async function startPowerShell(): Promise<StartChild | null> {
  const { platform, env } = process;
  const program = findPowerShell({ platform, env, exists: existsSync });
  if (program === null) return null;
  const { startShell } = await import('../powershell/shell/start-shell.ts');
  const script = bridgeScript();
  const environment = childEnvironment(env, platform);
  return (tag) => startShell({ executable: program.executable, script, tag, environment });
}

/** Beside the program: in `assets` of the nearest folder above this file, whether it is a source or was built. */
function bridgeScript(): string {
  const path = join('assets', 'powershell', 'bridge.ps1');
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, path))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`${path} is missing from this installation`);
    folder = above;
  }
  return join(folder, path);
}
