import { describe, expect, it } from 'vitest';
import en from '../../assets/locales/en.json' with { type: 'json' };
import { knownFailures } from '../../main/powershell/failure/known-failures.ts';
import { recogniseFailure } from '../../main/powershell/failure/recognise-failure.ts';

/** The texts of exchange.md 7.7 (and 7.5), each with the code or error id that is named there or in powershell.md 3. */
const failures = [
  [
    'name-not-resolved',
    -2144108103,
    null,
    'The WinRM client cannot process the request because the server name cannot be resolved.',
  ],
  [
    'cannot-connect',
    -2144108526,
    null,
    'The client cannot connect to the destination specified in the request. Verify that the service on the destination is running and is accepting requests.',
  ],
  [
    'connection-refused',
    null,
    null,
    'The connection to the specified remote host was refused. Verify that the WS-Management service is running.',
  ],
  [
    'access-denied',
    5,
    'AccessDenied,PSSessionStateBroken',
    'Access is denied. For more information, see the about_Remote_Troubleshooting Help topic.',
  ],
  [
    'kerberos-failed',
    null,
    null,
    'WinRM cannot process the request. The following error with errorcode 0x80090322 occurred while using Kerberos authentication: An unknown security error occurred.',
  ],
  [
    'kerberos-failed',
    null,
    null,
    'WinRM cannot process the request. The following error occurred while using Kerberos authentication: Cannot find the computer ex01.',
  ],
  [
    'authentication-not-accepted',
    null,
    null,
    "The WinRM client tried to use Kerberos authentication mechanism, but the destination computer (ex01:80) returned an 'access denied' error.",
  ],
  [
    'server-not-trusted',
    -2144108316,
    'ServerNotTrusted',
    'If the authentication scheme is different from Kerberos, or if the client computer is not joined to a domain, then HTTPS transport must be used or the destination machine must be added to the TrustedHosts configuration setting.',
  ],
  [
    'basic-disabled-on-client',
    null,
    null,
    'The WinRM client cannot process the request. Basic authentication is currently disabled in the client configuration.',
  ],
  [
    'http-forbidden',
    -2144108176,
    null,
    'The WinRM client received an HTTP status code of 403 from the remote WS-Management service.',
  ],
  [
    'http-unauthorised',
    -2144108176,
    null,
    'The WinRM client received an HTTP status code of 401 from the remote WS-Management service.',
  ],
  [
    'http-server-error',
    -2144108176,
    null,
    'The WinRM client received an HTTP server error status (500), but the remote service did not include any other information about the cause of the failure.',
  ],
  [
    'answer-is-no-ws-management',
    null,
    null,
    'The WinRM client cannot process the request. It cannot determine the content type of the HTTP response from the destination computer. The content type is absent or invalid.',
  ],
  [
    'address-not-found',
    null,
    null,
    'The WinRM client cannot process the request. The requested HTTP URL was not available on the server. The computer does not support the WS-Management protocol.',
  ],
  [
    'redirected',
    -2144108135,
    null,
    "The WinRM service cannot process the request because it redirects to the URI 'https://other/'.",
  ],
  ['redirected', null, null, 'The number of redirections exceeded the maximum.'],
  [
    'certificate-not-trusted',
    12_175,
    null,
    'The server certificate on the destination computer (ex01:443) has the following errors: The SSL certificate is signed by an unknown certificate authority.',
  ],
  [
    'certificate-name-mismatch',
    12_175,
    null,
    'The server certificate has the following errors: The SSL certificate contains a common name (CN) that does not match the hostname.',
  ],
  [
    'certificate-revocation-unknown',
    12_175,
    null,
    'The server certificate has the following errors: The SSL certificate could not be checked for revocation.',
  ],
  [
    'timed-out',
    -2144108250,
    null,
    'The WS-Management service cannot complete the operation within the time specified in OperationTimeout.',
  ],
  [
    'timed-out',
    null,
    null,
    'The WinRM client cannot complete the operation within the time specified. Check if the machine name is valid.',
  ],
  [
    'too-many-shells',
    null,
    null,
    'The WS-Management service cannot process the request. This user is allowed a maximum number of 18 concurrent shells, which has been exceeded.',
  ],
  [
    'load-quota',
    null,
    null,
    'The WS-Management service cannot process the request. The load quota of 1500 requests per 2 seconds has been exceeded.',
  ],
  [
    'shell-handle-not-valid',
    -2144108212,
    null,
    'The shell handle passed to the WSMan Shell function is not valid.',
  ],
  [
    'shell-lost',
    null,
    'InvalidShellID,x',
    'The request for the Windows Remote Shell with ShellId 1 failed because the shell was not found on the server.',
  ],
  [
    'scripts-disabled',
    null,
    null,
    'File x.ps1 cannot be loaded because running scripts is disabled on this system.',
  ],
  ['ws-management-not-supported', null, null, 'The WS-Management service does not support the request.'],
  [
    'connection-cut',
    995,
    null,
    'The I/O operation has been aborted because of either a thread exit or an application request.',
  ],
  ['logon-failed', 1326, null, 'The user name or password is incorrect.'],
  [
    'kerberos-disabled-on-client',
    -2144108318,
    null,
    'Kerberos authentication is currently disabled in the client configuration.',
  ],
  [
    'client-without-winrm',
    null,
    null,
    'This parameter set requires WSMan, and no supported WSMan client library was found.',
  ],
] as const;

describe('a failure of a connection is recognised', () => {
  it.each(failures)('%s by its text', (id, _code, _errorId, text) => {
    expect(recogniseFailure({ code: null, errorId: null, text })).toBe(id);
  });

  it.each(failures.filter(([, code]) => code !== null && code !== 12_175 && code !== -2144108176))(
    '%s by its code, whatever the language of the text',
    (id, code) => {
      expect(recogniseFailure({ code, errorId: null, text: 'הגישה נדחתה' })).toBe(id);
    },
  );

  it.each([
    ['access-denied', 'AccessDenied,PSSessionStateBroken'],
    ['cannot-connect', 'CannotConnect,PSSessionStateBroken'],
    ['name-not-resolved', 'ComputerNotFound,PSSessionStateBroken'],
    ['server-not-trusted', 'ServerNotTrusted,PSSessionOpenFailed'],
    ['shell-lost', 'InvalidShellID'],
  ])('%s by its error id', (id, errorId) => {
    expect(recogniseFailure({ code: null, errorId, text: 'הגישה נדחתה' })).toBe(id);
  });

  it('by code before text, and by text only among those that share the code', () => {
    const text = 'Access is denied. status code of 403';
    expect(recogniseFailure({ code: -2144108103, errorId: null, text })).toBe('name-not-resolved');
    expect(recogniseFailure({ code: -2144108176, errorId: null, text })).toBe('http-forbidden');
    expect(recogniseFailure({ code: -2144108176, errorId: null, text: 'קוד מצב 403 (403)' })).toBe(
      'http-forbidden',
    );
  });

  it('as unknown when nothing is known, in time that does not grow with the text', () => {
    const text = 'access is '.repeat(1_000_000);
    const began = performance.now();
    expect(recogniseFailure({ code: 4711, errorId: 'Other', text })).toBe('unknown');
    expect(recogniseFailure({ code: null, errorId: null, text: null })).toBe('unknown');
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('and every one of them has words that say what it means and what to do', () => {
    const known = new Set<string>(Object.keys(en.connect.failure));
    expect(knownFailures.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([]);
  });
});
