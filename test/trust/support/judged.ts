import { type PathOptions, type PathReport, validatePaths } from '../../../main/trust/path.ts';
import { type Made, now } from './make-certificate.ts';

/** Judges a made certificate over made ones, at the moment at which all of them are valid. */
export function judge(
  leaf: Made,
  pool: readonly Made[],
  anchors: readonly Made[],
  more: Partial<PathOptions> = {},
): PathReport {
  return validatePaths(leaf.parsed, {
    intermediates: pool.map(({ parsed }) => parsed),
    anchors: anchors.map(({ parsed }) => parsed),
    at: now,
    ...more,
  });
}

/** Verdict and reasons of the best path, for example `not-trusted: expired`. */
export function brief({ verdict, paths }: PathReport): string {
  const codes = [...new Set(paths[0]?.reasons.map(({ code }) => code))];
  return codes.length === 0 ? verdict : `${verdict}: ${codes.join(', ')}`;
}
