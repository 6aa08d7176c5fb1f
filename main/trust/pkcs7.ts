import { DerError, DerReader, derTag } from './der.ts';
import { readOid } from './der-values.ts';

/**
 * The encoded certificates of a PKCS#7 SignedData (.p7b, RFC 5652 5.1) in the order of the file, or null when the container
 * itself makes no sense. Elements of obsolete kinds (attribute certificates) are given too, so that nothing is lost.
 */
export async function readPkcs7Certificates(bytes: Uint8Array): Promise<readonly Uint8Array[] | null> {
  try {
    return fromDer(bytes);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return fromBer(bytes);
  }
}

function fromDer(bytes: Uint8Array): Uint8Array[] {
  const info = new DerReader(bytes).enter(derTag.sequence);
  readOid(info);
  const signed = info.enter(0xa0).enter(derTag.sequence);
  signed.expect(derTag.integer);
  signed.expect(derTag.set);
  signed.expect(derTag.sequence);
  const list = signed.optional(0xa0);
  if (list === null) return [];
  const inside = signed.inside(list);
  const certificates: Uint8Array[] = [];
  while (!inside.atEnd) certificates.push(inside.encoded(inside.next()));
  return certificates;
}

/** Some tools write BER with indefinite lengths, which this room's reader refuses; then the library reads it. */
async function fromBer(bytes: Uint8Array): Promise<Uint8Array[] | null> {
  // The library's own dependency (tsyringe) throws at import unless this one came first.
  await import('reflect-metadata');
  const { X509Certificates } = await import('@peculiar/x509');
  try {
    return Array.from(new X509Certificates(Buffer.from(bytes)), ({ rawData }) => new Uint8Array(rawData));
  } catch {
    return null;
  }
}
