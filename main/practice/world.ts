import type { RoleGroup, WindowsGroup } from '../exchange/cmdlet.ts';
import type { Directory } from './directory.ts';
import type { Machine } from './machine.ts';

/**
 * The practice organisation as it *is*, not as it answers: Services, Status and RootCAType stand nowhere in here,
 * they are computed when asked for, as Exchange does. A change to the state is therefore a change to every answer.
 */
export interface PracticeWorld {
  readonly story: string;
  /** ISO, UTC; the clock of every server. */
  readonly now: string;
  readonly directory: Directory;
  readonly machines: readonly Machine[];
  readonly account: PracticeAccount;
  /** Every certificate ever issued here by its label, which stays the same from run to run while thumbprints do not. */
  readonly certificates: ReadonlyMap<string, PracticeCertificate>;
}

/** A real X.509 certificate; its private key is known only to the world's builder. */
export interface PracticeCertificate {
  /** For example `internal-mail`; unique in its world. */
  readonly label: string;
  readonly der: Uint8Array;
  /** SHA-1 of the DER bytes, 40 upper-case hex digits. */
  readonly thumbprint: string;
  /** As Windows prints them, most specific part first. */
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly names: readonly string[];
  /** Bits. */
  readonly keySize: number;
  /** Null when it is self-signed. */
  readonly issuedBy: PracticeCertificate | null;
  /** Where Windows may fetch the issuer when it is in no store (authority information access), or null. */
  readonly issuerAddress: string | null;
}

/** Who asks: what the account may do decides which commands exist for it. */
export interface PracticeAccount {
  readonly name: string;
  roleGroups: readonly RoleGroup[];
  /** Cmdlets that a custom role has taken away again; to the session they do not exist. */
  withheld: readonly string[];
  /** Membership in the local groups of each server, by server name; a server that is not listed grants nothing. */
  windowsGroups: ReadonlyMap<string, readonly WindowsGroup[]>;
}
