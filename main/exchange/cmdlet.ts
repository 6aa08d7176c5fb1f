import type { z } from 'zod';

/**
 * Exchange role groups of the permission pages (exchange.md 7.8); any one of a row's groups carries its cmdlet. Rows that
 * the pages do not list are taken to be readable for view-only accounts.
 */
export type RoleGroup =
  | 'Organization Management'
  | 'Server Management'
  | 'Hygiene Management'
  | 'View-Only Organization Management';

/** Local groups of the server that open the second channel. */
export type WindowsGroup = 'Administrators' | 'Remote Management Users' | 'Event Log Readers';

/**
 * `exchange`: the Microsoft.Exchange endpoint, which runs only cmdlets that the account's roles grant.
 * `windows`: a second channel to the machine, which needs its own rights and its own consent.
 */
type Channel = 'exchange' | 'windows';

/** A row of the table; `Read-*` are fixed scripts of ours and not cmdlets of anybody's module. */
export interface Cmdlet {
  readonly effect: 'read' | 'write';
  readonly channel: Channel;
  readonly parameters: z.ZodObject;
  /**
   * Which parameter names the server, or begins with its name and a backslash; null when the answer is the
   * organisation's and any server gives it.
   */
  readonly serverParameter: string | null;
  readonly answer: {
    readonly records: 'one' | 'at-most-one' | 'many';
    /** What we use of each record; a property may still be missing when the session or the build hides it. */
    readonly properties: readonly string[];
    /**
     * True when the properties must be selected on the server: plain remoting serialises a certificate
     * as its bytes alone, and Services, Status and RootCAType are lost on the way.
     */
    readonly project: boolean;
  };
  /** Who may run it, for messages; the session itself is the authority. */
  readonly groups: readonly (RoleGroup | WindowsGroup)[];
}

/** Everybody who may look: view-only and up. */
export const viewOnly = [
  'View-Only Organization Management',
  'Server Management',
  'Organization Management',
] as const satisfies readonly RoleGroup[];
export const anyRemoteUser = [
  'Remote Management Users',
  'Administrators',
] as const satisfies readonly WindowsGroup[];
export const eventReader = ['Event Log Readers', 'Administrators'] as const satisfies readonly WindowsGroup[];
export const administrator = ['Administrators'] as const satisfies readonly WindowsGroup[];

export function many(...properties: readonly string[]) {
  return { records: 'many', properties, project: false } as const;
}

export function one(...properties: readonly string[]) {
  return { records: 'one', properties, project: false } as const;
}
