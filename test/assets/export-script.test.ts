import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventCatalogue } from '../../main/domain/event-catalogue.ts';
import { cmdlets } from '../../main/exchange/cmdlets.ts';
import { exportReadList } from './export-read-list.ts';
import { lintPowerShell } from './powershell-lint.ts';

const path = join(import.meta.dirname, '..', '..', 'assets', 'powershell', 'Export-Rootcause.ps1');
const script = readFileSync(path, 'utf8');

describe('Export-Rootcause.ps1, which an administrator runs on a production server', () => {
  test('does nothing outside its read list', () => {
    expect(lintPowerShell(script, exportReadList)).toEqual([]);
  });

  test('has no entry in its read list that it does not use', () => {
    const unused = exportReadList.commands.filter((name) => !script.includes(name));
    expect(unused).toEqual([]);
    for (const name of exportReadList.statics) expect(script).toContain(`[${name.replace('::', ']::')}`);
    for (const name of exportReadList.methods) expect(script).toContain(`.${name}(`);
  });

  test('names only cmdlets that read', () => {
    const changing = /^(?:Set|Remove|Enable|Disable|New|Add|Import|Update|Start|Stop|Restart|Clear)-/u;
    expect(exportReadList.commands.filter((name) => changing.test(name))).toEqual([]);
  });

  test('writes one file, and only one that does not exist yet', () => {
    const streams = [...script.matchAll(/\[System\.IO\.FileStream\]::new\(([^)]*)\)/gu)].map(
      ([, given]) => given,
    );
    expect(streams).toEqual(["$path, 'Open', 'Read', 'ReadWrite, Delete'", "$path, 'CreateNew', 'Write'"]);
  });

  test('has help, in comments', () => {
    for (const part of ['.SYNOPSIS', '.DESCRIPTION', '.PARAMETER Server', '.PARAMETER Redact', '.EXAMPLE']) {
      expect(script).toContain(part);
    }
  });

  test.each([
    ['Get-ExchangeServer', 'server'],
    ['Get-ExchangeCertificate', 'certificate'],
    ['Get-SendConnector', 'send'],
    ['Get-ReceiveConnector', 'receive'],
    ['Get-AuthConfig', 'auth'],
    ['Get-HybridConfiguration', 'hybrid'],
    ['Get-FederationTrust', 'federation'],
    ['Get-EdgeSubscription', 'subscription'],
    ['Get-TransportService', 'transport'],
    ['Get-PopSettings', 'popImap'],
    ['Get-Queue', 'queue'],
    ['Get-EventLogLevel', 'logLevel'],
  ] as const)('reads of %s everything a live session reads', (cmdlet, key) => {
    const line = script.split('\n').find((one) => new RegExp(`^    ${key} +=`, 'u').test(one)) ?? '';
    const read = [...line.matchAll(/'([A-Za-z0-9]+)'/gu)].map(([, name]) => name);
    expect(read).toEqual(expect.arrayContaining([...cmdlets[cmdlet].answer.properties]));
  });

  test('searches events in parts that Windows accepts, and only events we know', () => {
    const lists = [...script.matchAll(/\((\d{4,5}(?:, \d{4,5})+)\)/gu)].map(
      ([, list]) => list?.split(', ').map(Number) ?? [],
    );
    expect(lists.length).toBe(2);
    for (const list of lists) expect(list.length).toBeLessThanOrEqual(20);
    for (const id of lists.flat()) expect(eventCatalogue.has(id)).toBe(true);
    for (const id of [2004, 2005, 12014, 12016, 12024, 2022]) expect(lists.flat()).toContain(id);
  });
});

describe('the lint refuses what such a script must never do', () => {
  test.each([
    ['a cmdlet that changes', 'Set-SendConnector $name -Fqdn x', 'command Set-SendConnector'],
    ['one behind an assignment', '$x = New-ExchangeCertificate', 'command New-ExchangeCertificate'],
    ['one inside a string', '"$(Remove-ExchangeCertificate x)"', 'command Remove-ExchangeCertificate'],
    ['one behind a pipe', 'Get-Queue | Retry-Queue', 'command Retry-Queue'],
    [
      'one in a script block',
      'foreach ($x in 1) { Enable-ExchangeCertificate $x }',
      'command Enable-ExchangeCertificate',
    ],
    ['one in other letters', 'ENABLE-exchangecertificate', 'command ENABLE-exchangecertificate'],
    ['a cmdlet that reads, but not for us', 'Get-Mailbox', 'command Get-Mailbox'],
    ['text that becomes code', 'Invoke-Expression $x', 'Invoke-Expression'],
    ['its alias', "iex 'x'", 'command iex'],
    ['a command hidden from view', 'powershell -EncodedCommand AAAA', 'EncodedCommand'],
    ['a compiler', "Add-Type -TypeDefinition 'x'", 'Add-Type'],
    ['an alias', 'gci C:\\', 'command gci'],
    ['an alias that is a sign', '$x | % { 1 }', 'alias %'],
    ['another one', '$x | ? { 1 }', 'alias ?'],
    ['a program', "& 'C:\\x.exe'", 'call &'],
    ['a program by a variable', '$p = "x"; & $p', 'call & $p'],
    ['another script', '. .\\x.ps1', 'call .'],
    ['a method that deletes', '$file.Delete()', 'method Delete'],
    ['a static method that deletes', "[System.IO.File]::Delete('x')", 'static member System.IO.File::Delete'],
    ['a registry value', "$key.SetValue('a', 1)", 'method SetValue'],
    ['a store opened for writing', "$store.Open('ReadWrite')", 'Open for writing'],
    ['a property of a live object', '$connector.Enabled = $false', 'assignment Enabled'],
    ['script text', "[scriptblock]::Create('x')", 'static member scriptblock::Create'],
    ['a computed member', '$x.$name()', 'member that is computed'],
    ['a type that is not listed', '[System.Net.WebClient]$x', 'type System.Net.WebClient'],
    ['a download', "$x.DownloadString('http://x')", 'DownloadString'],
    ['a here-string', "@'\nx\n'@", 'here-strings'],
    ['letters that 5.1 reads in another code page', "'\u00e9'", 'not ASCII'],
  ])('%s', (_, seed, finding) => {
    const findings = lintPowerShell(`${script}\n${seed}\n`, exportReadList);
    expect(findings.join('\n')).toContain(
      finding.replace('type System.Net.WebClient', 'type [System.Net.WebClient]'),
    );
  });
});
