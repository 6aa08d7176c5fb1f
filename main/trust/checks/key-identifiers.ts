import type { ParsedCertificate } from '../certificate.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../extensions.ts';
import { sameBytes } from '../hex.ts';
import { type Finding, finding } from '../path-reasons.ts';
import { isSelfSigned } from '../signature.ts';
import type { Role } from './role.ts';

/** RFC 5280 4.2.1.1 and 4.2.1.2, and CA/Browser Forum BR 7.1.2.1.3 for roots. */
export function checkKeyIdentifiers(certificate: ParsedCertificate, role: Role): Finding[] {
  if (role === 'anchor') return [];
  return [...checkSubject(certificate, role), ...checkAuthority(certificate, role)];
}

function checkSubject(certificate: ParsedCertificate, role: Role): Finding[] {
  const reading = certificate.read(subjectKeyIdentifier);
  switch (reading.state) {
    case 'absent':
      return role === 'leaf' ? [] : [finding('subject-key-identifier', 'missing')];
    case 'malformed':
      return [finding('subject-key-identifier', reading.problem)];
    case 'read':
      return reading.critical ? [finding('subject-key-identifier', 'critical')] : [];
  }
}

function checkAuthority(certificate: ParsedCertificate, role: Role): Finding[] {
  const reading = certificate.read(authorityKeyIdentifier);
  if (reading.state === 'absent')
    return mayLackAuthority(certificate, role) ? [] : [finding('authority-key-identifier', 'missing')];
  if (reading.state === 'malformed') return [finding('authority-key-identifier', reading.problem)];
  const findings: Finding[] = [];
  const { keyIdentifier, issuer, serial } = reading.value;
  if (reading.critical) findings.push(finding('authority-key-identifier', 'critical'));
  if (keyIdentifier === null) findings.push(finding('authority-key-identifier', 'no key identifier'));
  if (role !== 'unvouched-anchor' || !certificate.selfIssued) return findings;
  if (issuer !== null || serial !== null)
    findings.push(finding('authority-key-identifier', 'root names its issuer by name or serial number'));
  const subject = certificate.read(subjectKeyIdentifier);
  if (keyIdentifier !== null && subject.state === 'read' && !sameBytes(keyIdentifier, subject.value))
    findings.push(finding('authority-key-identifier', 'root names another key'));
  return findings;
}

/** "There is one exception": a self-signed certificate may leave it out. */
function mayLackAuthority(certificate: ParsedCertificate, role: Role): boolean {
  return role === 'unvouched-anchor' ? certificate.selfIssued : isSelfSigned(certificate);
}

/** How well a certificate fits as the issuer by key identifiers alone: a hint for the order of search, never proof. */
export function keyIdentifierFit(
  certificate: ParsedCertificate,
  issuer: ParsedCertificate,
): 'agrees' | 'unknown' | 'differs' {
  const authority = certificate.read(authorityKeyIdentifier);
  const subject = issuer.read(subjectKeyIdentifier);
  if (authority.state !== 'read' || subject.state !== 'read') return 'unknown';
  const { keyIdentifier } = authority.value;
  if (keyIdentifier === null) return 'unknown';
  return sameBytes(keyIdentifier, subject.value) ? 'agrees' : 'differs';
}
