import { describe, expect, it } from 'vitest';
import type { Cmdlet } from '../../main/exchange/cmdlet.ts';
import { type CmdletName, checkParameters, cmdlets } from '../../main/exchange/cmdlets.ts';

const rows: readonly (readonly [string, Cmdlet])[] = Object.entries(cmdlets);
const thumbprint = 'B3D29E47A1C05F6688D1F3A9E27C40B5D6E8F012';

describe('the table of commands', () => {
  it('holds nothing that writes, by its own mark and by its verb', () => {
    for (const [name, { effect }] of rows) {
      expect(effect, name).toBe('read');
      expect(name).toMatch(/^(Get|Read)-[A-Z][A-Za-z]+$/);
    }
  });

  it('names a server in every question that is not about the organisation', () => {
    const organisation = rows.filter(([, row]) => row.serverParameter === null).map(([name]) => name);
    expect(organisation).toEqual([
      'Get-ExchangeServer',
      'Get-SendConnector',
      'Get-ReceiveConnector',
      'Get-AuthConfig',
      'Get-HybridConfiguration',
      'Get-FederationTrust',
      'Get-EdgeSubscription',
    ]);
  });

  it('can tell for every command who may run it', () => {
    for (const [name, { groups }] of rows) expect(groups.length, name).toBeGreaterThan(0);
  });

  it('selects the properties of certificates on the server, where they still exist', () => {
    const projected = rows.filter(([, row]) => row.answer.project).map(([name]) => name);
    expect(projected).toEqual(['Get-ExchangeCertificate']);
    const wanted = ['Services', 'Status', 'RootCAType', 'IISServices', 'PrivateKeyExportable', 'RawData'];
    expect(cmdlets['Get-ExchangeCertificate'].answer.properties).toEqual(expect.arrayContaining(wanted));
  });
});

describe('a server is named, never described', () => {
  it.each(['EX01', 'ex01', 'EX01.contoso.com', 'EX_01', 'srv-mail-01.corp.contoso.com'])(
    '%s is a server',
    (name) => {
      expect(checkParameters('Get-Queue', { Server: name })).toBeNull();
    },
  );

  it.each([
    ...['*', 'EX*', 'EX0?', '', ' ', 'EX01 ', ' EX01', '-Confirm:$false', '-EX01', '$env:COMPUTERNAME'],
    ...[
      'EX01;EX02',
      "EX01'",
      'EX01"',
      'EX01\n',
      'EX01\u0000',
      'EX01\u200e',
      'EX01\\x',
      '.',
      'EX01.',
      '.contoso.com',
    ],
    ...['ex01..contoso.com', 'тест', 'a'.repeat(64), `${'a.'.repeat(130)}a`],
  ])('%j is none', (name) => {
    const error = checkParameters('Get-Queue', { Server: name });
    expect(error).toMatchObject({ cmdlet: 'Get-Queue', parameter: 'Server' });
    expect(error?.message).toMatch(/^Get-Queue -Server: /);
  });

  it.each([
    ['Server', ['EX01', 'EX02']],
    ['Server', 1],
    ['Server', null],
    ['Server', { length: 4 }],
  ])('-%s refuses %j', (parameter, value) => {
    expect(checkParameters('Get-Queue', { [parameter]: value })).not.toBeNull();
  });
});

describe('a certificate is named by its thumbprint as Windows writes it', () => {
  const check = (value: unknown) =>
    checkParameters('Get-ExchangeCertificate', { Server: 'EX01', Thumbprint: value });

  it('takes 40 upper-case digits and nothing else', () => {
    expect(check(thumbprint)).toBeNull();
    for (const wrong of [
      ...[
        thumbprint.toLowerCase(),
        thumbprint.slice(1),
        `${thumbprint}0`,
        `\u200e${thumbprint}`,
        `${thumbprint}\n`,
      ],
      ...['*', '', thumbprint.replace('B', 'G'), thumbprint.match(/../g)?.join(' ')],
    ]) {
      expect(check(wrong), JSON.stringify(wrong)).toMatchObject({ parameter: 'Thumbprint' });
    }
  });

  it('takes an identity only with a server and a whole thumbprint: any other one would return every certificate', () => {
    const identity = (value: unknown) => checkParameters('Get-ExchangeCertificate', { Identity: value });
    expect(identity(`EX01.contoso.com\\${thumbprint}`)).toBeNull();
    for (const wrong of [
      thumbprint,
      `\\${thumbprint}`,
      `EX01\\${thumbprint}\\x`,
      'EX01\\',
      `*\\${thumbprint}`,
      null,
    ]) {
      expect(identity(wrong), JSON.stringify(wrong)).toMatchObject({ parameter: 'Identity' });
    }
  });

  it('wants either a server or an identity, because together Exchange refuses them and without one it asks itself', () => {
    const both = { Server: 'EX01', Identity: `EX01\\${thumbprint}` };
    expect(checkParameters('Get-ExchangeCertificate', both)?.message).toContain(
      'either -Server or -Identity',
    );
    expect(checkParameters('Get-ExchangeCertificate', {})?.parameter).toBeNull();
  });
});

describe('other values', () => {
  it('a connector is named exactly: one that is called * cannot be asked for by name', () => {
    const identity = (value: unknown) => checkParameters('Get-SendConnector', { Identity: value });
    for (const name of ['Outbound to Office 365', "x'; y", 'EX01\\Default Frontend EX01', 'מחבר יוצא']) {
      expect(identity(name), name).toBeNull();
    }
    for (const name of ['*', 'a*', 'a?', '', 'a\u0000b', 'a\nb', 'a\u0085b', 'a'.repeat(257)]) {
      expect(identity(name), JSON.stringify(name)).not.toBeNull();
    }
  });

  it('the diagnostic level is asked for SmtpSend of one server alone', () => {
    const level = (value: string) => checkParameters('Get-EventLogLevel', { Identity: value });
    expect(level('EX01\\MSExchangeTransport\\SmtpSend')).toBeNull();
    for (const wrong of [
      'EX01',
      'MSExchangeTransport\\SmtpSend',
      '*\\MSExchangeTransport\\SmtpSend',
      'EX01\\*\\*',
    ]) {
      expect(level(wrong), wrong).not.toBeNull();
    }
  });

  it('an event query stays under the number of identifiers that Windows allows', () => {
    const query = (over: object) =>
      checkParameters('Get-WinEvent', {
        ComputerName: 'EX01',
        LogName: 'Application',
        ProviderName: ['MSExchangeTransport'],
        Id: [2004],
        StartTime: '2026-01-08T09:19:00.000Z',
        MaxEvents: 500,
        ...over,
      });
    expect(query({})).toBeNull();
    expect(query({ Id: Array.from({ length: 20 }, (_, index) => index + 1) })).toBeNull();
    for (const wrong of [
      { Id: Array.from({ length: 21 }, (_, index) => index + 1) },
      ...[{ Id: [] }, { Id: [0] }, { Id: ['2004'] }, { Id: [2004.5] }],
      ...[{ LogName: 'Security' }, { LogName: '*' }, { ProviderName: ['*'] }, { ProviderName: [] }],
      ...[
        { StartTime: 'yesterday' },
        { StartTime: '2026-01-08' },
        { StartTime: '2026-01-08T09:19:00+02:00' },
      ],
      ...[{ MaxEvents: 0 }, { MaxEvents: 1e9 }, { Data: '*' }],
    ]) {
      expect(query(wrong), JSON.stringify(wrong)).not.toBeNull();
    }
  });

  it('no command takes a parameter that is not its own', () => {
    for (const name of Object.keys(cmdlets) as CmdletName[]) {
      expect(checkParameters(name, { Force: true }), name).not.toBeNull();
      expect(checkParameters(name, JSON.parse('{"__proto__": 1}')), name).not.toBeNull();
    }
  });

  it('what is not in the table is no command, whatever its name is', () => {
    for (const name of [
      'Enable-ExchangeCertificate',
      'Invoke-Expression',
      'get-queue',
      'constructor',
      '__proto__',
      '',
    ]) {
      expect(checkParameters(name, {})?.message, name).toContain('not a command of this program');
    }
  });

  it('an error repeats no value, so that it can be logged', () => {
    const error = checkParameters('Get-Queue', { Server: 'C4n4ry *' });
    expect(JSON.stringify(error)).not.toContain('C4n4ry');
  });
});
