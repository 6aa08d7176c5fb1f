import type { CertificateFacts } from '../domain/certificate.ts';
import { formatDistinguishedName } from '../domain/distinguished-name.ts';
import { signatureKindOf } from './algorithms.ts';
import type { ParsedCertificate } from './certificate.ts';
import type { CertificateTime } from './certificate-time.ts';
import { subjectAltName } from './extensions.ts';
import { attributeValues, type DistinguishedName } from './names.ts';

/** What the certificate says, in the words of Windows and the formats of the command line's JSON. */
export function certificateFacts(certificate: ParsedCertificate): CertificateFacts {
  const key = certificate.publicKey.description;
  return {
    thumbprint: certificate.thumbprint,
    sha256: certificate.sha256,
    subject: printedName(certificate.subject),
    issuer: printedName(certificate.issuer),
    serialNumber: certificate.serial.hex,
    notBefore: isoTime(certificate.notBefore),
    notAfter: isoTime(certificate.notAfter),
    names: hostNames(certificate),
    keyAlgorithm: key.name === 'RSASSA-PSS' ? 'RSA' : key.name,
    keySize: key.kind === 'malformed' ? null : key.bits,
    signatureAlgorithm:
      signatureKindOf(certificate.signatureAlgorithm.oid)?.windowsName ?? certificate.signatureAlgorithm.oid,
    selfSigned: certificate.selfIssued,
  };
}

/** Windows prints the most specific part first, the reverse of the encoded order. */
function printedName(name: DistinguishedName): string {
  return formatDistinguishedName([...name.rdns].reverse());
}

/** DNS names of the subject alternative name, else the common names; one encoded name is one element (U-14). */
export function hostNames(certificate: ParsedCertificate): readonly string[] {
  const reading = certificate.read(subjectAltName);
  const dns =
    reading.state === 'read'
      ? reading.value.flatMap((name) => (name.kind === 'dns' ? [name.value] : []))
      : [];
  return dns.length > 0 ? dns : attributeValues(certificate.subject, 'CN');
}

function isoTime(time: CertificateTime): string {
  return new Date(time.epoch).toISOString();
}
