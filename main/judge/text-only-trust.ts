import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { StoreOpinion } from '../domain/diagnosis.ts';
import { parseDistinguishedName } from '../domain/distinguished-name.ts';

/**
 * The opinion on a certificate of which only text was exported: private signs in the text are enough for
 * "not trusted", nothing in a text is enough for "trusted".
 */
export function opinionFromText(certificate: ExchangeCertificate): StoreOpinion {
  const witnesses: string[] = [];
  if (certificate.selfSigned === true) witnesses.push('self-signed');
  if (['Enterprise', 'Registry', 'GroupPolicy'].includes(certificate.rootCaType ?? '')) {
    witnesses.push('root-ca-type');
  }
  const issuer = certificate.issuer === null ? null : parseDistinguishedName(certificate.issuer);
  if (issuer?.some((names) => names.some((n) => n.type === 'DC')) === true) {
    witnesses.push('domain-component-issuer');
  }
  const isPrivate = witnesses.length > 0;
  return {
    answer: isPrivate ? 'not-trusted' : 'cannot-tell',
    basis: isPrivate ? 'witness' : 'none',
    reasons: [
      {
        code: isPrivate ? 'private-issuer' : 'certificate-bytes-not-read',
        certificate: certificate.thumbprint,
        detail: null,
      },
    ],
    path: [],
    witnesses,
  };
}
