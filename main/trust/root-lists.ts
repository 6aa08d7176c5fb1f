import { hash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import microsoft from '../../assets/trust/microsoft-roots.json' with { type: 'json' };

/** A root programme as names and SHA-256 (64 upper-case hex digits); dated, because programmes change. */
export interface RootList {
  readonly source: string;
  /** ISO date on which the list was fetched. */
  readonly fetched: string;
  readonly names: ReadonlyMap<string, string>;
}

/** Microsoft's Trusted Root Program as of `fetched`; it covers every purpose, not only TLS (decisions.md 10). */
export const microsoftRoots: RootList = {
  source: microsoft.source,
  fetched: microsoft.fetched,
  names: new Map(microsoft.roots.map(({ sha256, name }) => [sha256, name])),
};

let bundled: ReadonlyMap<string, Uint8Array> | null = null;

/** The roots that this Node carries (Mozilla's, as of its release): SHA-256 to DER, computed at the first question. */
export function bundledRoots(): ReadonlyMap<string, Uint8Array> {
  if (bundled !== null) return bundled;
  const roots = new Map<string, Uint8Array>();
  for (const pem of rootCertificates) {
    const der = Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
    roots.set(hash('sha256', der, 'hex').toUpperCase(), der);
  }
  bundled = roots;
  return roots;
}

/** True for a root that a programme has examined; its form is then the programme's affair, not ours. */
export function isProgrammeRoot(sha256: string): boolean {
  return microsoftRoots.names.has(sha256) || bundledRoots().has(sha256);
}
