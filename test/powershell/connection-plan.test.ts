import { describe, expect, it } from 'vitest';
import { type AuthenticationChoice, planConnection } from '../../main/powershell/plan/connection-plan.ts';
import { planFor } from './make-connection.ts';

const kerberos: AuthenticationChoice = { auth: 'Kerberos', https: false };

describe('the plan of a connection', () => {
  it.each([
    ['Kerberos', false, 'http://ex01.contoso.com/PowerShell/', 'http://ex01.contoso.com:5985/wsman', []],
    ['Kerberos', true, 'https://ex01.contoso.com/PowerShell/', 'https://ex01.contoso.com:5986/wsman', []],
    [
      'Negotiate',
      false,
      'http://ex01.contoso.com/PowerShell/',
      'http://ex01.contoso.com:5985/wsman',
      ['server-identity-not-proven'],
    ],
    ['Negotiate', true, 'https://ex01.contoso.com/PowerShell/', 'https://ex01.contoso.com:5986/wsman', []],
    ['Basic', true, 'https://ex01.contoso.com/PowerShell/', 'https://ex01.contoso.com:5986/wsman', []],
  ] as const)('%s, https %s: %s', (auth, https, exchange, windows, warnings) => {
    const authentication = { auth, https } as AuthenticationChoice;
    const plan = planFor('ex01.contoso.com', { authentication });
    expect(plan).toMatchObject({
      exchange: { uri: exchange, auth },
      windows: { uri: windows, auth },
      warnings,
    });
  });

  it('has no form for Basic without https: the compiler refuses it', () => {
    // @ts-expect-error Basic over http would show the password to everybody on the way.
    const impossible: AuthenticationChoice = { auth: 'Basic', https: false };
    expect(impossible).toBeDefined();
  });

  it('warns of an address: it proves nothing, and Kerberos does not take it', () => {
    expect(planFor('10.0.0.5').warnings).toEqual(['server-identity-not-proven']);
  });

  it.each([
    [['ca'], ['server-identity-not-proven', 'certificate-checks-skipped']],
    [['cn'], ['server-identity-not-proven', 'certificate-checks-skipped']],
    [['revocation'], ['certificate-checks-skipped']],
  ] as const)('warns of skipped checks %j', (skip, warnings) => {
    const plan = planFor('ex01', { authentication: { auth: 'Kerberos', https: true }, skip });
    expect(plan.warnings).toEqual(warnings);
    expect(plan.exchange.skip).toEqual(skip);
  });

  it('refuses skipped checks where there is no certificate', () => {
    expect(planConnection({ server: 'ex01', authentication: kerberos, skip: ['ca'] })).toEqual({
      problem: 'skip-without-https',
    });
  });

  it.each([
    '*',
    'ex*',
    '-Confirm:$false',
    'a b',
    "x'; y",
    'http://x',
    'x/y',
    'x:80',
    '',
    'ex01..com',
    '::1',
    'x@y',
  ])('refuses the server name %j', (server) => {
    expect(planConnection({ server, authentication: kerberos, skip: [] })).toEqual({
      problem: 'server-name',
      server,
    });
  });
});
