import type { RootCaType } from '../domain/certificate.ts';
import type { ParsedCertificate } from './certificate.ts';
import { crlDistributionPoints } from './extensions.ts';
import { templateId, templateName, timestampList } from './issuance-extensions.ts';
import { attributeValues } from './names.ts';
import { certificatePolicies } from './policy-extensions.ts';

/**
 * A sign of who issued a certificate, for when no complete path is at hand. Signs are not proof: they are shown beside a path
 * and never mixed with one.
 */
export interface Witness {
  readonly says: 'public' | 'private';
  readonly kind:
    | 'sct'
    | 'cabf-policy'
    | 'root-ca-type'
    | 'ad-cs-template'
    | 'ldap-distribution-point'
    | 'domain-component-issuer'
    | 'self-signed';
  readonly detail: string;
}

/** Every sign in the certificate and in what Exchange says of it, public ones first. */
export function witnesses(
  certificate: ParsedCertificate,
  exchange: { readonly rootCaType: RootCaType | null } = { rootCaType: null },
): readonly Witness[] {
  return [
    ...publicWitnesses(certificate, exchange.rootCaType),
    ...privateWitnesses(certificate, exchange.rootCaType),
  ];
}

function publicWitnesses(certificate: ParsedCertificate, rootCaType: RootCaType | null): Witness[] {
  const found: Witness[] = [];
  const timestamps = certificate.read(timestampList);
  if (timestamps.state === 'read')
    found.push({ says: 'public', kind: 'sct', detail: String(timestamps.value) });
  const policies = certificate.read(certificatePolicies);
  const forum = policies.state === 'read' ? policies.value.find(isForumPolicy) : undefined;
  if (forum !== undefined) found.push({ says: 'public', kind: 'cabf-policy', detail: forum });
  if (rootCaType === 'ThirdParty') found.push({ says: 'public', kind: 'root-ca-type', detail: rootCaType });
  return found;
}

/** CA/Browser Forum: 2.23.140.1.2.x for domain, organisation and individual validation, 2.23.140.1.1 for EV. */
function isForumPolicy(oid: string): boolean {
  return oid.startsWith('2.23.140.1.2.') || oid === '2.23.140.1.1';
}

const privateRootTypes: ReadonlySet<RootCaType> = new Set<RootCaType>([
  'Enterprise',
  'GroupPolicy',
  'Registry',
]);

function privateWitnesses(certificate: ParsedCertificate, rootCaType: RootCaType | null): Witness[] {
  const found: Witness[] = [];
  const add = (kind: Witness['kind'], detail: string) => found.push({ says: 'private', kind, detail });
  const named = certificate.read(templateName);
  const numbered = certificate.read(templateId);
  if (named.state !== 'absent') add('ad-cs-template', named.state === 'read' ? named.value : '');
  else if (numbered.state !== 'absent')
    add('ad-cs-template', numbered.state === 'read' ? numbered.value.templateId : '');
  const points = certificate.read(crlDistributionPoints);
  const ldap = points.state === 'read' ? points.value.find(isLdapUri) : undefined;
  if (ldap?.kind === 'uri') add('ldap-distribution-point', ldap.value);
  const domain = attributeValues(certificate.issuer, 'DC');
  if (domain.length > 0) add('domain-component-issuer', domain.join('.'));
  if (rootCaType !== null && privateRootTypes.has(rootCaType)) add('root-ca-type', rootCaType);
  if (certificate.selfIssued) add('self-signed', certificate.thumbprint);
  return found;
}

function isLdapUri(name: { readonly kind: string; readonly value?: string }): boolean {
  return name.kind === 'uri' && /^ldaps?:/i.test(name.value ?? '');
}
