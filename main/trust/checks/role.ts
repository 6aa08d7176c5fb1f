import type { ParsedCertificate } from '../certificate.ts';
import type { Finding } from '../path-reasons.ts';

/**
 * What a certificate is used as in a path. `anchor`: the store vouches for name and key, so the rules for issuers are
 * the programme's affair (RFC 5280 6.1.1 (d)). `unvouched-anchor`: only a file names it, so it must keep them itself.
 */
export type Role = 'leaf' | 'intermediate' | 'unvouched-anchor' | 'anchor';

/** Looks at one certificate alone, whatever the time and whoever issued it. */
export type CertificateCheck = (certificate: ParsedCertificate, role: Role) => Finding[];
