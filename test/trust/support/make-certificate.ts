import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type ParsedCertificate, readCertificate } from '../../../main/trust/certificate.ts';
import * as der from './der-writer.ts';

/** Made here for the tests; no byte of it comes from a real issuer. */
export interface Made {
  readonly der: Buffer;
  readonly parsed: ParsedCertificate;
  readonly key: KeyObject;
  readonly spki: Buffer;
  readonly subject: Buffer;
  readonly keyIdentifier: Buffer;
}

export interface CertificateRecipe {
  readonly subject?: Buffer;
  readonly issuer?: Buffer;
  readonly version?: number | null;
  readonly serial?: number | bigint | Uint8Array;
  readonly notBefore?: Buffer;
  readonly notAfter?: Buffer;
  readonly key?: KeyPair;
  readonly spki?: Buffer;
  /** Encoded Extension values; null leaves the whole field out. */
  readonly extensions?: readonly Buffer[] | null;
  /** Replaces, or with null removes, the usual extension of that OID. */
  readonly change?: Readonly<Record<string, Buffer | null>>;
  readonly algorithm?: Buffer;
  readonly outerAlgorithm?: Buffer;
  readonly digest?: string;
  readonly signature?: Buffer;
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Moment at which every certificate made without dates is valid. */
export const now = Date.parse('2026-03-01T12:00:00Z');

export const oids = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  nameConstraints: '2.5.29.30',
  authorityKeyIdentifier: '2.5.29.35',
  subjectKeyIdentifier: '2.5.29.14',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  crlDistributionPoints: '2.5.29.31',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

export const algorithms = {
  sha256Ecdsa: der.sequence(der.oid('1.2.840.10045.4.3.2')),
  sha256Rsa: der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nullValue),
  sha1Rsa: der.sequence(der.oid('1.2.840.113549.1.1.5'), der.nullValue),
};

export function ecKey(namedCurve = 'prime256v1'): KeyPair {
  return generateKeyPairSync('ec', { namedCurve });
}

export function rsaKey(modulusLength = 2048, publicExponent = 65_537): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength, publicExponent });
}

export function spkiOf({ publicKey }: KeyPair): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' });
}

export function extension(oid: string, value: Buffer, critical = false): Buffer {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.oid(oid), ...flag, der.octets(value));
}

export function basicConstraints(ca: boolean, pathLength: number | null = null, critical = true): Buffer {
  const flag = ca ? [der.boolean(true)] : [];
  const length = pathLength === null ? [] : [der.integer(pathLength)];
  return extension(oids.basicConstraints, der.sequence(...flag, ...length), critical);
}

export const usageBits = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04, cRLSign: 0x02 };

export function keyUsage(value: number): Buffer {
  let unused = 0;
  while (value !== 0 && ((value >> unused) & 1) === 0) unused++;
  return extension(oids.keyUsage, der.bits(Buffer.from([value]), unused), true);
}

export function extendedKeyUsage(...purposes: readonly string[]): Buffer {
  return extension(oids.extendedKeyUsage, der.sequence(...purposes.map(der.oid)));
}

export const dns = (value: string | Uint8Array) => der.implicit(2, value);
export const ip = (...value: readonly number[]) => der.implicit(7, Buffer.from(value));
export const email = (value: string) => der.implicit(1, value);
export const uri = (value: string) => der.implicit(6, value);
export const directory = (value: Buffer) => der.context(4, value);

export function altNames(...names: readonly Buffer[]): Buffer {
  return extension(oids.subjectAltName, der.sequence(...names));
}

export function nameConstraints(permitted: readonly Buffer[], excluded: readonly Buffer[] = []): Buffer {
  const subtrees = (number: number, bases: readonly Buffer[]) =>
    bases.length === 0 ? [] : [der.context(number, ...bases.map((base) => der.sequence(base)))];
  return extension(
    oids.nameConstraints,
    der.sequence(...subtrees(0, permitted), ...subtrees(1, excluded)),
    true,
  );
}

export function makeRoot(commonName = 'Test Root', recipe: CertificateRecipe = {}): Made {
  const key = recipe.key ?? ecKey();
  const subject = recipe.subject ?? der.name(['O', 'Contoso Test'], ['CN', commonName]);
  const usual = {
    [oids.basicConstraints]: basicConstraints(true),
    [oids.keyUsage]: keyUsage(usageBits.keyCertSign),
  };
  return make({ subject, issuer: subject, ...recipe, key }, usual, null);
}

export function makeIntermediate(parent: Made, commonName = 'Test CA', recipe: CertificateRecipe = {}): Made {
  const subject = der.name(['O', 'Contoso Test'], ['CN', commonName]);
  const usual = {
    [oids.basicConstraints]: basicConstraints(true),
    [oids.keyUsage]: keyUsage(usageBits.keyCertSign),
  };
  return make({ subject, ...recipe }, usual, parent);
}

export function makeLeaf(
  parent: Made | null,
  host = 'mail.contoso.com',
  recipe: CertificateRecipe = {},
): Made {
  const usual = {
    [oids.keyUsage]: keyUsage(usageBits.digitalSignature),
    [oids.extendedKeyUsage]: extendedKeyUsage(oids.serverAuth),
    [oids.subjectAltName]: altNames(dns(host)),
  };
  const subject = der.name(['CN', host]);
  return make(
    { subject, ...(parent === null ? { issuer: recipe.subject ?? subject } : {}), ...recipe },
    usual,
    parent,
  );
}

let serials = 1000;

function make(recipe: CertificateRecipe, usual: Readonly<Record<string, Buffer>>, parent: Made | null): Made {
  const key = recipe.key ?? ecKey();
  const spki = recipe.spki ?? spkiOf(key);
  const subject = recipe.subject ?? der.name();
  const keyIdentifier = createHash('sha1').update(spki).digest();
  const all: Record<string, Buffer | null> = {
    ...usual,
    [oids.subjectKeyIdentifier]: extension(oids.subjectKeyIdentifier, der.octets(keyIdentifier)),
    ...(parent === null ? {} : { [oids.authorityKeyIdentifier]: authority(parent.keyIdentifier) }),
    ...recipe.change,
  };
  const extensions =
    recipe.extensions === undefined ? Object.values(all).filter((one) => one !== null) : recipe.extensions;
  const signer = parent?.key ?? key.privateKey;
  const algorithm =
    recipe.algorithm ?? (signer.asymmetricKeyType === 'rsa' ? algorithms.sha256Rsa : algorithms.sha256Ecdsa);
  const version = recipe.version === undefined ? 3 : recipe.version;
  const tbs = der.sequence(
    ...(version === null ? [] : [der.context(0, der.integer(version - 1))]),
    der.integer(recipe.serial ?? ++serials),
    algorithm,
    recipe.issuer ?? parent?.subject ?? subject,
    der.sequence(
      recipe.notBefore ?? der.time('2025-01-01T00:00:00Z'),
      recipe.notAfter ?? der.time('2030-01-01T00:00:00Z'),
    ),
    subject,
    spki,
    ...(extensions === null ? [] : [der.context(3, der.sequence(...extensions))]),
  );
  const signature = recipe.signature ?? sign(recipe.digest ?? 'sha256', tbs, signer);
  const encoded = der.sequence(tbs, recipe.outerAlgorithm ?? algorithm, der.bits(signature));
  return { der: encoded, parsed: parse(encoded), key: key.privateKey, spki, subject, keyIdentifier };
}

export function authority(keyIdentifier: Buffer): Buffer {
  return extension(oids.authorityKeyIdentifier, der.sequence(der.implicit(0, keyIdentifier)));
}

export function parse(encoded: Uint8Array): ParsedCertificate {
  const result = readCertificate(encoded);
  if (!result.ok) throw new Error(`the test made a certificate that cannot be read: ${result.problem.text}`);
  return result.certificate;
}

export function toPem(encoded: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(encoded)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
