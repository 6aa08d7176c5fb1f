import { constants, type KeyObject, verify } from 'node:crypto';
import { rsaPssOid, signatureKindOf } from './algorithms.ts';
import type { ParsedCertificate } from './certificate.ts';
import { type PssParameters, readPssParameters } from './pss-parameters.ts';
import { bitLength, type KeyDescription, type PublicKeyInfo } from './public-key.ts';

/**
 * `unusable-key`: the key cannot verify anything (malformed, or too large to be worth the time).
 * `unknown-algorithm`: we have no code for it, so nothing was proved either way.
 */
export type SignatureCheck = 'valid' | 'invalid' | 'unusable-key' | 'unknown-algorithm';

/** Whether the key made the certificate's signature; each pair is computed once. Never throws. */
export function checkSignature(certificate: ParsedCertificate, key: PublicKeyInfo): SignatureCheck {
  return certificate.remember(key, () => compute(certificate, key));
}

/** RFC 5280 6.1.3 (a)(1) for a certificate that names itself as issuer: did its own key sign it? */
export function isSelfSigned(certificate: ParsedCertificate): boolean {
  return certificate.selfIssued && checkSignature(certificate, certificate.publicKey) === 'valid';
}

function compute(certificate: ParsedCertificate, info: PublicKeyInfo): SignatureCheck {
  const { oid, parameters } = certificate.signatureAlgorithm;
  const kind = signatureKindOf(oid);
  if (kind === null) return 'unknown-algorithm';
  const key = info.description;
  if (!canVerify(key)) return 'unusable-key';
  if (kind.key !== (key.name === 'RSASSA-PSS' ? 'RSA' : key.name)) return 'invalid';
  const pss = oid === rsaPssOid ? readPssParameters(parameters) : null;
  if (oid === rsaPssOid && pss === null) return 'invalid';
  const object = info.keyObject;
  if (object === null) return 'unusable-key';
  try {
    const input = pss === null ? object : pssInput(object, pss);
    const digest = pss === null ? kind.digest : pss.digest;
    return verify(digest, certificate.tbs, input, certificate.signature) ? 'valid' : 'invalid';
  } catch {
    // The digest is one that this build of OpenSSL refuses (MD2, MD4), or the signature has no form at all.
    return 'invalid';
  }
}

function pssInput(key: KeyObject, { saltLength }: PssParameters) {
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
}

/** OpenSSL refuses larger ones, and a 4 KB modulus with a 4 KB exponent would buy seconds of our time. */
const largestModulus = 16_384;
const largestExponent = 33;

function canVerify(key: KeyDescription): boolean {
  if (key.kind === 'malformed') return false;
  if (key.kind !== 'RSA') return key.bits !== null;
  return key.bits <= largestModulus && bitLength(key.exponent) <= largestExponent && key.oddModulus;
}

/** About how many microseconds node:crypto takes to make a key of its bytes; done once for each key. */
export const keyImportCost = 100;

/** About how many microseconds one verification takes; used to bound work by counting instead of by the clock. */
export function signatureCost(info: PublicKeyInfo): number {
  const key = info.description;
  if (!canVerify(key)) return 1;
  switch (key.kind) {
    case 'RSA':
      return 15 + Math.ceil((key.bits / 1024) ** 2 * 2 * Math.max(1, bitLength(key.exponent) / 17));
    case 'EC':
      return key.bits <= 256 ? 70 : key.bits <= 384 ? 700 : 1500;
    case 'other':
      return 300;
    case 'malformed':
      return 1;
  }
}
