import type { ParsedCertificate } from './certificate.ts';
import { keyIdentifierFit } from './checks/key-identifiers.ts';
import { logicalCa, type PathPool } from './path-pool.ts';
import type { PublicKeyInfo } from './public-key.ts';
import { checkSignature, keyImportCost, type SignatureCheck, signatureCost } from './signature.ts';

/** Certificates above the leaf; public chains have two or three. */
const deepestPath = 10;
/** Bounds on one search, counted so that the answer does not depend on the speed of the machine. */
const mostSignatureChecks = 1_000;
/** Microseconds by the estimate of `signatureCost`. */
const mostSignatureTime = 200_000;
const mostSteps = 5_000;
/** After a trusted path is known, others are collected for show only. */
const stepsForShow = 200;

/** How a path ends. */
export type PathEnd =
  | { readonly kind: 'anchor' }
  | { readonly kind: 'self-signed' }
  /** `impostor`: one of the issuer's name, and perhaps its key identifier, that did not sign the last certificate. */
  | {
      readonly kind: 'no-issuer';
      readonly impostor: ParsedCertificate | null;
      readonly identifierAgrees: boolean;
    }
  | { readonly kind: 'limit' };

export interface FoundPath {
  /** Leaf first. */
  readonly certificates: readonly ParsedCertificate[];
  readonly end: PathEnd;
}

export interface SearchWork {
  readonly signatureChecks: number;
  /** True when a bound stopped the search before everything was tried. */
  readonly limited: boolean;
}

/**
 * Finds every path from the leaf, depth first, most promising issuer first; `accept` is told each one and answers whether it
 * is trusted. Circles are cut where a subject and key would come a second time.
 */
export function searchPaths(
  leaf: ParsedCertificate,
  pool: PathPool,
  at: number,
  accept: (path: FoundPath) => boolean,
): SearchWork {
  return new PathSearch(pool, at, accept).run(leaf);
}

class PathSearch {
  readonly #pool: PathPool;
  readonly #at: number;
  readonly #accept: (path: FoundPath) => boolean;
  readonly #checked = new Map<ParsedCertificate, Set<PublicKeyInfo>>();
  readonly #imported = new Set<PublicKeyInfo>();
  readonly #issuers = new Map<ParsedCertificate, readonly ParsedCertificate[]>();
  /** Certificates from which no anchor can be reached are followed once, to learn where they end. */
  readonly #deadEnds = new Set<ParsedCertificate>();
  #signatureChecks = 0;
  #signatureTime = 0;
  #steps = 0;
  #stepLimit = mostSteps;
  #limited = false;
  #trusted = false;

  constructor(pool: PathPool, at: number, accept: (path: FoundPath) => boolean) {
    this.#pool = pool;
    this.#at = at;
    this.#accept = accept;
  }

  run(leaf: ParsedCertificate): SearchWork {
    this.#extend([leaf], new Set([logicalCa(leaf)]));
    return { signatureChecks: this.#signatureChecks, limited: this.#limited };
  }

  #extend(path: readonly ParsedCertificate[], circle: ReadonlySet<string>): void {
    const last = path[path.length - 1] as ParsedCertificate;
    const anchored = this.#pool.isAnchor(last);
    if (anchored && this.#record(path, { kind: 'anchor' })) return;
    if (this.#endsHere(path, last, anchored)) return;
    let extended = anchored;
    let impostor: ParsedCertificate | null = null;
    for (const issuer of this.#issuersOf(last)) {
      const identity = logicalCa(issuer);
      if (circle.has(identity)) continue;
      const check = this.#check(last, issuer);
      if (check === null) {
        this.#stop(path);
        return;
      }
      if (check === 'invalid') {
        if (keyIdentifierFit(last, issuer) !== 'differs') impostor ??= issuer;
        continue;
      }
      extended = true;
      this.#extend([...path, issuer], new Set([...circle, identity]));
    }
    if (extended) return;
    const identifierAgrees = impostor !== null && keyIdentifierFit(last, impostor) === 'agrees';
    this.#record(path, { kind: 'no-issuer', impostor, identifierAgrees });
  }

  #endsHere(path: readonly ParsedCertificate[], last: ParsedCertificate, anchored: boolean): boolean {
    if (path.length > deepestPath) {
      if (!anchored) this.#stop(path);
      return true;
    }
    // What its own key signed no other key signed: looking for other issuers of that name would be work for nothing.
    if (last.selfIssued && this.#check(last, last) === 'valid') {
      if (!anchored) this.#record(path, { kind: 'self-signed' });
      return true;
    }
    if (this.#pool.leadsToAnchor(last)) return false;
    if (this.#deadEnds.has(last)) return true;
    this.#deadEnds.add(last);
    return false;
  }

  /** Ranking a thousand CAs of one name is work too, and counted. */
  #issuersOf(certificate: ParsedCertificate): readonly ParsedCertificate[] {
    const known = this.#issuers.get(certificate);
    if (known !== undefined) return known;
    const issuers = this.#pool.issuersOf(certificate, this.#at);
    this.#issuers.set(certificate, issuers);
    this.#steps += Math.floor(issuers.length / 10);
    return issuers;
  }

  #record(path: readonly ParsedCertificate[], end: PathEnd): boolean {
    const trusted = this.#accept({ certificates: path, end });
    if (trusted && !this.#trusted) this.#stepLimit = Math.min(this.#stepLimit, this.#steps + stepsForShow);
    this.#trusted ||= trusted;
    return trusted;
  }

  #stop(path: readonly ParsedCertificate[]): void {
    if (!this.#limited && !this.#trusted) this.#record(path, { kind: 'limit' });
    this.#limited = true;
  }

  /** Null when a bound is reached. A pair that was checked before costs nothing. */
  #check(certificate: ParsedCertificate, issuer: ParsedCertificate): SignatureCheck | null {
    if (++this.#steps > this.#stepLimit) return null;
    let keys = this.#checked.get(certificate);
    if (keys === undefined) {
      keys = new Set();
      this.#checked.set(certificate, keys);
    }
    if (!keys.has(issuer.publicKey)) {
      const cost =
        signatureCost(issuer.publicKey) + (this.#imported.has(issuer.publicKey) ? 0 : keyImportCost);
      if (this.#signatureChecks >= mostSignatureChecks || this.#signatureTime + cost > mostSignatureTime)
        return null;
      this.#signatureChecks++;
      this.#signatureTime += cost;
      keys.add(issuer.publicKey);
      this.#imported.add(issuer.publicKey);
    }
    return checkSignature(certificate, issuer.publicKey);
  }
}
