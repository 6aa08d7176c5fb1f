import type { RoleGroup, WindowsGroup } from '../exchange/cmdlet.ts';
import { cmdlets } from '../exchange/cmdlets.ts';
import { text, texts } from './wire/bridge-message.ts';
import { isWireObject } from './wire/wire-object.ts';

/** What the account may not do, with the groups of which any one would grant it. */
export interface MissingRight {
  readonly cmdlet: string;
  /** Null: the whole cmdlet. */
  readonly parameter: string | null;
  readonly groups: readonly (RoleGroup | WindowsGroup)[];
}

/**
 * Compares what the session offers with what the table needs: to a session a cmdlet or parameter that no role grants does
 * not exist (exchange.md 7.4). Null when the session did not say what it offers.
 */
export function missingRights(offered: unknown): readonly MissingRight[] | null {
  if (!Array.isArray(offered)) return null;
  const known = new Map(
    offered.filter(isWireObject).map((one) => [text(one, 'name')?.toLowerCase(), one['parameters']]),
  );
  return Object.entries(cmdlets)
    .filter(([, { channel }]) => channel === 'exchange')
    .flatMap(([cmdlet, { parameters, groups }]): readonly MissingRight[] => {
      if (!known.has(cmdlet.toLowerCase())) return [{ cmdlet, parameter: null, groups }];
      const granted = known.get(cmdlet.toLowerCase());
      // A session that names no parameters says nothing about them.
      if (!Array.isArray(granted)) return [];
      const names = new Set(texts(granted).map((name) => name.toLowerCase()));
      return Object.keys(parameters.shape)
        .filter((parameter) => !names.has(parameter.toLowerCase()))
        .map((parameter) => ({ cmdlet, parameter, groups }));
    });
}
