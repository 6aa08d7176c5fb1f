import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartChild } from '../../main/powershell/shell/bridge-child.ts';
import { childEnvironment } from '../../main/powershell/shell/environment.ts';
import { startShell } from '../../main/powershell/shell/start-shell.ts';

/** What the fake does wrong; see fake-bridge.mjs. */
export type Faults = Readonly<Record<string, unknown>>;

const fake = join(import.meta.dirname, 'fake-bridge.mjs');

/** A program that stands where PowerShell would: node takes no `-NoLogo`, so the fake is started by its own first line. */
export function fakeExecutable(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rootcause-fake-')), 'fake shell.mjs');
  writeFileSync(path, `#!${process.execPath}\nimport ${JSON.stringify(fake)};\n`);
  chmodSync(path, 0o755);
  return path;
}

const executable = fakeExecutable();

/** Starts the fake bridge as the product starts PowerShell; the faults come by the environment, which a test may set. */
export function fakeShell(faults: Faults = {}, seen: (pid: number) => void = () => {}): StartChild {
  return (tag) => {
    const child = startShell({
      executable,
      script: '/opt/rootcause/assets/powershell/bridge.ps1',
      tag,
      environment: {
        ...childEnvironment({ ...process.env, ...planted }, process.platform),
        FAKE_BRIDGE: JSON.stringify(faults),
      },
    });
    if (child.pid !== null) seen(child.pid);
    return child;
  };
}

/** Variables that would replace the program, load code into it, or make the library talk. */
export const planted = {
  NODE_OPTIONS: '--title=planted',
  NODE_POWERSHELL: '/bin/false',
  DEBUG: '*',
  PSModulePath: '/planted',
  COR_PROFILER: 'planted',
  CORECLR_ENABLE_PROFILING: '1',
  DOTNET_STARTUP_HOOKS: '/planted.dll',
  __PSLockdownPolicy: '8',
  ELECTRON_RUN_AS_NODE: '1',
  PATH: '/planted',
  AWS_SECRET_ACCESS_KEY: 'planted',
};
