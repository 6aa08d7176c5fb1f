import { type CmdletName, cmdlets } from '../../exchange/cmdlets.ts';
import type { CmdletFailure } from '../../exchange/connection.ts';
import type { PracticeAccount } from '../world.ts';
import { cmdletNotAvailable, eventLogDenied, remotingDenied } from './failures.ts';

/** Why the account may not run the cmdlet against this server, in the words of the server, or null when it may. */
export function refusalFor(
  account: PracticeAccount,
  cmdlet: CmdletName,
  server: string,
): CmdletFailure | null {
  const { channel, groups } = cmdlets[cmdlet];
  const granted: readonly string[] =
    channel === 'exchange' ? account.roleGroups : (account.windowsGroups.get(server) ?? []);
  const withheld = account.withheld.includes(cmdlet);
  if (!withheld && groups.some((group) => granted.includes(group))) return null;
  if (channel === 'exchange') return cmdletNotAvailable(cmdlet);
  return cmdlet === 'Get-WinEvent' ? eventLogDenied() : remotingDenied(server);
}
