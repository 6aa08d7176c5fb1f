import type { ParsedCertificate } from '../certificate.ts';
import { extendedKeyUsage, keyPurpose } from '../extensions.ts';
import { type Finding, finding } from '../path-reasons.ts';
import { applicationPolicies } from '../policy-extensions.ts';
import type { Role } from './role.ts';

/** CA/Browser Forum BR 7.1.2.7.10: purposes that MUST NOT stand beside serverAuth. */
const foreignPurposes: ReadonlySet<string> = new Set([
  keyPurpose.any,
  keyPurpose.codeSigning,
  keyPurpose.emailProtection,
  keyPurpose.timeStamping,
  keyPurpose.ocspSigning,
  keyPurpose.precertificateSigning,
]);

/**
 * Whether the certificate may serve TLS servers. A CA with purposes limits what is below it; RFC 5280 does not say so,
 * every root programme and Windows does.
 */
export function checkKeyPurpose(certificate: ParsedCertificate, role: Role): Finding[] {
  const application = certificate.read(applicationPolicies);
  const findings: Finding[] = [];
  if (application.state === 'read' && !servesTls(application.value))
    findings.push(finding('extended-key-usage', 'application policies without server authentication'));
  const reading = certificate.read(extendedKeyUsage);
  if (reading.state !== 'read') return findings;
  if (!servesTls(reading.value)) findings.push(finding('extended-key-usage', reading.value.join(' ')));
  if (role === 'leaf') {
    if (reading.critical) findings.push(finding('extension-criticality', 'critical extended key usage'));
    const foreign = reading.value.filter((purpose) => foreignPurposes.has(purpose));
    if (foreign.length > 0) findings.push(finding('mixed-key-purposes', foreign.join(' ')));
  }
  // BR 7.1.2.1.2: a root carries none.
  if (role === 'unvouched-anchor') findings.push(finding('mixed-key-purposes', 'root with key purposes'));
  return findings;
}

function servesTls(purposes: readonly string[]): boolean {
  return purposes.includes(keyPurpose.serverAuth) || purposes.includes(keyPurpose.any);
}
