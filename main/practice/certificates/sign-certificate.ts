import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { type Extension, PublicKey, X509CertificateGenerator } from '@peculiar/x509';
import { type Random, randomBytes } from '../random.ts';
import type { PracticeCertificate } from '../world.ts';
import { type CertificateName, commonName, encodedName, windowsNameText } from './certificate-name.ts';
import type { KeyIdentifier } from './extensions.ts';
import type { KeyPair } from './keys.ts';

export interface Issuance {
  readonly label: string;
  readonly subject: CertificateName;
  /** DNS names of the subject alternative name; they are also in `extensions`. */
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly key: KeyPair;
  readonly extensions: readonly Extension[];
}

/** Whoever signs: itself, or an authority with its own certificate. */
export interface Signer {
  readonly certificate: PracticeCertificate | null;
  readonly name: CertificateName;
  readonly key: KeyPair;
  readonly address: string | null;
}

export async function signCertificate(
  issuance: Issuance,
  signer: Signer,
  random: Random,
): Promise<PracticeCertificate> {
  const serialNumber = serial(random);
  const notBefore = wholeSecond(issuance.notBefore);
  const notAfter = wholeSecond(issuance.notAfter);
  const signed = await X509CertificateGenerator.create(
    {
      serialNumber,
      subject: encodedName(issuance.subject),
      issuer: encodedName(signer.name),
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      publicKey: issuance.key.publicKey,
      signingKey: signer.key.privateKey,
      signingAlgorithm: { name: signer.key.privateKey.algorithm.name, hash: 'SHA-256' },
      extensions: [...issuance.extensions],
    },
    webcrypto,
  );
  const der = new Uint8Array(signed.rawData);
  return {
    label: issuance.label,
    der,
    thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
    subject: windowsNameText(issuance.subject),
    issuer: windowsNameText(signer.name),
    serialNumber: serialNumber.toUpperCase(),
    notBefore,
    notAfter,
    names: issuance.names.length > 0 ? issuance.names : [commonName(issuance.subject)],
    keySize: issuance.key.publicKey.algorithm.name === 'ECDSA' ? 256 : 2048,
    issuedBy: signer.certificate,
    issuerAddress: signer.address,
  };
}

const identifiers = new WeakMap<KeyPair, Promise<KeyIdentifier>>();

export function keyIdentifierOf(key: KeyPair): Promise<KeyIdentifier> {
  const identifier = identifiers.get(key) ?? computeKeyIdentifier(key);
  identifiers.set(key, identifier);
  return identifier;
}

async function computeKeyIdentifier(key: KeyPair): Promise<KeyIdentifier> {
  const publicKey = await PublicKey.create(key.publicKey, webcrypto);
  return Buffer.from(await publicKey.getKeyIdentifier(webcrypto)).toString('hex');
}

/** 16 bytes, positive and without a leading zero, so that its hexadecimal form is the same everywhere. */
function serial(random: Random): string {
  const bytes = randomBytes(random, 16);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return Buffer.from(bytes).toString('hex');
}

/** Certificates know no fractions of a second. */
function wholeSecond(time: string): string {
  return new Date(Math.floor(Date.parse(time) / 1000) * 1000).toISOString();
}
