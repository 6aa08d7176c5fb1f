import type { ExchangeView } from '../../domain/certificate.ts';

/** What the `SerializationData` of an ExchangeCertificate holds; a field is null when the data does not say it. */
export interface SerializedView extends ExchangeView {
  /** DER of the certificate that the data speaks about. */
  readonly certificate: Uint8Array | null;
  /** Whether Exchange's signature is around the data. It is made with the Auth certificate's key, and not checked here. */
  readonly signed: boolean;
}
