import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { LocalTrust } from '../domain/prediction.ts';
import { readOrNull } from '../domain/reading.ts';
import type { ServerReadings } from '../domain/snapshot.ts';
import { validatePaths } from '../trust/path.ts';
import type { CertificateBook } from './certificate-book.ts';

/**
 * What the server itself makes of a certificate's chain; selection asks nobody else (exchange.md 4.3 step 6).
 * Dates are taken at `now` because Exchange's Status is only as fresh as the export that carries it.
 * `not-known` when neither Exchange's Status nor the server's own stores were read.
 */
export function localTrust(
  certificate: ExchangeCertificate,
  server: ServerReadings,
  book: CertificateBook,
  now: number,
): LocalTrust {
  const dates = datesAt(certificate, now);
  if (dates !== null) return dates;
  switch (certificate.status) {
    case 'Valid':
      return certificate.selfSigned === true ? 'self-signed' : 'valid';
    // A self-signed certificate that is not in Root has "untrusted root" as its only error: ValidSelfSigned (6.2).
    case 'Untrusted':
      return certificate.selfSigned === true ? 'self-signed' : 'untrusted';
    case 'DateInvalid':
      return 'expired';
    case 'Revoked':
      return 'revoked';
    case 'RevocationCheckFailure':
      return 'revocation-unknown';
    case 'Invalid':
      return 'error';
    case 'PendingRequest':
    case 'Unknown':
    case null:
      return computed(certificate, server, book, now);
  }
}

function datesAt(certificate: ExchangeCertificate, now: number): LocalTrust | null {
  if (certificate.notAfter !== null && Date.parse(certificate.notAfter) < now) return 'expired';
  if (certificate.notBefore !== null && Date.parse(certificate.notBefore) > now) return 'not-yet-valid';
  return null;
}

function computed(
  certificate: ExchangeCertificate,
  server: ServerReadings,
  book: CertificateBook,
  now: number,
): LocalTrust {
  if (certificate.selfSigned === true) return 'self-signed';
  const leaf = book.parsed(certificate);
  const roots = readOrNull(server.roots);
  if (leaf === null || roots === null) return 'not-known';
  const others = readOrNull(server.certificates) ?? [];
  const report = validatePaths(leaf, {
    intermediates: [...book.parsedAll(readOrNull(server.intermediates) ?? []), ...book.parsedAll(others)],
    anchors: book.parsedAll(roots),
    at: now,
    profile: 'windows',
  });
  if (report.verdict === 'trusted') return 'valid';
  const best = report.paths[0];
  if (best === undefined || !best.complete) return 'untrusted';
  return best.reasons.some((reason) => reason.code === 'expired') ? 'expired' : 'error';
}
