import type { ParsedCertificate } from './certificate.ts';
import { type PathOptions, type PathReport, type ValidatedPath, validatePaths } from './path.ts';
import { finding, isUnknownCode, isUnlistedCode, type PathReason } from './path-reasons.ts';
import type { TrustStore } from './stores.ts';

/**
 * Validates against everything a store trusts. Certificates that were given along and that the store lists serve as
 * anchors too: Microsoft's list has fingerprints only, so a root's key may come from the input.
 */
export function validateForStore(
  leaf: ParsedCertificate,
  store: TrustStore,
  options: Omit<PathOptions, 'anchors'>,
): PathReport {
  const given = options.intermediates.filter((certificate) => store.lists(certificate.sha256));
  const anchors = [...store.anchors(), ...given];
  return withStoreKnowledge(validatePaths(leaf, { ...options, anchors }), store);
}

/**
 * Takes back what a search over the anchors at hand could not know: a root that the store trusts may have been given to
 * nobody, and a store that could not be read refuses nobody.
 */
export function withStoreKnowledge(report: PathReport, store: TrustStore): PathReport {
  const paths = report.paths.map((path) => amend(path, store));
  const open = report.verdict === 'not-trusted' && paths.some(({ verdict }) => verdict === 'cannot-tell');
  return { ...report, paths, verdict: open ? 'cannot-tell' : report.verdict };
}

function amend(path: ValidatedPath, store: TrustStore): ValidatedPath {
  const last = path.certificates[path.certificates.length - 1];
  if (path.complete || last === undefined) return path;
  const unseen: PathReason[] = store.listsUnseen(last.issuer)
    ? [{ ...finding('listed-root-key-not-available'), certificate: last.thumbprint }]
    : [];
  if (unseen.length === 0 && store.notAvailable === null) return path;
  const onlyUnlisted = path.reasons.every(({ code }) => isUnlistedCode(code) || isUnknownCode(code));
  return {
    ...path,
    reasons: [...path.reasons, ...unseen],
    verdict: onlyUnlisted ? 'cannot-tell' : path.verdict,
  };
}
