/** How a signature algorithm is checked and named. Windows' names are those of `certutil` and the certificate dialog. */
export interface SignatureAlgorithmKind {
  readonly windowsName: string;
  /** The key that can make such a signature. */
  readonly key: 'RSA' | 'EC' | 'DSA' | 'Ed25519' | 'Ed448';
  /** Name of the digest for node:crypto; null where the algorithm fixes it or the parameters say it. */
  readonly digest: string | null;
}

export const rsaPssOid = '1.2.840.113549.1.1.10';

const signatureKinds = new Map<string, SignatureAlgorithmKind>([
  ['1.2.840.113549.1.1.2', { windowsName: 'md2RSA', key: 'RSA', digest: 'md2' }],
  ['1.2.840.113549.1.1.3', { windowsName: 'md4RSA', key: 'RSA', digest: 'md4' }],
  ['1.2.840.113549.1.1.4', { windowsName: 'md5RSA', key: 'RSA', digest: 'md5' }],
  ['1.2.840.113549.1.1.5', { windowsName: 'sha1RSA', key: 'RSA', digest: 'sha1' }],
  ['1.3.14.3.2.29', { windowsName: 'sha1RSA', key: 'RSA', digest: 'sha1' }],
  ['1.2.840.113549.1.1.14', { windowsName: 'sha224RSA', key: 'RSA', digest: 'sha224' }],
  ['1.2.840.113549.1.1.11', { windowsName: 'sha256RSA', key: 'RSA', digest: 'sha256' }],
  ['1.2.840.113549.1.1.12', { windowsName: 'sha384RSA', key: 'RSA', digest: 'sha384' }],
  ['1.2.840.113549.1.1.13', { windowsName: 'sha512RSA', key: 'RSA', digest: 'sha512' }],
  [rsaPssOid, { windowsName: 'RSASSA-PSS', key: 'RSA', digest: null }],
  ['1.2.840.10045.4.1', { windowsName: 'sha1ECDSA', key: 'EC', digest: 'sha1' }],
  ['1.2.840.10045.4.3.1', { windowsName: 'sha224ECDSA', key: 'EC', digest: 'sha224' }],
  ['1.2.840.10045.4.3.2', { windowsName: 'sha256ECDSA', key: 'EC', digest: 'sha256' }],
  ['1.2.840.10045.4.3.3', { windowsName: 'sha384ECDSA', key: 'EC', digest: 'sha384' }],
  ['1.2.840.10045.4.3.4', { windowsName: 'sha512ECDSA', key: 'EC', digest: 'sha512' }],
  ['1.2.840.10040.4.3', { windowsName: 'sha1DSA', key: 'DSA', digest: 'sha1' }],
  ['2.16.840.1.101.3.4.3.1', { windowsName: 'sha224DSA', key: 'DSA', digest: 'sha224' }],
  ['2.16.840.1.101.3.4.3.2', { windowsName: 'sha256DSA', key: 'DSA', digest: 'sha256' }],
  ['1.3.101.112', { windowsName: 'ed25519', key: 'Ed25519', digest: null }],
  ['1.3.101.113', { windowsName: 'ed448', key: 'Ed448', digest: null }],
]);

export function signatureKindOf(oid: string): SignatureAlgorithmKind | null {
  return signatureKinds.get(oid) ?? null;
}

const keyNames = new Map([
  ['1.2.840.113549.1.1.1', 'RSA'],
  [rsaPssOid, 'RSASSA-PSS'],
  ['1.2.840.10045.2.1', 'EC'],
  ['1.2.840.10040.4.1', 'DSA'],
  ['1.2.840.10046.2.1', 'DH'],
  ['1.3.101.110', 'X25519'],
  ['1.3.101.111', 'X448'],
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
]);

/** `RSA`, `EC`, ... or the dotted OID. */
export function keyAlgorithmName(oid: string): string {
  return keyNames.get(oid) ?? oid;
}

export interface NamedCurve {
  readonly name: string;
  readonly bits: number;
}

const curves = new Map<string, NamedCurve>([
  ['1.2.840.10045.3.1.7', { name: 'P-256', bits: 256 }],
  ['1.3.132.0.34', { name: 'P-384', bits: 384 }],
  ['1.3.132.0.35', { name: 'P-521', bits: 521 }],
  ['1.2.840.10045.3.1.1', { name: 'P-192', bits: 192 }],
  ['1.3.132.0.33', { name: 'P-224', bits: 224 }],
  ['1.3.132.0.10', { name: 'secp256k1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.7', { name: 'brainpoolP256r1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.11', { name: 'brainpoolP384r1', bits: 384 }],
  ['1.3.36.3.3.2.8.1.1.13', { name: 'brainpoolP512r1', bits: 512 }],
]);

export function curveOf(oid: string): NamedCurve | null {
  return curves.get(oid) ?? null;
}
