import type { ParsedCertificate } from './certificate.ts';
import type { ServerName } from './checks/host-name.ts';
import { judgePath, type TrustProfile, type TrustVerdict, type ValidatedPath } from './path-judgement.ts';
import { PathPool } from './path-pool.ts';
import { type SearchWork, searchPaths } from './path-search.ts';

export type { ServerName } from './checks/host-name.ts';
export type { TrustProfile, TrustVerdict, ValidatedPath } from './path-judgement.ts';

export interface PathOptions {
  /** Any certificates that may help; order and repetition do not matter. */
  readonly intermediates: readonly ParsedCertificate[];
  /** Trusted as they are, roots or not; a leaf that is one of them is trusted when it passes the checks of a leaf. */
  readonly anchors: readonly ParsedCertificate[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly name?: ServerName;
  /** The most intermediates a path may have, self-issued ones not counted. */
  readonly maxDepth?: number;
  /** Default `serverAuth`; `any` leaves the extended key usage alone. */
  readonly usage?: 'serverAuth' | 'any';
  /** Default `web`. */
  readonly profile?: TrustProfile;
}

export interface PathReport {
  /** Trusted when one path is. Not trusted only when every way was tried and every one is refused. */
  readonly verdict: TrustVerdict;
  /** Best first; never empty. At most 16 are kept. */
  readonly paths: readonly ValidatedPath[];
  readonly work: SearchWork;
}

const mostPaths = 16;

/** Searches every path from the leaf to an anchor and judges each (RFC 5280 section 6.1). Never throws. */
export function validatePaths(leaf: ParsedCertificate, options: PathOptions): PathReport {
  return validateInPool(leaf, new PathPool(options.intermediates, options.anchors), options);
}

/** As `validatePaths`, over a pool that serves many leaves. */
export function validateInPool(
  leaf: ParsedCertificate,
  pool: PathPool,
  options: Omit<PathOptions, 'intermediates' | 'anchors'>,
): PathReport {
  const judgement = {
    at: options.at,
    name: options.name ?? null,
    maxDepth: options.maxDepth ?? null,
    serverAuth: (options.usage ?? 'serverAuth') === 'serverAuth',
    profile: options.profile ?? 'web',
  };
  const seen = new Set<TrustVerdict>();
  let paths: ValidatedPath[] = [];
  const work = searchPaths(leaf, pool, options.at, (found) => {
    const path = judgePath(found, judgement);
    seen.add(path.verdict);
    paths.push(path);
    if (paths.length > 2 * mostPaths) paths = bestOf(paths);
    return path.verdict === 'trusted';
  });
  return { verdict: overall(seen, work), paths: bestOf(paths), work };
}

function overall(seen: ReadonlySet<TrustVerdict>, { limited }: SearchWork): TrustVerdict {
  if (seen.has('trusted')) return 'trusted';
  return limited || seen.has('cannot-tell') ? 'cannot-tell' : 'not-trusted';
}

const verdictRank = { trusted: 0, 'cannot-tell': 1, 'not-trusted': 2 } as const;

/** Array.prototype.sort is stable, so equal paths stay in the order of the search. */
function bestOf(paths: readonly ValidatedPath[]): ValidatedPath[] {
  const rank = (path: ValidatedPath) => [
    path.verdict === 'trusted' ? 0 : 1,
    path.complete ? 0 : 1,
    verdictRank[path.verdict],
    path.reasons.length,
    path.certificates.length,
  ];
  const ranked = paths.map((path) => ({ path, rank: rank(path) }));
  ranked.sort((left, right) => {
    const index = left.rank.findIndex((value, at) => value !== right.rank[at]);
    return index < 0 ? 0 : (left.rank[index] as number) - (right.rank[index] as number);
  });
  return ranked.slice(0, mostPaths).map(({ path }) => path);
}
