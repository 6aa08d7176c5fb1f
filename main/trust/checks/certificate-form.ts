import { signatureKindOf } from '../algorithms.ts';
import type { ParsedCertificate } from '../certificate.ts';
import { sameBytes } from '../hex.ts';
import { type Finding, finding } from '../path-reasons.ts';
import type { AlgorithmIdentifier } from '../public-key.ts';
import type { Role } from './role.ts';

/** RFC 5280 4.1: version, serial number, dates and names as a conforming issuer writes them. */
export function checkForm(certificate: ParsedCertificate, role: Role): Finding[] {
  if (role === 'anchor') return [];
  return [
    ...checkVersion(certificate),
    ...checkSerial(certificate.serial.bytes),
    ...checkTimes(certificate),
    ...checkNames(certificate, role),
    ...checkAlgorithms(certificate),
  ];
}

function checkVersion({ version, extensions }: ParsedCertificate): Finding[] {
  if (version === 3) return [];
  const detail = extensions.length > 0 ? `version ${version} with extensions` : `version ${version}`;
  return [finding('malformed-version', detail)];
}

/** RFC 5280 4.1.2.2: positive, at most 20 octets. */
function checkSerial(bytes: Uint8Array): Finding[] {
  const [first = 0] = bytes;
  if (first >= 0x80) return [finding('malformed-serial', 'negative')];
  if (bytes.length === 1 && first === 0) return [finding('malformed-serial', 'zero')];
  if (bytes.length > 20) return [finding('malformed-serial', `${bytes.length} octets`)];
  return [];
}

function checkTimes({ notBefore, notAfter }: ParsedCertificate): Finding[] {
  const odd = [notBefore, notAfter].filter((time) => !time.conforming);
  return odd.map((time) => finding('malformed-validity', time.text));
}

/** RFC 5280 4.1.2.4 and 4.1.2.6: an issuer always has a name, and so has every CA. */
function checkNames({ issuer, subject }: ParsedCertificate, role: Role): Finding[] {
  const findings: Finding[] = [];
  if (issuer.rdns.length === 0) findings.push(finding('malformed-name', 'empty issuer'));
  if (role !== 'leaf' && subject.rdns.length === 0)
    findings.push(finding('malformed-name', 'CA without a name'));
  return findings;
}

function checkAlgorithms({
  signatureAlgorithm,
  innerSignatureAlgorithm,
  publicKey,
}: ParsedCertificate): Finding[] {
  const findings: Finding[] = [];
  // RFC 5280 4.1.1.2. An attacker who may change the outer name could choose a weaker check.
  if (!sameBytes(signatureAlgorithm.der, innerSignatureAlgorithm.der))
    findings.push(finding('algorithm-mismatch'));
  if (!parametersFit(signatureAlgorithm))
    findings.push(finding('malformed-algorithm', 'signature parameters'));
  if (publicKey.algorithm.oid === rsaEncryption && !isNull(publicKey.algorithm))
    findings.push(finding('malformed-algorithm', 'key parameters'));
  return findings;
}

const rsaEncryption = '1.2.840.113549.1.1.1';

/** RFC 4055 5: NULL with RSA; RFC 5758 3.2: nothing with ECDSA. PSS parameters are read where they are used. */
function parametersFit(algorithm: AlgorithmIdentifier): boolean {
  const kind = signatureKindOf(algorithm.oid);
  if (kind === null || kind.digest === null) return true;
  return kind.key === 'RSA' ? isNull(algorithm) : algorithm.parameters === null;
}

function isNull({ parameters }: AlgorithmIdentifier): boolean {
  return parameters !== null && parameters.length === 2 && parameters[0] === 0x05;
}
