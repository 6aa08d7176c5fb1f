import type { ExchangeCertificate } from '../domain/certificate.ts';

export type KeyReadiness = 'ready' | 'missing' | 'not-readable' | 'not-known';

/**
 * Whether the transport service can use the private key; not known is not passed (decision 8). Exchange computes SMTP in
 * Services from the key's permission, so Services answers where the permission itself was not read (exchange.md 1.4).
 */
export function keyReadiness(certificate: ExchangeCertificate): KeyReadiness {
  const { hasPrivateKey, networkServiceCanReadKey, services } = certificate;
  if (hasPrivateKey === false) return 'missing';
  const readable = networkServiceCanReadKey ?? services?.includes('SMTP') ?? null;
  if (readable === false) return 'not-readable';
  return hasPrivateKey === null || readable === null ? 'not-known' : 'ready';
}
