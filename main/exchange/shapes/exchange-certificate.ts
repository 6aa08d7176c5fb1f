import type { CertificateFacts, ExchangeCertificate, ExchangeView } from '../../domain/certificate.ts';
import type { Known, Origin } from '../../domain/reading.ts';
import type { Contradiction } from '../../domain/snapshot.ts';
import { normaliseThumbprint } from '../../domain/thumbprint.ts';
import type { PlainObject } from '../plain.ts';
import { certificateFactsByName, exchangeViewByName } from './certificate-by-name.ts';
import { bytes, name } from './fields.ts';
import { mergeKnown } from './merge-known.ts';
import type { SerializedView } from './serialized-view.ts';

/** Facts from DER bytes; `unreadable` tells why they make no sense, and then only the digests are known. */
export interface CertificateBytesReading {
  readonly facts: CertificateFacts;
  readonly unreadable: Known<string>;
}

/** Given by the caller: this room does not know how certificates are read. */
export type ReadCertificateBytes = (der: Uint8Array) => CertificateBytesReading;

export interface ExchangeCertificateShape {
  readonly certificate: ExchangeCertificate;
  readonly contradictions: readonly Contradiction[];
}

/**
 * One answer of Get-ExchangeCertificate, in any of its forms: bytes with or without `SerializationData` (`serialized`),
 * or properties by name as a projection on the server gives them. Null when it names no certificate at all. What the
 * source does not say stays null; a certificate that cannot be read is still a row, with the thumbprint of its bytes.
 */
export function exchangeCertificate(
  object: PlainObject,
  origin: Origin,
  readBytes: ReadCertificateBytes,
  serialized: SerializedView | null = null,
): ExchangeCertificateShape | null {
  const printed = normaliseThumbprint(name(object, 'Thumbprint') ?? printedThumbprint(object) ?? '');
  const { der, reading } = readableBytes(object, serialized, readBytes);
  // The digest of bytes that make no sense names no certificate; what the server printed does.
  const sound = reading !== null && reading.unreadable === null;
  const thumbprint = (sound ? null : printed) ?? reading?.facts.thumbprint ?? printed;
  if (thumbprint === null) return null;
  const byName = certificateFactsByName(object, thumbprint);
  const facts = reading === null ? byName : { ...factsOf(reading, byName), thumbprint };
  const byNameView = exchangeViewByName(object);
  const other = serialized?.certificate ?? null;
  const foreign = other === null || der === null ? null : differing(der, other, readBytes);
  // Services and status of another certificate must not be shown at this one.
  const usable = foreign === null ? serialized : null;
  const views = usable === null ? known(byNameView) : joined(byNameView, usable, thumbprint, origin);
  const contradictions = [...views.contradictions];
  if (foreign !== null) {
    const values = foreign.map((text) => ({ text, origin }));
    contradictions.push({ what: 'serializationData', subject: thumbprint, values });
  }
  if (printed !== null && printed !== thumbprint) {
    const values = [thumbprint, printed].map((text) => ({ text, origin }));
    contradictions.push({ what: 'thumbprint', subject: thumbprint, values });
  }
  return {
    certificate: {
      ...facts,
      ...views.value,
      raw: der === null ? null : Buffer.from(der).toString('base64'),
      origins: [origin],
      unreadable: reading?.unreadable ?? null,
    },
    contradictions,
  };
}

/** `RawData`, or where that is damaged or missing the copy inside `SerializationData`. */
function readableBytes(
  object: PlainObject,
  serialized: SerializedView | null,
  readBytes: ReadCertificateBytes,
): { readonly der: Uint8Array | null; readonly reading: CertificateBytesReading | null } {
  const raw = bytes(object, 'RawData');
  const copy = serialized?.certificate ?? null;
  const reading = raw === null ? null : readBytes(raw);
  if (copy === null || (reading !== null && reading.unreadable === null)) return { der: raw, reading };
  const second = readBytes(copy);
  return second.unreadable === null || raw === null ? { der: copy, reading: second } : { der: raw, reading };
}

/** ToString() of an X509Certificate2 prints the thumbprint under a heading that no language changes. */
function printedThumbprint({ text }: PlainObject): string | null {
  return /\[Thumbprint\]\s{1,8}([0-9A-Fa-f]{40})\b/u.exec(text ?? '')?.[1] ?? null;
}

/** The bytes outrank what was printed of them; printed facts only help where the bytes could not be understood. */
function factsOf(reading: CertificateBytesReading, byName: CertificateFacts): CertificateFacts {
  const { facts, unreadable } = reading;
  if (unreadable === null) return facts;
  return {
    ...facts,
    subject: facts.subject ?? byName.subject,
    issuer: facts.issuer ?? byName.issuer,
    serialNumber: facts.serialNumber ?? byName.serialNumber,
    notBefore: facts.notBefore ?? byName.notBefore,
    notAfter: facts.notAfter ?? byName.notAfter,
    names: facts.names.length > 0 ? facts.names : byName.names,
    keySize: facts.keySize ?? byName.keySize,
    selfSigned: facts.selfSigned ?? byName.selfSigned,
  };
}

export const exchangeViewFields = [
  'services',
  'status',
  'rootCaType',
  'friendlyName',
  'hasPrivateKey',
  'privateKeyExportable',
  'iisServices',
  'identity',
  'server',
  'networkServiceCanReadKey',
] as const satisfies readonly (keyof ExchangeView)[];

type Views = { readonly value: ExchangeView; readonly contradictions: readonly Contradiction[] };

function known(value: ExchangeView): Views {
  return { value, contradictions: [] };
}

function joined(byName: ExchangeView, serialized: ExchangeView, subject: string, origin: Origin): Views {
  return mergeKnown(byName, serialized, exchangeViewFields, subject, [origin, origin]);
}

/** Names both certificates by SHA-256 when the bytes are not the same; null when they are. */
function differing(a: Uint8Array, b: Uint8Array, readBytes: ReadCertificateBytes): readonly string[] | null {
  if (a.length === b.length && a.every((byte, index) => byte === b[index])) return null;
  return [a, b].map((der) => readBytes(der).facts).map((facts) => facts.sha256 ?? facts.thumbprint);
}
