import type { ParsedCertificate } from './certificate.ts';
import { keyIdentifierFit } from './checks/key-identifiers.ts';
import { bytesToLatin1 } from './hex.ts';

/** Certificates that may issue others, found by subject, with a map of how far each name is from an anchor. */
export class PathPool {
  readonly #bySubject = new Map<string, ParsedCertificate[]>();
  readonly #anchors = new Set<string>();
  /** Subject name to the number of certificates between it and an anchor; names that lead to no anchor are absent. */
  readonly #distances = new Map<string, number>();

  /** Moments at which some certificate begins or ceases to be valid, in order. */
  readonly #boundaries: readonly number[];

  constructor(intermediates: readonly ParsedCertificate[], anchors: readonly ParsedCertificate[]) {
    const seen = new Set<string>();
    for (const anchor of anchors) this.#anchors.add(anchor.sha256);
    for (const certificate of [...anchors, ...intermediates]) {
      if (seen.has(certificate.sha256)) continue;
      seen.add(certificate.sha256);
      append(this.#bySubject, certificate.subjectKey, certificate);
    }
    this.#measure(anchors);
    const all = [...this.#bySubject.values()].flat();
    this.#boundaries = all
      .flatMap(({ notBefore, notAfter }) => [notBefore.epoch, notAfter.epoch + 1000])
      .sort((left, right) => left - right);
  }

  /**
   * A text that stays the same for as long as no certificate here, nor the leaf, begins or ceases to be valid: within one
   * period every question has the same answer.
   */
  periodOf(leaf: ParsedCertificate, at: number): string {
    const passed = countUpTo(this.#boundaries, at);
    return `${passed} ${at < leaf.notBefore.epoch} ${at < leaf.notAfter.epoch + 1000}`;
  }

  isAnchor(certificate: ParsedCertificate): boolean {
    return this.#anchors.has(certificate.sha256);
  }

  /** Whether the names alone allow a way from this certificate to an anchor. */
  leadsToAnchor(certificate: ParsedCertificate): boolean {
    return this.isAnchor(certificate) || this.#distances.has(certificate.issuerKey);
  }

  /** Every certificate whose subject is this one's issuer, most promising first; the order depends on nothing else. */
  issuersOf(certificate: ParsedCertificate, at: number): readonly ParsedCertificate[] {
    const named = this.#bySubject.get(certificate.issuerKey) ?? [];
    if (named.length < 2) return named;
    const rank = (issuer: ParsedCertificate): readonly number[] => [
      this.isAnchor(issuer) ? 0 : 1 + (this.#distances.get(issuer.issuerKey) ?? 1_000),
      fitRank[keyIdentifierFit(certificate, issuer)],
      issuer.notBefore.epoch <= at && at <= issuer.notAfter.epoch ? 0 : 1,
      -issuer.notAfter.epoch,
    ];
    return named
      .map((issuer) => ({ issuer, rank: rank(issuer) }))
      .sort(
        (left, right) =>
          compareRanks(left.rank, right.rank) || (left.issuer.sha256 < right.issuer.sha256 ? -1 : 1),
      )
      .map(({ issuer }) => issuer);
  }

  /** Breadth first from the anchors downwards, so that a search upwards meets the shortest way first. */
  #measure(anchors: readonly ParsedCertificate[]): void {
    const byIssuer = new Map<string, Set<string>>();
    for (const [subject, certificates] of this.#bySubject) {
      for (const { issuerKey } of certificates) {
        const subjects = byIssuer.get(issuerKey);
        if (subjects === undefined) byIssuer.set(issuerKey, new Set([subject]));
        else subjects.add(subject);
      }
    }
    let layer = [...new Set(anchors.map(({ subjectKey }) => subjectKey))];
    for (const name of layer) this.#distances.set(name, 0);
    for (let distance = 1; layer.length > 0; distance++) {
      const next: string[] = [];
      for (const name of layer) {
        for (const subject of byIssuer.get(name) ?? []) {
          if (this.#distances.has(subject)) continue;
          this.#distances.set(subject, distance);
          next.push(subject);
        }
      }
      layer = next;
    }
  }
}

const fitRank = { agrees: 0, unknown: 1, differs: 2 } as const;

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

function countUpTo(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function append(map: Map<string, ParsedCertificate[]>, key: string, certificate: ParsedCertificate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [certificate]);
  else list.push(certificate);
}

/** The same CA, whoever certified it: subject and key (RFC 4158 2.4.2); a path that meets it twice is a circle. */
export function logicalCa(certificate: ParsedCertificate): string {
  return `${certificate.subjectKey}\u0000${bytesToLatin1(certificate.publicKey.raw)}`;
}
