import type { ExtensionKind, ParsedCertificate } from '../certificate.ts';
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoints,
  extendedKeyUsage,
  issuerAltName,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from '../extensions.ts';
import { nameConstraints } from '../name-constraints-extension.ts';
import { type Finding, finding } from '../path-reasons.ts';
import {
  applicationPolicies,
  certificatePolicies,
  inhibitAnyPolicy,
  policyConstraints,
  policyMappings,
} from '../policy-extensions.ts';
import type { Role } from './role.ts';

/** Extensions that decide something: one that cannot be decoded cannot be obeyed. */
const deciding: readonly ExtensionKind<unknown>[] = [
  basicConstraints,
  keyUsage,
  extendedKeyUsage,
  subjectAltName,
  nameConstraints,
  policyConstraints,
  policyMappings,
  inhibitAnyPolicy,
  applicationPolicies,
];

/** Extensions that only inform; undecodable ones break the issuer's rules and nothing else. */
const informing: readonly ExtensionKind<unknown>[] = [
  authorityInfoAccess,
  crlDistributionPoints,
  certificatePolicies,
  issuerAltName,
];

/** What this validator processes, or whose processing is a separate question (revocation: RFC 5280 6.1.3 (a)(3)). */
const understood = new Set(
  [...deciding, ...informing, authorityKeyIdentifier, subjectKeyIdentifier].map(({ oid }) => oid),
);

/** RFC 5280 4.2: each extension once, critical ones only if understood, and criticality as the profile sets it. */
export function checkExtensions(certificate: ParsedCertificate, role: Role): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { oid, critical } of certificate.extensions) {
    if (seen.has(oid)) findings.push(finding('duplicate-extension', oid));
    seen.add(oid);
    if (critical && !understood.has(oid)) findings.push(finding('unknown-critical-extension', oid));
  }
  if (role === 'anchor') return findings;
  for (const kind of deciding) {
    const reading = certificate.read(kind);
    if (reading.state === 'malformed')
      findings.push(finding('malformed-extension', `${kind.oid}: ${reading.problem}`));
  }
  for (const kind of informing) {
    const reading = certificate.read(kind);
    if (reading.state === 'malformed')
      findings.push(finding('malformed-information', `${kind.oid}: ${reading.problem}`));
  }
  return [...findings, ...checkCriticality(certificate)];
}

/** RFC 5280 4.2.2.1, 4.2.1.11 and 4.2.1.14: what conforming CAs MUST mark. */
function checkCriticality(certificate: ParsedCertificate): Finding[] {
  const findings: Finding[] = [];
  if (isCritical(certificate, authorityInfoAccess) === true)
    findings.push(finding('extension-criticality', 'critical authority information access'));
  if (isCritical(certificate, policyConstraints) === false)
    findings.push(finding('extension-criticality', 'policy constraints not critical'));
  if (isCritical(certificate, inhibitAnyPolicy) === false)
    findings.push(finding('extension-criticality', 'inhibit anyPolicy not critical'));
  return findings;
}

function isCritical(certificate: ParsedCertificate, kind: ExtensionKind<unknown>): boolean | null {
  const reading = certificate.read(kind);
  return reading.state === 'absent' ? null : reading.critical;
}
