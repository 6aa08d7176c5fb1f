import { rsaPssOid, signatureKindOf } from '../algorithms.ts';
import type { ParsedCertificate } from '../certificate.ts';
import { type Finding, finding } from '../path-reasons.ts';
import { readPssParameters } from '../pss-parameters.ts';
import { bitLength, type KeyDescription } from '../public-key.ts';
import type { Role } from './role.ts';

/** CA/Browser Forum BR 6.1.5, 6.1.6 and 7.1.3.1. */
export function checkKeyStrength(certificate: ParsedCertificate, role: Role): Finding[] {
  return role === 'anchor' ? [] : checkKey(certificate.publicKey.description);
}

const allowedCurves = new Set(['P-256', 'P-384', 'P-521']);
/** Kinds that no root programme admits for TLS servers, and whose rejection needs no further look. */
const refusedKeys = new Set(['RSASSA-PSS', 'DSA', 'DH', 'X25519', 'X448', 'Ed25519', 'Ed448']);

function checkKey(key: KeyDescription): Finding[] {
  switch (key.kind) {
    case 'malformed':
      return [finding('malformed-key', key.problem)];
    case 'EC':
      return allowedCurves.has(key.curve.name) ? [] : [finding('algorithm-not-allowed', key.curve.name)];
    case 'RSA':
      return refusedKeys.has(key.name) ? [finding('algorithm-not-allowed', key.name)] : checkRsa(key);
    case 'other':
      return [finding(refusedKeys.has(key.name) ? 'algorithm-not-allowed' : 'algorithm-unknown', key.name)];
  }
}

function checkRsa({ bits, exponent, oddModulus }: KeyDescription & { kind: 'RSA' }): Finding[] {
  const findings: Finding[] = [];
  if (!oddModulus) findings.push(finding('malformed-key', 'even RSA modulus'));
  if (bits < 2048) findings.push(finding('weak-key', `RSA ${bits}`));
  else if (bits % 8 !== 0) findings.push(finding('key-size-form', `RSA ${bits}`));
  const size = bitLength(exponent);
  const odd = ((exponent[exponent.length - 1] as number) & 1) === 1;
  if (size < 2 || !odd) findings.push(finding('weak-key', 'RSA exponent'));
  // NIST SP 800-56B: below 2^256; OpenSSL and Windows stop far earlier.
  if (size > 256) findings.push(finding('malformed-key', `RSA exponent of ${size} bits`));
  return findings;
}

const brokenDigests = new Set(['md2', 'md4', 'md5', 'sha1']);
const allowedDigests = new Set(['sha256', 'sha384', 'sha512']);

/** CA/Browser Forum BR 7.1.3.2. Not for anchors, leaves among them: nobody relies on the signature of an anchor. */
export function checkSignatureStrength({
  signatureAlgorithm: { oid, parameters },
}: ParsedCertificate): Finding[] {
  const kind = signatureKindOf(oid);
  if (kind === null) return [finding('algorithm-unknown', oid)];
  const digest = oid === rsaPssOid ? (readPssParameters(parameters)?.digest ?? null) : kind.digest;
  if (digest !== null && brokenDigests.has(digest)) return [finding('weak-signature', kind.windowsName)];
  const allowed = digest !== null && allowedDigests.has(digest) && (kind.key === 'RSA' || kind.key === 'EC');
  return allowed ? [] : [finding('algorithm-not-allowed', kind.windowsName)];
}
