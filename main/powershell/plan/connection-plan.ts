import { isIP } from 'node:net';
import { serverName } from '../../exchange/cmdlet-parameters.ts';

export type AuthenticationName = 'Kerberos' | 'Negotiate' | 'Basic';

/** Checks of the server's https certificate that may be left out, one by one. */
export type SkippedCheck = 'ca' | 'cn' | 'revocation';

/** What an administrator chooses. Basic has no `https: false`: it would show the password to everybody on the way. */
export type AuthenticationChoice =
  | { readonly auth: 'Kerberos' | 'Negotiate'; readonly https: boolean }
  | { readonly auth: 'Basic'; readonly https: true };

export interface ConnectionChoice {
  /** DNS or NetBIOS name, or an IPv4 address. */
  readonly server: string;
  readonly authentication: AuthenticationChoice;
  /** Only for https, only for this connection, and shown as long as it lasts. */
  readonly skip: readonly SkippedCheck[];
}

/**
 * `server-identity-not-proven`: the way does not prove that the computer that answers is the one that was meant.
 * `certificate-checks-skipped`: by the administrator's own choice.
 */
export type PlanWarning = 'server-identity-not-proven' | 'certificate-checks-skipped';

/** One session as it will be asked for. */
export interface SessionPlan {
  readonly kind: 'exchange' | 'windows';
  readonly uri: string;
  readonly auth: AuthenticationName;
  readonly skip: readonly SkippedCheck[];
}

export interface ConnectionPlan {
  readonly server: string;
  readonly exchange: SessionPlan;
  /** The second channel: the machine's own endpoint, which needs rights of its own. */
  readonly windows: SessionPlan;
  readonly warnings: readonly PlanWarning[];
}

export type PlanProblem =
  | { readonly problem: 'server-name'; readonly server: string }
  | { readonly problem: 'skip-without-https' };

/**
 * The addresses and the ways of signing in for one server. Kerberos over http is what Microsoft documents for Exchange: its
 * token encrypts the session (exchange.md 7.1). Never a redirection, never an entry in TrustedHosts.
 */
export function planConnection(choice: ConnectionChoice): ConnectionPlan | PlanProblem {
  const { server, authentication, skip } = choice;
  const { auth, https } = authentication;
  if (!serverName.safeParse(server).success) return { problem: 'server-name', server };
  if (skip.length > 0 && !https) return { problem: 'skip-without-https' };
  const scheme = https ? 'https' : 'http';
  const session = { auth, skip };
  return {
    server,
    exchange: { ...session, kind: 'exchange', uri: `${scheme}://${server}/PowerShell/` },
    windows: { ...session, kind: 'windows', uri: `${scheme}://${server}:${https ? 5986 : 5985}/wsman` },
    warnings: [
      ...(identityProven(authentication, isIP(server) > 0, skip)
        ? []
        : (['server-identity-not-proven'] as const)),
      ...(skip.length > 0 ? (['certificate-checks-skipped'] as const) : []),
    ],
  };
}

/** By Kerberos for a name, or by a certificate of which issuer and name are checked. Negotiate may end as NTLM. */
function identityProven(
  { auth, https }: AuthenticationChoice,
  address: boolean,
  skip: readonly SkippedCheck[],
): boolean {
  if (https) return !skip.includes('ca') && !skip.includes('cn');
  return auth === 'Kerberos' && !address;
}
