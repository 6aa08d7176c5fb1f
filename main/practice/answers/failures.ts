import type { CmdletFailure } from '../../exchange/connection.ts';

/** The session's own error when the account's roles do not grant a cmdlet: to this session it does not exist. */
export function cmdletNotAvailable(cmdlet: string): CmdletFailure {
  return {
    code: 'cmdlet-not-available',
    errorId: 'CommandNotFoundException',
    message: `The term '${cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program.`,
  };
}

export function eventLogDenied(): CmdletFailure {
  return {
    code: 'access-denied',
    errorId: 'System.UnauthorizedAccessException,Microsoft.PowerShell.Commands.GetWinEventCommand',
    message: 'Attempted to perform an unauthorized operation.',
  };
}

export function remotingDenied(server: string): CmdletFailure {
  return {
    code: 'access-denied',
    errorId: 'AccessDenied,PSSessionStateBroken',
    message: `Connecting to remote server ${server} failed with the following error message : Access is denied.`,
  };
}

export function machineUnreachable(server: string): CmdletFailure {
  return {
    code: 'failed',
    errorId: 'CannotConnect,PSSessionStateBroken',
    message: `Connecting to remote server ${server} failed: the client cannot connect to the destination specified in the request.`,
  };
}

/** Get-WinEvent's way of saying that there are none; an error by form only. */
export function noMatchingEvents(): CmdletFailure {
  return {
    code: 'failed',
    errorId: 'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand',
    message: 'No events were found that match the specified selection criteria.',
  };
}

export function objectNotFound(name: string): CmdletFailure {
  return exchangeError(
    'ManagementObjectNotFoundException',
    `The operation couldn't be performed because object '${name}' couldn't be found on 'DC01.contoso.com'.`,
  );
}

export function certificateNotFound(thumbprint: string): CmdletFailure {
  return exchangeError(
    'InvalidOperationException',
    `The certificate with thumbprint ${thumbprint} was not found.`,
  );
}

/** What the certificate cmdlets say when the Service Host of the target server does not answer. */
export function serviceHostSilent(server: string): CmdletFailure {
  return exchangeError(
    'InvalidOperationException',
    `A special Rpc error occurs on server ${server}: The RPC server is unavailable.`,
  );
}

function exchangeError(category: string, message: string): CmdletFailure {
  return {
    code: 'failed',
    errorId: `[Server=EX01,RequestId=00000000-0000-0000-0000-000000000000] [FailureCategory=Cmdlet-${category}] 1A2B3C4D`,
    message,
  };
}
