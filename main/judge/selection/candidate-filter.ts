import type { ExchangeCertificate } from '../../domain/certificate.ts';
import { commonNameOf } from '../../domain/distinguished-name.ts';
import { nameMatch } from '../../domain/host-name.ts';
import type { CandidateReason } from '../../domain/prediction.ts';
import type { CertificateBook } from '../certificate-book.ts';

const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

/** How a certificate carries the name Exchange searches for: its CN or any DNS name (exchange.md 4.3 step 4). */
export function carriesName(certificate: ExchangeCertificate, host: string): 'exact' | 'wildcard' | null {
  const common = certificate.subject === null ? null : commonNameOf(certificate.subject);
  const names = common === null ? certificate.names : [...certificate.names, common];
  let best: 'exact' | 'wildcard' | null = null;
  for (const name of names) {
    const match = nameMatch(name, host);
    if (match === 'exact') return 'exact';
    if (match === 'wildcard') best = 'wildcard';
  }
  return best;
}

/**
 * The first requirement of exchange.md 4.3 step 4 that the certificate fails apart from its name, or null.
 * Elliptic-curve keys are dropped as the examined build does; the prediction carries that as an assumption.
 */
export function filterReason(
  certificate: ExchangeCertificate,
  book: CertificateBook,
): CandidateReason | null {
  if (certificate.unreadable !== null) return 'unreadable';
  if (certificate.status === 'PendingRequest') return 'request-pending';
  if (certificate.hasPrivateKey === false) return 'no-private-key';
  const { keyAlgorithm, keySize } = certificate;
  if (keyAlgorithm !== null && keyAlgorithm !== 'RSA' && keyAlgorithm !== 'DSA') {
    return 'key-algorithm-not-supported';
  }
  if (keySize !== null && keySize < 1024) return 'key-too-short';
  const parsed = book.parsed(certificate);
  if (parsed === null) return null;
  if (parsed.version < 3) return 'not-version-3';
  const usage = parsed.keyUsage;
  if (usage !== null && !usage.digitalSignature && !usage.nonRepudiation) return 'key-usage';
  const extended = parsed.extendedKeyUsage;
  if (extended !== null && !extended.includes(SERVER_AUTHENTICATION)) return 'extended-key-usage';
  return null;
}
