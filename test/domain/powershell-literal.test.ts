import { describe, expect, it } from 'vitest';
import { powershellCommand, powershellLiteral } from '../../main/domain/powershell-literal.ts';

describe('a command line for copying', () => {
  it('keeps values as values, whatever they hold', () => {
    expect(powershellLiteral('Outbound to Office 365')).toBe("'Outbound to Office 365'");
    expect(powershellLiteral("a'; calc; '")).toBe("'a''; calc; '''");
    expect(powershellLiteral('$(calc) `n "x" -Force')).toBe('\'$(calc) `n "x" -Force\'');
  });

  it('doubles the other characters that PowerShell takes for a single quote', () => {
    for (const quote of ['‘', '’', '‚', '‛']) {
      expect(powershellLiteral(`a${quote}b`)).toBe(`'a${quote}${quote}b'`);
    }
  });

  it('is not offered for a value with characters that cannot be seen', () => {
    for (const hidden of ['\n', '\u0000', '\u001b', '\u202e', '\u200b', '\u2028', '\ud800']) {
      expect(powershellLiteral(`Out${hidden}bound`)).toBeNull();
      expect(powershellCommand('Set-SendConnector', [['Identity', `Out${hidden}bound`]])).toBeNull();
    }
  });

  it('writes switches, null and lists as PowerShell reads them', () => {
    const command = powershellCommand('Set-SendConnector', [
      ['Identity', 'x'],
      ['RequireTLS', true],
      ['TlsCertificateName', null],
      ['Services', ['POP', 'IMAP']],
    ]);
    expect(command).toBe(
      "Set-SendConnector -Identity 'x' -RequireTLS $true -TlsCertificateName $null -Services 'POP','IMAP'",
    );
  });
});
