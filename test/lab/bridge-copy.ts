import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bridgeScript } from './bridge-client.ts';

const anchor = "    'Get-WinEvent'            = @{";

/**
 * A copy of the bridge, its policy host beside it, with rows that change something. The product's table has none yet, and
 * how such rows are treated must be right before it has.
 */
export function bridgeWithWrites(folder: string): string {
  const rows = [
    "    'Enable-ExchangeCertificate' = @{ Channel = 'exchange'; Effect = 'write'; MayAsk = $true; Parameters = @('Thumbprint', 'Services', 'Server', 'Password', 'Force') }",
    "    'Remove-ExchangeCertificate' = @{ Channel = 'exchange'; Effect = 'write'; MayAsk = $false; Parameters = @('Thumbprint', 'Server', 'Confirm', 'WhatIf') }",
  ];
  return changedBridge(folder, [[anchor, `${rows.join('\n')}\n${anchor}`]]);
}

/** A copy in which each text, which must stand there exactly once, is replaced by another. */
export function changedBridge(folder: string, changes: readonly (readonly [string, string])[]): string {
  let source = readFileSync(bridgeScript, 'latin1');
  for (const [from, to] of changes) {
    if (source.split(from).length !== 2)
      throw new Error(`the bridge does not have this exactly once: ${from}`);
    source = source.replace(from, () => to);
  }
  const script = join(folder, 'bridge.ps1');
  writeFileSync(script, source, 'latin1');
  cpSync(join(bridgeScript, '..', 'host', 'RootcauseHost.dll'), join(folder, 'host', 'RootcauseHost.dll'));
  return script;
}
