import type { ParsedCertificate } from '../certificate.ts';
import { subjectAltName } from '../extensions.ts';
import type { GeneralName } from '../general-names.ts';
import { type Finding, finding } from '../path-reasons.ts';
import { isDnsName, isWildcardTooWide, wildcardBase } from './dns-name.ts';
import type { Role } from './role.ts';

/** RFC 5280 4.2.1.6 and CA/Browser Forum BR 7.1.2.7.12, for the certificate of a server. */
export function checkAlternativeNames(certificate: ParsedCertificate, role: Role): Finding[] {
  if (role !== 'leaf') return [];
  const reading = certificate.read(subjectAltName);
  if (reading.state === 'absent') return [finding('subject-alternative-name', 'missing')];
  if (reading.state === 'malformed') return [];
  const findings = reading.value.flatMap(checkName);
  const anonymous = certificate.subject.rdns.length === 0;
  if (anonymous && !reading.critical)
    findings.push(finding('subject-alternative-name', 'not critical although the subject is empty'));
  if (!anonymous && reading.critical)
    findings.push(finding('subject-alternative-name', 'critical although there is a subject'));
  return findings;
}

function checkName(name: GeneralName): Finding[] {
  switch (name.kind) {
    case 'dns':
      if (isWildcardTooWide(name.value)) return [finding('wildcard-too-wide', name.value)];
      return isDnsName(name.value) || wildcardBase(name.value) !== null ? [] : [malformed(name.value)];
    case 'ip':
      return name.octets.length === 4 || name.octets.length === 16 ? [] : [malformed(name.value)];
    case 'email':
    case 'uri':
      return name.ascii && name.value !== '' ? [] : [malformed(name.value)];
    case 'directory':
    case 'other':
    case 'registered-id':
    case 'x400':
    case 'edi':
      return [];
  }
}

function malformed(value: string): Finding {
  return finding('subject-alternative-name', `not a name: ${value.slice(0, 260)}`);
}
