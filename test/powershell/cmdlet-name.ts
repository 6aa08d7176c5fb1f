import { type CmdletName, cmdlets } from '../../main/exchange/cmdlets.ts';

export function isCmdletName(text: string): text is CmdletName {
  return Object.hasOwn(cmdlets, text);
}
