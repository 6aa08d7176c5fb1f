import type { ParsedCertificate } from '../certificate.ts';
import { type BasicConstraints, basicConstraints } from '../extensions.ts';
import { nameConstraints } from '../name-constraints-extension.ts';
import { type Finding, finding } from '../path-reasons.ts';
import type { Role } from './role.ts';

/** RFC 5280 4.2.1.9 and 4.2.1.3: who may issue certificates, and who may not. */
export function checkCaConstraints(certificate: ParsedCertificate, role: Role): Finding[] {
  const reading = certificate.read(basicConstraints);
  if (reading.state === 'malformed') return [];
  if (reading.state === 'absent') {
    if (role === 'leaf') return checkEndEntity(certificate, null);
    // Old roots of version 1 have no extensions; the store's word replaces them.
    return role === 'anchor' ? [] : [finding('not-a-ca', 'no basic constraints')];
  }
  if (role === 'leaf') return checkEndEntity(certificate, reading.value);
  if (!reading.value.ca) return [finding('not-a-ca', 'cA is false')];
  if (role === 'anchor') return [];
  const findings: Finding[] = [];
  if (!reading.critical) findings.push(finding('extension-criticality', 'basic constraints not critical'));
  if (certificate.keyUsage?.keyCertSign === false) findings.push(finding('key-usage', 'no keyCertSign'));
  return findings;
}

/** A CA certificate may be a leaf (RFC 5280 4.2.1.9, last note), as long as it does not contradict itself. */
function checkEndEntity(certificate: ParsedCertificate, constraints: BasicConstraints | null): Finding[] {
  const usage = certificate.keyUsage;
  if (constraints?.ca === true) {
    return usage?.keyCertSign === false ? [finding('inconsistent-ca', 'cA without keyCertSign')] : [];
  }
  const findings: Finding[] = [];
  if (usage?.keyCertSign === true) findings.push(finding('inconsistent-ca', 'keyCertSign without cA'));
  if (constraints !== null && constraints.pathLength !== null)
    findings.push(finding('inconsistent-ca', 'path length without cA'));
  if (certificate.read(nameConstraints).state !== 'absent')
    findings.push(finding('name-constraints-in-leaf'));
  return findings;
}

/**
 * What TLS 1.2 and 1.3 ask of the server's key, in any of the key exchanges; not asked of a leaf that the store itself names,
 * for its word stands for the certificate as it is.
 */
export function checkServerKeyUsage(certificate: ParsedCertificate): Finding[] {
  const usage = certificate.keyUsage;
  if (usage === null || usage.digitalSignature || usage.keyEncipherment || usage.keyAgreement) return [];
  return [finding('key-usage', 'no usage that TLS needs')];
}
