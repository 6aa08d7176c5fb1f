import type { ExchangeCertificate, StoreCertificate } from '../domain/certificate.ts';
import { isRead } from '../domain/reading.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type ParsedCertificate, readCertificate } from '../trust/certificate.ts';

/** Every certificate of a snapshot, parsed once for each distinct SHA-256. */
export class CertificateBook {
  readonly #byRaw = new Map<string, ParsedCertificate | null>();

  /** The parsed certificate, or null when only text was exported or the bytes make no sense. */
  parsed(certificate: ExchangeCertificate | StoreCertificate): ParsedCertificate | null {
    if (certificate.raw === null) return null;
    const key = certificate.sha256 ?? certificate.raw;
    const known = this.#byRaw.get(key);
    if (known !== undefined) return known;
    const result = readCertificate(Buffer.from(certificate.raw, 'base64'));
    const parsed = result.ok ? result.certificate : null;
    this.#byRaw.set(key, parsed);
    return parsed;
  }

  parsedAll(certificates: readonly (ExchangeCertificate | StoreCertificate)[]): ParsedCertificate[] {
    return certificates.map((c) => this.parsed(c)).filter((c) => c !== null);
  }
}

/** Every certificate of LocalMachine\My in the snapshot, with the server that holds it. */
export function heldCertificates(
  snapshot: Snapshot,
): readonly { readonly server: string; readonly certificate: ExchangeCertificate }[] {
  return snapshot.servers.flatMap((server) =>
    isRead(server.certificates)
      ? server.certificates.read.map((certificate) => ({ server: server.name, certificate }))
      : [],
  );
}
