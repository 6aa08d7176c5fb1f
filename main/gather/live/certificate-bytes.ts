import type { CertificateBytesReading } from '../../exchange/shapes/exchange-certificate.ts';
import { readCertificate } from '../../trust/certificate.ts';
import { certificateFacts } from '../../trust/certificate-facts.ts';

/** What DER bytes say; bytes that make no sense keep their digests, so that the row can still be named. */
export function readCertificateBytes(der: Uint8Array): CertificateBytesReading {
  const result = readCertificate(der);
  if (result.ok) return { facts: certificateFacts(result.certificate), unreadable: null };
  return {
    facts: {
      thumbprint: result.thumbprint,
      sha256: result.sha256,
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
    },
    unreadable: result.problem.text,
  };
}
