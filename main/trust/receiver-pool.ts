import { createHash } from 'node:crypto';
import type { ParsedCertificate } from './certificate.ts';
import { PathPool } from './path-pool.ts';
import type { ReceiverTrust } from './receiver-trust.ts';
import type { TrustStore } from './stores.ts';

export interface ReceiverPool {
  readonly paths: PathPool;
  /** Verdicts that were given over this pool, by certificate, period and what Exchange says. */
  readonly answers: Map<string, ReceiverTrust>;
}

/** Two stores asked over a few sets of certificates; more are rebuilt when needed. */
const poolsKept = 8;
const pools = new Map<string, ReceiverPool>();
const storeNumbers = new WeakMap<TrustStore, number>();
let stores = 0;

/** The search pool for these certificates and this store; the same one whenever the same bytes are asked again. */
export function receiverPool(
  intermediates: readonly ParsedCertificate[],
  extraRoots: readonly ParsedCertificate[],
  store: TrustStore,
): ReceiverPool {
  const key = `${numberOf(store)} ${digestOf(intermediates)} ${digestOf(extraRoots)}`;
  const known = pools.get(key);
  if (known !== undefined) {
    pools.delete(key);
    pools.set(key, known);
    return known;
  }
  const given = [...intermediates, ...extraRoots];
  const listed = given.filter(({ sha256 }) => store.lists(sha256));
  const pool = {
    paths: new PathPool(given, [...store.anchors(), ...listed]),
    answers: new Map<string, ReceiverTrust>(),
  };
  pools.set(key, pool);
  for (const oldest of pools.keys()) {
    if (pools.size <= poolsKept) break;
    pools.delete(oldest);
  }
  return pool;
}

function numberOf(store: TrustStore): number {
  let number = storeNumbers.get(store);
  if (number === undefined) {
    number = ++stores;
    storeNumbers.set(store, number);
  }
  return number;
}

const digests = new WeakMap<readonly ParsedCertificate[], string>();

function digestOf(certificates: readonly ParsedCertificate[]): string {
  const known = digests.get(certificates);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  for (const sha256 of certificates.map((certificate) => certificate.sha256).sort()) hash.update(sha256);
  const digest = hash.digest('hex');
  digests.set(certificates, digest);
  return digest;
}
