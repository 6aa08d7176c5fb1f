import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CmdletName, cmdlets } from '../../main/exchange/cmdlets.ts';
import { bridgeReadList } from './bridge-read-list.ts';
import { lintPowerShell } from './powershell-lint.ts';
import { powerShellTokens } from './powershell-tokens.ts';

const folder = join(import.meta.dirname, '..', '..', 'assets', 'powershell');
const script = readFileSync(join(folder, 'bridge.ps1'), 'utf8');

/** What only this script must not do, beside what the read list allows. */
function lintBridge(source: string): readonly string[] {
  const findings = [...lintPowerShell(source, bridgeReadList)];
  let tokens: ReturnType<typeof powerShellTokens>;
  try {
    tokens = powerShellTokens(source);
  } catch {
    return findings;
  }
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    const doubled = next?.text === token.text && next.glued;
    if (token.text === '?' || (doubled && (token.text === '&' || token.text === '|'))) {
      findings.push(`${token.line}: operator ${token.text} is not in 5.1`);
    }
    const name = token.text.toLowerCase();
    if (name === '$input') findings.push(`${token.line}: ${token.text} makes the host drain stdin`);
    if (newerVariables.has(name)) findings.push(`${token.line}: ${token.text} is not in 5.1`);
    if (token.text === 'AddScript' || token.text === 'AddCommand' || token.text === 'LoadFrom') {
      const given = argumentOf(tokens, at);
      if (!constantArguments.has(`${token.text}${given}`))
        findings.push(`${token.line}: ${token.text}${given}`);
    }
  });
  const block = tokens.slice(
    0,
    tokens.findIndex(({ text }) => text === 'if'),
  );
  if (block.some(({ text }) => text === 'CmdletBinding')) findings.push('1: attribute on the param block');
  return findings;
}

const newerVariables = new Set(['$iswindows', '$islinux', '$ismacos', '$iscoreclr', '$psstyle']);

/** The only places where a command, a script or an assembly gets into a pipeline or the process. */
const constantArguments = new Set([
  "AddScript($script:Scripts[$Job['Script']].ToString())",
  "AddCommand($Job['Command'])",
  "AddCommand('Select-Object')",
  'LoadFrom($path)',
]);

function argumentOf(tokens: ReturnType<typeof powerShellTokens>, at: number): string {
  let depth = 0;
  let text = '';
  for (const token of tokens.slice(at + 1)) {
    text += token.text;
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth === 0) break;
  }
  return text;
}

describe('bridge.ps1, which carries an administrator to Exchange', () => {
  test('does nothing outside its read list, in the words that Windows PowerShell 5.1 knows', () => {
    expect(lintBridge(script)).toEqual([]);
  });

  test('has no entry in its read list that it does not use', () => {
    for (const name of bridgeReadList.statics) expect(script).toContain(`[${name.replace('::', ']::')}`);
    for (const name of bridgeReadList.methods) expect(script).toContain(`.${name}(`);
    for (const name of bridgeReadList.types) expect(script).toContain(`[${name}]`);
    for (const name of bridgeReadList.assigned) expect(script).toContain(`.${name} =`);
  });

  test('has the table of main/exchange/cmdlets.ts: names, effects, channels, parameters', () => {
    const row =
      /^ {4}'([A-Za-z-]+)' +=\s@\{ Channel = '(\w+)'; Effect = '(\w+)'; MayAsk = \$(true|false); Parameters = @\(([^)]*)\) \}$/gmu;
    const own = [...script.matchAll(row)].map(([, name = '', channel, effect, , list = '']) => {
      return [name, { channel, effect, parameters: [...list.matchAll(/'(\w+)'/gu)].map(([, one]) => one) }];
    });
    const ours = (Object.keys(cmdlets) as CmdletName[]).map((name) => {
      const { channel, effect, parameters } = cmdlets[name];
      return [name, { channel, effect, parameters: Object.keys(parameters.shape) }];
    });
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(ours));
    expect(own.length).toBe(ours.length);
  });

  test('has a script of its own for each row of the second channel, and no other', () => {
    const scripts = [...script.matchAll(/^\$script:Scripts\['([A-Za-z-]+)'\] = \$/gmu)].map(
      ([, name]) => name,
    );
    const rows = (Object.keys(cmdlets) as CmdletName[]).filter((name) => cmdlets[name].channel === 'windows');
    expect(scripts.toSorted()).toEqual(['ComputerName', ...rows].toSorted());
  });

  test('opens files and stores for reading alone', () => {
    const streams = [...script.matchAll(/\[System\.IO\.FileStream\]::new\(([^)]*)\)/gu)].map(
      ([, given]) => given,
    );
    expect(streams).toEqual(["$path, 'Open', 'Read', 'ReadWrite, Delete'"]);
    for (const [, given] of script.matchAll(/\$store\.Open\(([^)]*)\)/gu)) {
      expect(given).toBe("'ReadOnly, OpenExistingOnly'");
    }
  });

  test('loads only the policy host that lies beside it, by the hash of its bytes', () => {
    const hash = /^\$script:HostHash = '([0-9A-F]{64})'$/mu.exec(script)?.[1];
    const bytes = readFileSync(join(folder, 'host', 'RootcauseHost.dll'));
    expect(createHash('sha256').update(bytes).digest('hex').toUpperCase()).toBe(hash);
  });

  test('asks for protections and never takes one away unasked', () => {
    expect(script).toContain('$connection.MaximumConnectionRedirectionCount = 0');
    for (const word of ['TrustedHosts', 'NoEncryption', 'AllowRedirection', 'CredSSP', 'UseSSL']) {
      expect(script).not.toContain(word);
    }
  });
});

describe('the lint refuses what the bridge must never do', () => {
  test.each([
    ['text that becomes code', 'Invoke-Expression $x', 'Invoke-Expression'],
    ['its alias', "iex 'x'", 'command iex'],
    ['script text from elsewhere', '[void]$ps.AddScript($request)', 'AddScript($request)'],
    ['a command from elsewhere', "[void]$ps.AddCommand($Request['cmdlet'])", 'AddCommand('],
    ['another assembly', "[System.Reflection.Assembly]::LoadFrom('x.dll')", "LoadFrom('x.dll')"],
    ['an assembly out of bytes', '[System.Reflection.Assembly]::Load($bytes)', 'Assembly::Load'],
    ['a script block out of text', '[scriptblock]::Create($x)', 'scriptblock::Create'],
    ['the same by a session', '$ExecutionContext.InvokeCommand.InvokeScript($x)', 'InvokeScript'],
    ['an expansion', '$ExecutionContext.InvokeCommand.ExpandString($x)', 'method ExpandString'],
    ['a compiler', "Add-Type 'x'", 'Add-Type'],
    ['a command hidden from view', 'powershell -EncodedCommand AAAA', 'EncodedCommand'],
    ['a call by name', '& $name', 'call & $name'],
    ['another script', '. .\\x.ps1', 'call .'],
    ['a cmdlet of Exchange as text', 'Remove-ExchangeCertificate $x', 'command Remove-ExchangeCertificate'],
    ['one inside a string', '"$(Set-SendConnector x)"', 'command Set-SendConnector'],
    ['a session of the other kind', 'New-PSSession -ComputerName x', 'command New-PSSession'],
    ['a command of another module', 'ConvertTo-Json $x', 'command ConvertTo-Json'],
    ['one that 5.1 must not load', 'New-Object System.Net.WebClient', 'command New-Object'],
    [
      'a secret out of text',
      'ConvertTo-SecureString $x -AsPlainText -Force',
      'command ConvertTo-SecureString',
    ],
    ['a setting of WinRM', "Set-Item WSMan:\\localhost\\Client\\TrustedHosts '*'", 'command Set-Item'],
    ['an alias', 'gci C:\\', 'command gci'],
    ['an alias that is a sign', '$x | % { 1 }', 'alias %'],
    [
      'a file that is written',
      "[System.IO.File]::WriteAllText('x', 'y')",
      'static member System.IO.File::WriteAllText',
    ],
    ['a file that is deleted', "[System.IO.File]::Delete('x')", 'static member System.IO.File::Delete'],
    ['a registry value', "$key.SetValue('a', 1)", 'method SetValue'],
    ['a store open for writing', "$store.Open('ReadWrite')", 'Open for writing'],
    ['a private key that is used', '$key.SignData($x)', 'method SignData'],
    ['a secret in plain text', '$credential.GetNetworkCredential()', 'method GetNetworkCredential'],
    ['a program', "[System.Diagnostics.Process]::Start('x')", 'Process::Start'],
    ['a download', "$x.DownloadString('http://x')", 'DownloadString'],
    [
      'a revived object',
      '[System.Management.Automation.PSSerializer]::Deserialize($x)',
      'PSSerializer::Deserialize',
    ],
    ['the piped values', '$input', 'drain stdin'],
    ['a ternary of 7', '$x = $a ? 1 : 2', 'operator ? is not in 5.1'],
    ['a chain of 7', '$a && $b', 'operator & is not in 5.1'],
    ['a null of 7', '$x = $a ?? 1', 'operator ? is not in 5.1'],
    ['a variable of 7', 'if ($IsWindows) { 1 }', '$IsWindows is not in 5.1'],
    ['a here-string', "@'\nx\n'@", 'here-strings'],
    ['letters that 5.1 reads in another code page', "'\u05d0'", 'not ASCII'],
  ])('%s', (_, seed, finding) => {
    expect(lintBridge(`${script}\n${seed}\n`).join('\n')).toContain(finding);
  });
});
