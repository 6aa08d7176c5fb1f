import 'reflect-metadata';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';

/** SHA-1 over the subject public key, lower-case hex (RFC 5280 section 4.2.1.2, method 1). */
export type KeyIdentifier = string;

export type LeafExtensions = (
  own: KeyIdentifier,
  issuer: KeyIdentifier,
  names: readonly string[],
  issuerAddress: string,
) => Extension[];

/** CA/Browser Forum, organization-validated: the policy that tells a publicly trusted TLS certificate. */
const organizationValidated = '2.23.140.1.2.2';

/** szOID_CERTIFICATE_TEMPLATE: only an Active Directory certificate authority writes it. */
const certificateTemplate = '1.3.6.1.4.1.311.21.7';

/** OID 1.3.6.1.4.1.311.21.8.4711.1, version 100.4: the make-believe template "Contoso Exchange v2". */
const templateValue = Uint8Array.from([
  ...[0x30, 0x14, 0x06, 0x0c, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x15, 0x08, 0xa4, 0x67, 0x01],
  ...[0x02, 0x01, 0x64, 0x02, 0x01, 0x04],
]);

/** Making an extension costs more than a signature, and most certificates of this world carry the same ones. */
const made = new Map<string, Extension>();

function shared(key: string, make: () => Extension): Extension {
  const extension = made.get(key) ?? make();
  made.set(key, extension);
  return extension;
}

export function authorityExtensions(
  own: KeyIdentifier,
  issuer: KeyIdentifier | null,
  pathLength: number | undefined,
): Extension[] {
  return [
    shared(`authority ${pathLength}`, () => new BasicConstraintsExtension(true, pathLength, true)),
    shared('signs', () => new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)),
    subjectKeyIdentifier(own),
    ...(issuer === null ? [] : [authorityKeyIdentifier(issuer)]),
  ];
}

/** As `New-ExchangeCertificate` makes them: an end entity that nobody else vouches for. */
export function selfSignedExtensions(own: KeyIdentifier, names: readonly string[]): Extension[] {
  return [
    endEntityKeyUsage(),
    shared('server', () => new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth])),
    endEntity(),
    ...subjectAlternativeName(names),
    subjectKeyIdentifier(own),
  ];
}

export const internalLeafExtensions: LeafExtensions = (own, issuer, names, address) => [
  ...leafExtensions(own, issuer, names),
  shared('template', () => new Extension(certificateTemplate, false, templateValue)),
  revocationListAt(
    address.replace('cACertificate?', 'certificateRevocationList?').replace('CN=AIA', 'CN=CDP'),
  ),
  issuerAt(address),
];

/**
 * A plausible public certificate, with one thing left out on purpose: no list of certificate transparency
 * timestamps, because nobody logged it and a forged timestamp would be a lie.
 */
export const publicLeafExtensions: LeafExtensions = (own, issuer, names, address) => [
  ...leafExtensions(own, issuer, names),
  shared('policy', () => new CertificatePolicyExtension([organizationValidated])),
  revocationListAt(address.replace(/\.crt$/, '.crl')),
  issuerAt(address),
];

const leafExtensions = (own: KeyIdentifier, issuer: KeyIdentifier, names: readonly string[]): Extension[] => [
  endEntityKeyUsage(),
  shared(
    'server and client',
    () => new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
  ),
  endEntity(),
  ...subjectAlternativeName(names),
  subjectKeyIdentifier(own),
  authorityKeyIdentifier(issuer),
];

function endEntityKeyUsage(): Extension {
  const flags = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment;
  return shared('end entity key', () => new KeyUsagesExtension(flags, true));
}

function endEntity(): Extension {
  return shared('end entity', () => new BasicConstraintsExtension(false, undefined, true));
}

function subjectKeyIdentifier(own: KeyIdentifier): Extension {
  return shared(`subject ${own}`, () => new SubjectKeyIdentifierExtension(own));
}

function authorityKeyIdentifier(issuer: KeyIdentifier): Extension {
  return shared(`issuer ${issuer}`, () => new AuthorityKeyIdentifierExtension(issuer));
}

function revocationListAt(address: string): Extension {
  return shared(`list ${address}`, () => new CRLDistributionPointsExtension([address]));
}

function issuerAt(address: string): Extension {
  return shared(`at ${address}`, () => new AuthorityInfoAccessExtension({ caIssuers: [address] }));
}

function subjectAlternativeName(names: readonly string[]): Extension[] {
  if (names.length === 0) return [];
  return [new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })))];
}
