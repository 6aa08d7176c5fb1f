import type { Known, Origin } from './reading.ts';
import type { ExchangeService } from './services.ts';

/** What the certificate itself says, as plain values. Field names and formats are those of the command line's JSON. */
export interface CertificateFacts {
  /** SHA-1 over the DER bytes, 40 upper-case hex digits, as Exchange and Windows name certificates. */
  readonly thumbprint: string;
  /** SHA-256 over the DER bytes, 64 upper-case hex digits; null when only text was exported. */
  readonly sha256: Known<string>;
  /** Distinguished names as Windows prints them (most specific part first). */
  readonly subject: Known<string>;
  readonly issuer: Known<string>;
  /** Upper-case hex, even length, most significant byte first. */
  readonly serialNumber: Known<string>;
  /** ISO 8601, UTC. */
  readonly notBefore: Known<string>;
  readonly notAfter: Known<string>;
  /** DNS names of the subject alternative name, else the common name. */
  readonly names: readonly string[];
  /** `RSA`, `EC`, `DSA`, `Ed25519`, ... or the OID when unknown. */
  readonly keyAlgorithm: Known<string>;
  /** Bits. */
  readonly keySize: Known<number>;
  /** For example `sha256RSA`, `sha1RSA`, `sha384ECDSA`, as Windows names them, or the OID when unknown. */
  readonly signatureAlgorithm: Known<string>;
  readonly selfSigned: Known<boolean>;
}

/** `Get-ExchangeCertificate` Status (facts: exchange.md 1.2). */
export type CertificateStatus =
  | 'Unknown'
  | 'Valid'
  | 'Revoked'
  | 'DateInvalid'
  | 'Untrusted'
  | 'Invalid'
  | 'RevocationCheckFailure'
  | 'PendingRequest';

/** In the order of the enumeration's numbers: 0 None, 1 ThirdParty, 2 Enterprise, 3 Registry, 4 GroupPolicy, 5 Unknown. */
export type RootCaType = 'None' | 'ThirdParty' | 'Enterprise' | 'Registry' | 'GroupPolicy' | 'Unknown';

/** What Exchange says about a certificate; every field is null when the source does not say it. */
export interface ExchangeView {
  /** Null: unknown. Empty list: Exchange says None. Computed by Exchange, not stored (exchange.md 1.4). */
  readonly services: Known<readonly ExchangeService[]>;
  readonly status: Known<CertificateStatus>;
  readonly rootCaType: Known<RootCaType>;
  readonly friendlyName: Known<string>;
  readonly hasPrivateKey: Known<boolean>;
  readonly privateKeyExportable: Known<boolean>;
  /** For example `IIS://EX01/W3SVC/1`; site 1 is the Default Web Site (443), site 2 Exchange Back End (444). */
  readonly iisServices: Known<readonly string[]>;
  /** `ServerFQDN\Thumbprint`. */
  readonly identity: Known<string>;
  readonly server: Known<string>;
  /** Whether NETWORK SERVICE (S-1-5-20) may read the private key; only a second channel can tell. */
  readonly networkServiceCanReadKey: Known<boolean>;
}

/** One certificate in LocalMachine\My of one server. */
export interface ExchangeCertificate extends CertificateFacts, ExchangeView {
  /** The DER bytes in base64, never a private key; null when only text was exported. */
  readonly raw: Known<string>;
  /** Every place that said this; more than one when the same certificate came from several files. */
  readonly origins: readonly Origin[];
  /** Why the bytes could not be understood; the row stays, with the thumbprint of the bytes. */
  readonly unreadable: Known<string>;
}

/** A certificate of another store (intermediates, roots): public part only. */
export interface StoreCertificate extends CertificateFacts {
  readonly raw: string;
}

export const unknownExchangeView: ExchangeView = {
  services: null,
  status: null,
  rootCaType: null,
  friendlyName: null,
  hasPrivateKey: null,
  privateKeyExportable: null,
  iisServices: null,
  identity: null,
  server: null,
  networkServiceCanReadKey: null,
};
