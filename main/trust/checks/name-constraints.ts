import type { ParsedCertificate } from '../certificate.ts';
import { subjectAltName } from '../extensions.ts';
import type { GeneralName } from '../general-names.ts';
import { type NameConstraints, nameConstraints } from '../name-constraints-extension.ts';
import { attributeValues } from '../names.ts';
import { type Finding, finding, type PathReason } from '../path-reasons.ts';
import { isSameForm, place } from './name-forms.ts';
import type { Role } from './role.ts';

/** Names times subtrees in one path; thousands of each are a file made to waste time. */
const comparisonLimit = 250_000;

/**
 * RFC 5280 6.1.3 (b)-(c) and 6.1.4 (g): every name of every certificate below must keep the constraints of every CA above
 * it; self-issued intermediates are spared. Leaf first, anchor last.
 */
export function checkNameConstraints(path: readonly ParsedCertificate[]): PathReason[] {
  const reasons: PathReason[] = [];
  let comparisons = 0;
  for (const [index, certificate] of path.entries()) {
    const above = path.slice(index + 1).flatMap(constraintsOf);
    if (above.length === 0) break;
    if (index > 0 && certificate.selfIssued) continue;
    const { thumbprint } = certificate;
    const names = constrainedNames(certificate);
    if (names === null) {
      reasons.push({ ...finding('name-constraint', 'names cannot be decoded'), certificate: thumbprint });
      continue;
    }
    const subtrees = above.reduce(
      (sum, { permitted, excluded }) => sum + permitted.length + excluded.length,
      0,
    );
    comparisons += names.length * subtrees;
    if (comparisons > comparisonLimit)
      return [...reasons, { ...finding('search-limit', 'name constraints'), certificate: thumbprint }];
    const broken = firstBreach(names, above);
    if (broken !== null) reasons.push({ ...broken, certificate: thumbprint });
  }
  return reasons;
}

function constraintsOf(certificate: ParsedCertificate): NameConstraints[] {
  const reading = certificate.read(nameConstraints);
  return reading.state === 'read' ? [reading.value] : [];
}

/** The subject where it is not empty, the alternative names, and mail addresses in the subject where those have none. */
function constrainedNames(certificate: ParsedCertificate): readonly GeneralName[] | null {
  const reading = certificate.read(subjectAltName);
  if (reading.state === 'malformed') return null;
  const names: GeneralName[] = reading.state === 'read' ? [...reading.value] : [];
  if (!names.some(({ kind }) => kind === 'email')) {
    for (const value of attributeValues(certificate.subject, 'E'))
      names.push({ kind: 'email', value, ascii: true });
  }
  if (certificate.subject.rdns.length > 0) names.push({ kind: 'directory', name: certificate.subject });
  return names;
}

function firstBreach(names: readonly GeneralName[], above: readonly NameConstraints[]): Finding | null {
  for (const constraints of above) {
    for (const name of names) {
      const detail = breach(name, constraints);
      if (detail !== null) return finding('name-constraint', detail);
    }
  }
  return null;
}

function breach(name: GeneralName, { permitted, excluded }: NameConstraints): string | null {
  for (const subtree of excluded) {
    if (isSameForm(name, subtree) && place(name, subtree) !== 'outside') return `excluded ${name.kind} name`;
  }
  const about = permitted.filter((subtree) => isSameForm(name, subtree));
  if (about.length === 0 || about.some((subtree) => place(name, subtree) === 'inside')) return null;
  return `${name.kind} name not permitted`;
}

/** A leading dot in a DNS subtree: RFC 5280 knows it for URIs only; common practice reads it as "the names below". */
export function checkConstraintForm(certificate: ParsedCertificate, role: Role): Finding[] {
  if (role === 'leaf' || role === 'anchor') return [];
  return constraintsOf(certificate)
    .flatMap(({ permitted, excluded }) => [...permitted, ...excluded])
    .filter((subtree) => subtree.kind === 'dns' && subtree.value.startsWith('.'))
    .slice(0, 1)
    .map(() => finding('name-constraint-form', 'DNS subtree with a leading dot'));
}
