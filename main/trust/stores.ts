import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { type ParsedCertificate, readCertificate } from './certificate.ts';
import type { DistinguishedName } from './names.ts';
import { pemBlocks } from './pem.ts';
import { bundledRoots, microsoftRoots } from './root-lists.ts';

/** Whom somebody trusts. Verdicts always name the store and its date; no store stands for another. */
export interface TrustStore {
  readonly id: 'microsoft' | 'mozilla' | 'system' | 'server' | 'file';
  /** ISO date of the list, or null where the store is as fresh as its source. */
  readonly dated: string | null;
  readonly source: string;
  /** Why the store could not be read; then it has no anchors and can refuse nobody. */
  readonly notAvailable: string | null;
  /** The trusted certificates that are at hand; the same array at every call. */
  anchors(): readonly ParsedCertificate[];
  /** Whether the store trusts the certificate of this SHA-256 (upper-case hex), at hand or not. */
  lists(sha256: string): boolean;
  /** Whether it trusts a root of this name whose certificate is not at hand; the reason to say "cannot tell". */
  listsUnseen(name: DistinguishedName): boolean;
}

/** The roots of Mozilla's programme as this Node carries them. */
export function mozillaStore(): TrustStore {
  mozilla ??= new HeldStore(
    'mozilla',
    `Mozilla's roots as Node.js ${process.versions.node} carries them`,
    () => parseAll([...bundledRoots().values()]),
  );
  return mozilla;
}

let mozilla: TrustStore | null = null;

/**
 * Microsoft's Trusted Root Program: a dated list of fingerprints. The certificates themselves come from Node's bundle and
 * from `extraKeys`, of which only listed ones count.
 */
export function microsoftStore(extraKeys: readonly ParsedCertificate[] = []): TrustStore {
  return new ListedStore(extraKeys);
}

/** The `Root` store of an Exchange server; `source` says which. */
export function serverStore(roots: readonly ParsedCertificate[], source: string): TrustStore {
  return new HeldStore('server', source, () => roots);
}

/** Certificates that a person named as trusted; `source` is the path. */
export function fileStore(roots: readonly ParsedCertificate[], source: string): TrustStore {
  return new HeldStore('file', source, () => roots);
}

/** What this computer trusts: Node's reading of the system's store where it can, else the distribution's bundle. */
export function systemStore(): TrustStore {
  const { getCACertificates } = tls as { getCACertificates?: (kind: 'system') => string[] };
  if (getCACertificates !== undefined)
    return new HeldStore('system', 'the trust store of this computer', () =>
      parseAll(getCACertificates('system').flatMap(derOf)),
    );
  for (const path of bundleFiles) {
    const text = readIfPresent(path);
    if (text !== null) return new HeldStore('system', path, () => parseAll(derOf(text)));
  }
  const reason = `Node.js ${process.versions.node} cannot read the trust store of this computer`;
  return new HeldStore('system', 'the trust store of this computer', () => [], reason);
}

/** Debian and Ubuntu, Red Hat, SUSE, Alpine and macOS. */
const bundleFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

function derOf(pem: string): Uint8Array[] {
  return pemBlocks(pem).flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
}

function parseAll(ders: readonly Uint8Array[]): ParsedCertificate[] {
  return ders.map(readCertificate).flatMap((result) => (result.ok ? [result.certificate] : []));
}

/** A store whose certificates are all at hand; read at the first question. */
class HeldStore implements TrustStore {
  readonly id: TrustStore['id'];
  readonly dated = null;
  readonly source: string;
  readonly notAvailable: string | null;
  readonly #load: () => readonly ParsedCertificate[];
  #anchors: readonly ParsedCertificate[] | null = null;
  #fingerprints: ReadonlySet<string> | null = null;

  constructor(
    id: TrustStore['id'],
    source: string,
    load: () => readonly ParsedCertificate[],
    notAvailable: string | null = null,
  ) {
    this.id = id;
    this.source = source;
    this.notAvailable = notAvailable;
    this.#load = load;
  }

  anchors(): readonly ParsedCertificate[] {
    this.#anchors ??= this.#load();
    return this.#anchors;
  }

  lists(sha256: string): boolean {
    this.#fingerprints ??= new Set(this.anchors().map((anchor) => anchor.sha256));
    return this.#fingerprints.has(sha256);
  }

  listsUnseen(): boolean {
    return false;
  }
}

class ListedStore implements TrustStore {
  readonly id = 'microsoft';
  readonly dated = microsoftRoots.fetched;
  readonly source = microsoftRoots.source;
  readonly notAvailable = null;
  readonly #extraKeys: readonly ParsedCertificate[];
  #anchors: readonly ParsedCertificate[] | null = null;
  #unseen: ReadonlySet<string> | null = null;

  constructor(extraKeys: readonly ParsedCertificate[]) {
    this.#extraKeys = extraKeys;
  }

  anchors(): readonly ParsedCertificate[] {
    this.#anchors ??= [
      ...parseAll([...bundledRoots()].filter(([sha256]) => this.lists(sha256)).map(([, der]) => der)),
      ...this.#extraKeys.filter(({ sha256 }) => this.lists(sha256) && !bundledRoots().has(sha256)),
    ];
    return this.#anchors;
  }

  lists(sha256: string): boolean {
    return microsoftRoots.names.has(sha256);
  }

  /** The list gives one name for each root: the common name, or where there is none the unit or organisation. */
  listsUnseen(name: DistinguishedName): boolean {
    if (this.#unseen === null) {
      const seen = new Set(this.anchors().map(({ sha256 }) => sha256));
      const unseen = [...microsoftRoots.names].filter(([sha256]) => !seen.has(sha256));
      this.#unseen = new Set(unseen.map(([, text]) => text.toLowerCase()));
    }
    const unseen = this.#unseen;
    return name.rdns.some((rdn) =>
      rdn.some(({ type, value }) => namingTypes.has(type) && unseen.has(value.toLowerCase())),
    );
  }
}

const namingTypes = new Set(['CN', 'OU', 'O']);
