import type { NotReadReason } from '../../../domain/reading.ts';
import { type ReadingLimits, readingLimits } from '../limits.ts';
import { overLimit, StopReading } from '../stop-reading.ts';
import { ByteCursor } from './byte-cursor.ts';

/** The link from a certificate to its private key, CRYPT_KEY_PROV_INFO; never the key itself. */
interface KeyProvider {
  readonly container: string;
  /** Empty for a key of CNG's default provider. */
  readonly provider: string;
  /** 0 for CNG; 12 for the RSA SChannel provider. */
  readonly type: number;
}

interface SerializedCertificate {
  /** DER; null when the entry ends without one. */
  readonly certificate: Uint8Array | null;
  /** Null when the entry has none. */
  readonly friendlyName: string | null;
  readonly keyProvider: KeyProvider | null;
  readonly propertyIds: readonly number[];
}

export type SerializedCertificateResult =
  | { readonly ok: true; readonly entry: SerializedCertificate }
  | { readonly ok: false; readonly problem: NotReadReason };

const keyProviderProperty = 2;
const friendlyNameProperty = 11;
const certificateProperty = 32;

/**
 * Reads one certificate of a serialised Windows store (CertSerializeCertificateStoreElement): elements of property
 * number, encoding (1), length and bytes, the certificate last. Never throws for what the bytes say.
 */
export function readSerializedCertificate(
  bytes: Uint8Array,
  limits: ReadingLimits = readingLimits,
): SerializedCertificateResult {
  try {
    return { ok: true, entry: readEntry(new ByteCursor(bytes), limits) };
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
    return { ok: false, problem: { code: error.code, detail: error.message } };
  }
}

function readEntry(cursor: ByteCursor, limits: ReadingLimits): SerializedCertificate {
  const properties = new Map<number, Uint8Array>();
  while (cursor.remaining > 0 && !properties.has(certificateProperty)) {
    const id = cursor.u32();
    const encoding = cursor.u32();
    if (encoding !== 1)
      throw new StopReading('damaged', `a store property ${id} has the encoding ${encoding}, not 1`);
    if (properties.has(id)) throw new StopReading('damaged', `the store property ${id} comes twice`);
    if (properties.size >= limits.storeProperties)
      throw overLimit(limits.storeProperties, 'store properties');
    properties.set(id, cursor.bytes(cursor.u32()));
  }
  if (cursor.remaining > 0) {
    throw new StopReading('damaged', `${cursor.remaining} bytes follow the certificate of a store entry`);
  }
  const name = properties.get(friendlyNameProperty);
  const provider = properties.get(keyProviderProperty);
  return {
    certificate: properties.get(certificateProperty) ?? null,
    friendlyName: name === undefined ? null : wideText(name, 0),
    keyProvider: provider === undefined ? null : readKeyProvider(provider),
    propertyIds: [...properties.keys()],
  };
}

/** CRYPT_KEY_PROV_INFO as serialised: offsets of the two names, provider type, flags, parameters, key use. */
function readKeyProvider(bytes: Uint8Array): KeyProvider {
  const cursor = new ByteCursor(bytes);
  const container = cursor.u32();
  const provider = cursor.u32();
  const type = cursor.u32();
  return {
    container: container === 0 ? '' : wideText(bytes, container),
    provider: provider === 0 ? '' : wideText(bytes, provider),
    type,
  };
}

/** UTF-16 up to the first zero unit or the end. */
function wideText(bytes: Uint8Array, from: number): string {
  if (from > bytes.length)
    throw new StopReading('damaged', 'a name of a key provider lies outside its property');
  let end = from;
  while (end + 1 < bytes.length && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2;
  return Buffer.from(bytes.subarray(from, end)).toString('utf16le');
}
