import type { CmdletFailure } from '../../exchange/connection.ts';
import type { Invocation } from '../invocation.ts';
import type { WireError } from '../wire/bridge-message.ts';
import type { ConnectionFailure } from './connection-failure.ts';
import { recogniseFailure } from './recognise-failure.ts';
import { clipped } from './said.ts';

/** Why a cmdlet gave nothing or not everything; null when it ended without an error. */
export function cmdletFailure(invocation: Invocation): CmdletFailure | null {
  const { code, message, errors, cut } = invocation;
  const [error] = errors;
  if (error !== undefined) {
    return { code: codeOf(error), errorId: error.id, message: clipped(error.message) ?? error.id ?? 'error' };
  }
  if (code !== null) {
    return {
      code: 'failed',
      errorId: null,
      message: clipped([code, message].filter(Boolean).join(': ')) ?? code,
    };
  }
  // Half a record must not pass for a whole one.
  if (cut > 0) return { code: 'failed', errorId: null, message: `${cut} objects were cut short` };
  return null;
}

/** A session that is not there, as the answer of each cmdlet that would have needed it. */
export function unreachable({ id, errorId, said }: ConnectionFailure): CmdletFailure {
  const denied = id === 'access-denied' || id === 'logon-failed';
  return { code: denied ? 'access-denied' : 'failed', errorId, message: said ?? id };
}

/** By error id and category first; a missing cmdlet or parameter is a missing role, not a fault (exchange.md 7.4). */
function codeOf(error: WireError): CmdletFailure['code'] {
  const id = error.id?.split(',', 1)[0] ?? '';
  const exception = error.remoteException ?? error.exception ?? '';
  if (id === 'CommandNotFoundException' || exception.endsWith('CommandNotFoundException'))
    return 'cmdlet-not-available';
  if (id === 'NamedParameterNotFound') return 'parameter-not-available';
  if (error.category === 'PermissionDenied') return 'access-denied';
  if ([id, exception].some((word) => word.endsWith('UnauthorizedAccessException'))) return 'access-denied';
  const known = recogniseFailure({ code: error.transportCode, errorId: error.id, text: error.message });
  return known === 'access-denied' ? 'access-denied' : 'failed';
}
