import { hash } from 'node:crypto';
import { type CertificateTime, readTime } from './certificate-time.ts';
import { checkDer, DerError, type DerReader, derTag, readWhole } from './der.ts';
import {
  readBoolean,
  readIntegerBytes,
  readOctetAlignedBits,
  readOid,
  readSmallInteger,
} from './der-values.ts';
import { extendedKeyUsage, type KeyUsage, keyUsage } from './extensions.ts';
import { bytesToHex } from './hex.ts';
import { type DistinguishedName, readName } from './names.ts';
import {
  type AlgorithmIdentifier,
  type PublicKeyInfo,
  readAlgorithm,
  readPublicKeyInfo,
} from './public-key.ts';

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** Content of the OCTET STRING: the encoded extension. */
  readonly value: Uint8Array;
}

/** How an extension is decoded; `read` throws `DerError` for anything but strict DER of its type. */
export interface ExtensionKind<T> {
  readonly oid: string;
  read(value: Uint8Array): T;
}

export type ExtensionReading<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly critical: boolean; readonly value: T }
  | { readonly state: 'malformed'; readonly critical: boolean; readonly problem: string };

const absent = { state: 'absent' } as const;

export interface SerialNumber {
  /** Content of the INTEGER, two's complement. */
  readonly bytes: Uint8Array;
  /** Upper-case hex, even length. */
  readonly hex: string;
}

/** A certificate taken apart, not judged: everything here is what the bytes say, conforming or not. */
export class ParsedCertificate {
  readonly raw: Uint8Array;
  /** SHA-1 over `raw`, 40 upper-case hex digits. A name for people; identity is `sha256`. */
  readonly thumbprint: string;
  readonly sha256: string;
  /** 1, 2 or 3 as people count; other values as encoded plus one. */
  readonly version: number;
  readonly serial: SerialNumber;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: CertificateTime;
  readonly notAfter: CertificateTime;
  readonly publicKey: PublicKeyInfo;
  /** The algorithm inside the signed part; must be the same bytes as `signatureAlgorithm`. */
  readonly innerSignatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** The signed bytes. */
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  readonly hasUniqueIds: boolean;
  readonly extensions: readonly Extension[];
  readonly #remembered = new Map<unknown, unknown>();

  constructor(fields: CertificateFields) {
    this.raw = fields.raw;
    this.thumbprint = digest('sha1', fields.raw);
    this.sha256 = digest('sha256', fields.raw);
    this.version = fields.version;
    this.serial = fields.serial;
    this.issuer = fields.issuer;
    this.subject = fields.subject;
    this.notBefore = fields.notBefore;
    this.notAfter = fields.notAfter;
    this.publicKey = fields.publicKey;
    this.innerSignatureAlgorithm = fields.innerSignatureAlgorithm;
    this.signatureAlgorithm = fields.signatureAlgorithm;
    this.tbs = fields.tbs;
    this.signature = fields.signature;
    this.hasUniqueIds = fields.hasUniqueIds;
    this.extensions = fields.extensions;
  }

  /** Equal for certificates whose subjects are the same name (RFC 5280 7.1). */
  get subjectKey(): string {
    return this.subject.key;
  }

  get issuerKey(): string {
    return this.issuer.key;
  }

  /** Issuer and subject are the same name, which is all that RFC 5280 asks; whether it signed itself is another question. */
  get selfIssued(): boolean {
    return this.subjectKey === this.issuerKey;
  }

  /** Null when the extension is absent or cannot be decoded; `read(keyUsage)` tells the two apart. */
  get keyUsage(): KeyUsage | null {
    const reading = this.read(keyUsage);
    return reading.state === 'read' ? reading.value : null;
  }

  /** Dotted OIDs; null when the extension is absent or cannot be decoded. */
  get extendedKeyUsage(): readonly string[] | null {
    const reading = this.read(extendedKeyUsage);
    return reading.state === 'read' ? reading.value : null;
  }

  /** Decodes the first extension of this kind, once. Never throws: what cannot be decoded is `malformed`. */
  read<T>(kind: ExtensionKind<T>): ExtensionReading<T> {
    return this.remember(kind, () => this.#decode(kind));
  }

  /**
   * Computes a value that depends on nothing but this certificate and the key, once for each key. One key, one type of
   * value; undefined is not remembered.
   */
  remember<T>(key: unknown, compute: () => T): T {
    const known = this.#remembered.get(key) as T | undefined;
    if (known !== undefined) return known;
    const value = compute();
    this.#remembered.set(key, value);
    return value;
  }

  #decode<T>(kind: ExtensionKind<T>): ExtensionReading<T> {
    const extension = this.extensions.find(({ oid }) => oid === kind.oid);
    if (extension === undefined) return absent;
    const { critical } = extension;
    try {
      return { state: 'read', critical, value: kind.read(extension.value) };
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      return { state: 'malformed', critical, problem: error.message };
    }
  }
}

type CertificateFields = Omit<
  ParsedCertificate,
  | 'thumbprint'
  | 'sha256'
  | 'subjectKey'
  | 'issuerKey'
  | 'selfIssued'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'read'
  | 'remember'
>;

export interface CertificateProblem {
  readonly code: string;
  /** For a log or a detail line; in the words of X.690 and X.509, with the byte. */
  readonly text: string;
}

/** The certificate, or why the bytes could not be understood; either way the row keeps its thumbprint. */
export type CertificateResult =
  | { readonly ok: true; readonly certificate: ParsedCertificate }
  | {
      readonly ok: false;
      readonly problem: CertificateProblem;
      readonly thumbprint: string;
      readonly sha256: string;
      readonly raw: Uint8Array;
    };

/** Larger than any certificate in use by a factor of ten; 20,001 names fit. */
const largestCertificate = 8 * 1024 * 1024;

/** Takes DER bytes apart. Never throws and never judges: an expired or forged certificate reads as well as a good one. */
export function readCertificate(der: Uint8Array): CertificateResult {
  try {
    if (der.length > largestCertificate) throw new DerError('length-too-large', 0, `${der.length} bytes`);
    checkDer(der);
    return { ok: true, certificate: new ParsedCertificate(readFields(der)) };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return {
      ok: false,
      problem: { code: error.code, text: error.message },
      thumbprint: digest('sha1', der),
      sha256: digest('sha256', der),
      raw: der,
    };
  }
}

function readFields(raw: Uint8Array): CertificateFields {
  const outer = readWhole(raw, derTag.sequence);
  const tbsElement = outer.expect(derTag.sequence);
  const signatureAlgorithm = readAlgorithm(outer);
  const signature = readOctetAlignedBits(outer);
  outer.finish();

  const tbs = outer.inside(tbsElement);
  const version = tbs.nextTag === 0xa0 ? readVersion(tbs.enter(0xa0)) : 1;
  const serialBytes = readIntegerBytes(tbs);
  const innerSignatureAlgorithm = readAlgorithm(tbs);
  const issuer = readName(tbs);
  const validity = tbs.enter(derTag.sequence);
  const notBefore = readTime(validity);
  const notAfter = readTime(validity);
  validity.finish();
  const subject = readName(tbs);
  const publicKey = readPublicKeyInfo(tbs);
  const issuerUniqueId = tbs.optional(0x81);
  const subjectUniqueId = tbs.optional(0x82);
  const extensions = tbs.nextTag === 0xa3 ? readExtensions(tbs.enter(0xa3)) : [];
  tbs.finish();
  return {
    raw,
    version,
    serial: { bytes: serialBytes, hex: bytesToHex(serialBytes) },
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    innerSignatureAlgorithm,
    signatureAlgorithm,
    tbs: outer.encoded(tbsElement),
    signature,
    hasUniqueIds: issuerUniqueId !== null || subjectUniqueId !== null,
    extensions,
  };
}

function readVersion(reader: DerReader): number {
  const version = readSmallInteger(reader) + 1;
  reader.finish();
  return version;
}

function readExtensions(reader: DerReader): Extension[] {
  const list = reader.enter(derTag.sequence);
  reader.finish();
  if (list.atEnd) throw new DerError('bad-value', list.position, 'empty extensions');
  const extensions: Extension[] = [];
  while (!list.atEnd) {
    const one = list.enter(derTag.sequence);
    const oid = readOid(one);
    const critical = one.nextTag === derTag.boolean && readBoolean(one);
    const value = one.content(one.expect(derTag.octetString));
    one.finish();
    extensions.push({ oid, critical, value });
  }
  return extensions;
}

function digest(algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string {
  return hash(algorithm, bytes, 'hex').toUpperCase();
}
