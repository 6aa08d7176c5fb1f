import type { CertificateFacts } from '../../domain/certificate.ts';
import { readCertificate } from '../../trust/certificate.ts';
import { certificateFacts } from '../../trust/certificate-facts.ts';
import type { CertificateBytesReading } from './exchange-certificate.ts';

/** Facts from DER bytes. Bytes that make no sense still have their digests: the row is kept and tells why (U-17). */
export function readCertificateBytes(der: Uint8Array): CertificateBytesReading {
  const result = readCertificate(der);
  if (result.ok) return { facts: certificateFacts(result.certificate), unreadable: null };
  const { thumbprint, sha256, problem } = result;
  return { facts: { ...unknownFacts, thumbprint, sha256 }, unreadable: problem.text };
}

const unknownFacts: Omit<CertificateFacts, 'thumbprint' | 'sha256'> = {
  subject: null,
  issuer: null,
  serialNumber: null,
  notBefore: null,
  notAfter: null,
  names: [],
  keyAlgorithm: null,
  keySize: null,
  signatureAlgorithm: null,
  selfSigned: null,
};
