import type { ConnectionFailureId } from './connection-failure.ts';

interface KnownFailure {
  readonly id: ConnectionFailureId;
  /** WinRM, WinHTTP and Windows error codes; more than one row may claim a code, then the text decides. */
  readonly codes: readonly number[];
  /** First parts of FullyQualifiedErrorId. */
  readonly errorIds: readonly string[];
  /** Lower-case pieces of the English text, each list to be found together; read last, for texts are translated. */
  readonly texts: readonly (readonly string[])[];
}

/** The answer had an HTTP status that WinRM does not understand; which one, only the text says. */
const httpStatus = -2144108176;
/** WinHTTP's one code for everything it holds against a server certificate. */
const certificateFault = 12_175;

function row(
  id: ConnectionFailureId,
  codes: readonly number[],
  errorIds: readonly string[],
  ...texts: readonly (readonly string[])[]
): KnownFailure {
  return { id, codes, errorIds, texts };
}

/** Narrow ones first: the first whose text is found decides between rows that share a code, or where there is no code. */
export const knownFailures: readonly KnownFailure[] = [
  row('too-many-shells', [], [], ['concurrent shells']),
  row('load-quota', [], [], ['load quota of']),
  row('name-not-resolved', [-2144108103], ['ComputerNotFound'], ['server name cannot be resolved']),
  row('basic-disabled-on-client', [], [], ['basic authentication is currently disabled in the client']),
  row('kerberos-disabled-on-client', [-2144108318], [], ['kerberos authentication is currently disabled']),
  row(
    'server-not-trusted',
    [-2144108316, -2144108101],
    ['ServerNotTrusted'],
    ['https transport must be used', 'trustedhosts'],
  ),
  row(
    'authentication-not-accepted',
    [-2144108274],
    [],
    ['kerberos authentication mechanism', "returned an 'access denied'"],
    ['kerberos authentication mechanism', 'did not accept'],
  ),
  row(
    'kerberos-failed',
    [1311, -2144108276, -2146893053],
    [],
    ['0x80090311'],
    ['0x80090322'],
    ['while using kerberos authentication'],
  ),
  row('logon-failed', [1326], ['LogonFailure'], ['user name or password is incorrect']),
  row('http-forbidden', [httpStatus], [], ['status code of 403'], ['(403)']),
  row(
    'http-unauthorised',
    [httpStatus],
    [],
    ['status code of 401'],
    ['(401)'],
    ['unauthorized', 'negotiate'],
  ),
  row('address-not-found', [httpStatus], [], ['requested http url was not available'], ['(404)']),
  row('http-server-error', [httpStatus], [], ['http server error status (500)'], ['(500)']),
  row('answer-is-no-ws-management', [], [], ['content type of the http response']),
  row('redirected', [-2144108135], [], ['number of redirections'], ['redirect', 'uri']),
  row('certificate-not-trusted', [certificateFault], [], ['signed by an unknown certificate authority']),
  row('certificate-name-mismatch', [certificateFault], [], ['common name (cn) that does not match']),
  row('certificate-revocation-unknown', [certificateFault], [], ['could not be checked for revocation']),
  row('shell-handle-not-valid', [-2144108212], [], ['shell handle', 'is not valid']),
  row('shell-lost', [], ['InvalidShellID'], ['because the shell was not found']),
  row('scripts-disabled', [], ['UnauthorizedAccess'], ['running scripts is disabled on this system']),
  row('ws-management-not-supported', [], [], ['ws-management service does not support the request']),
  row('connection-refused', [-2144108270], [], ['connection to the specified remote host was refused']),
  row('timed-out', [-2144108250], [], ['cannot complete the operation within the time specified']),
  row(
    'cannot-connect',
    [-2144108526, 53],
    ['CannotConnect'],
    ['cannot connect to the destination specified'],
  ),
  row('connection-cut', [995], [], ['i/o operation has been aborted']),
  // PowerShell on Linux and macOS has had no WinRM client since 7.4 (powershell.md 4).
  row('client-without-winrm', [], [], ['no supported wsman client library']),
  row('access-denied', [5], ['AccessDenied'], ['access is denied']),
];
