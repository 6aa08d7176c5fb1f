import type { ParsedCertificate } from './certificate.ts';
import { checkAlternativeNames } from './checks/alternative-names.ts';
import { checkCaConstraints, checkServerKeyUsage } from './checks/ca-constraints.ts';
import { checkForm } from './checks/certificate-form.ts';
import { checkCommonName } from './checks/common-name.ts';
import { checkExtensions } from './checks/extension-form.ts';
import { checkHostName, type ServerName } from './checks/host-name.ts';
import { checkKeyIdentifiers } from './checks/key-identifiers.ts';
import { checkKeyPurpose } from './checks/key-purpose.ts';
import { checkConstraintForm, checkNameConstraints } from './checks/name-constraints.ts';
import { checkPathLength } from './checks/path-length.ts';
import { checkPolicies } from './checks/policies.ts';
import type { CertificateCheck, Role } from './checks/role.ts';
import { checkKeyStrength, checkSignatureStrength } from './checks/strength.ts';
import { checkValidity } from './checks/validity.ts';
import { type Finding, finding, isProfileCode, isUnknownCode, type PathReason } from './path-reasons.ts';
import type { FoundPath, PathEnd } from './path-search.ts';
import { isProgrammeRoot } from './root-lists.ts';
import { checkSignature } from './signature.ts';

/**
 * `web`: RFC 5280 with the rules that bind public issuers (CA/Browser Forum). `windows`: what Windows' chain engine, and so
 * Exchange, refuses; the other rules become notes.
 */
export type TrustProfile = 'web' | 'windows';

export interface JudgementOptions {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly name: ServerName | null;
  readonly maxDepth: number | null;
  readonly serverAuth: boolean;
  readonly profile: TrustProfile;
}

export type TrustVerdict = 'trusted' | 'not-trusted' | 'cannot-tell';

export interface ValidatedPath {
  /** Leaf first. */
  readonly certificates: readonly ParsedCertificate[];
  readonly verdict: TrustVerdict;
  /** Ends in an anchor. */
  readonly complete: boolean;
  /** Empty exactly when the verdict is `trusted`. */
  readonly reasons: readonly PathReason[];
  /** Rules for issuers that were broken and that the profile does not enforce. */
  readonly notes: readonly PathReason[];
}

/** RFC 5280 6.1 over one path that was found; pure apart from the cache of signatures. */
export function judgePath({ certificates, end }: FoundPath, options: JudgementOptions): ValidatedPath {
  const enforced = ({ code }: Finding) => options.profile === 'web' || !isProfileCode(code);
  const all: PathReason[] = [];
  let leafAtFault = false;
  const add = (findings: readonly Finding[], index: number) => {
    const { thumbprint } = certificates[index] as ParsedCertificate;
    for (const each of findings) {
      all.push({ ...each, certificate: thumbprint });
      leafAtFault ||= index === 0 && enforced(each) && !isUnknownCode(each.code);
    }
  };
  for (const [index, certificate] of certificates.entries()) {
    add(ownFindings(certificate, roleOf(certificates, index, end, options.profile), options), index);
    const issuer = certificates[index + 1];
    const namedByStore = issuer === undefined && end.kind === 'anchor';
    if (index === 0 && !namedByStore) add(checkServerKeyUsage(certificate), index);
    if (issuer !== undefined) all.push(...linkReasons(certificate, issuer));
    if (issuer !== undefined || end.kind !== 'anchor') add(checkSignatureStrength(certificate), index);
  }
  const complete = end.kind === 'anchor';
  if (complete) {
    all.push(...checkPathLength(certificates, options.maxDepth));
    all.push(...checkNameConstraints(certificates));
    all.push(...checkPolicies(certificates));
  } else add(endFindings(certificates.length, end), certificates.length - 1);

  const distinct = withoutRepetition(all);
  const reasons = distinct.filter(enforced);
  return {
    certificates,
    complete,
    reasons,
    notes: distinct.filter((reason) => !enforced(reason)),
    verdict: verdictOf(reasons, leafAtFault, end),
  };
}

function roleOf(
  path: readonly ParsedCertificate[],
  index: number,
  end: PathEnd,
  profile: TrustProfile,
): Role {
  if (index === 0) return 'leaf';
  if (index < path.length - 1 || end.kind !== 'anchor') return 'intermediate';
  const vouched = profile === 'windows' || isProgrammeRoot((path[index] as ParsedCertificate).sha256);
  return vouched ? 'anchor' : 'unvouched-anchor';
}

const lastingChecks: readonly CertificateCheck[] = [
  checkForm,
  checkExtensions,
  checkCaConstraints,
  checkKeyIdentifiers,
  checkKeyStrength,
  checkAlternativeNames,
  checkCommonName,
  checkConstraintForm,
];

function lastingFindings(certificate: ParsedCertificate, role: Role): readonly Finding[] {
  return certificate.remember(role, () => lastingChecks.flatMap((check) => check(certificate, role)));
}

function ownFindings(certificate: ParsedCertificate, role: Role, options: JudgementOptions): Finding[] {
  const findings = [...checkValidity(certificate, options.at), ...lastingFindings(certificate, role)];
  if (options.serverAuth) findings.push(...checkKeyPurpose(certificate, role));
  if (role === 'leaf' && options.name !== null) findings.push(...checkHostName(certificate, options.name));
  return findings;
}

/** The search follows an issuer whose key proves nothing, so that the path can say what is wrong with it. */
function linkReasons(certificate: ParsedCertificate, issuer: ParsedCertificate): PathReason[] {
  switch (checkSignature(certificate, issuer.publicKey)) {
    case 'valid':
      return [];
    case 'invalid':
      return [{ ...finding('signature-invalid'), certificate: certificate.thumbprint }];
    case 'unusable-key':
      return [{ ...finding('malformed-key', 'cannot verify a signature'), certificate: issuer.thumbprint }];
    case 'unknown-algorithm':
      return [
        {
          ...finding('algorithm-unknown', certificate.signatureAlgorithm.oid),
          certificate: certificate.thumbprint,
        },
      ];
  }
}

function endFindings(length: number, end: PathEnd): Finding[] {
  switch (end.kind) {
    case 'anchor':
      return [];
    case 'self-signed':
      return [finding(length === 1 ? 'self-signed' : 'untrusted-root')];
    case 'limit':
      return [finding('search-limit')];
    case 'no-issuer':
      if (end.impostor === null) return [finding('issuer-not-found')];
      if (end.identifierAgrees) return [finding('signature-invalid', end.impostor.thumbprint)];
      return [finding('issuer-not-found', `not signed by ${end.impostor.thumbprint}`)];
  }
}

function withoutRepetition(reasons: readonly PathReason[]): PathReason[] {
  const seen = new Set<string>();
  return reasons.filter(({ code, certificate, detail = '' }) => {
    const key = `${code} ${certificate} ${code === 'malformed-key' ? '' : detail}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * A fault of the leaf, or of a complete path, is a refusal. A fault higher up in a path that is not complete is not: another
 * certificate of the same CA, one that was not given, may be sound.
 */
function verdictOf(reasons: readonly PathReason[], leafAtFault: boolean, end: PathEnd): TrustVerdict {
  if (reasons.length === 0) return 'trusted';
  if (leafAtFault || end.kind === 'self-signed') return 'not-trusted';
  const known = reasons.some(({ code }) => !isUnknownCode(code));
  return end.kind === 'anchor' && known ? 'not-trusted' : 'cannot-tell';
}
