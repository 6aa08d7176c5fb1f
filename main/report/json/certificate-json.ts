import type { ExchangeCertificate } from '../../domain/certificate.ts';

/** A certificate as `cli.md` prints it; null where the source does not say. */
export function certificateJson(certificate: ExchangeCertificate) {
  const { raw: _raw, origins, unreadable, networkServiceCanReadKey, ...facts } = certificate;
  return {
    ...facts,
    networkServiceCanReadKey,
    ...(unreadable === null ? {} : { unreadable }),
    origins,
  };
}
