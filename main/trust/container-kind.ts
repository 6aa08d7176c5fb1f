import { DerError, derTag, elementAt } from './der.ts';
import { oidOf } from './der-values.ts';
import { asBuffer } from './hex.ts';

export type ContainerKind = 'certificate' | 'pkcs7' | 'pkcs12' | 'private-key' | 'unknown';

const signedData = '1.2.840.113549.1.7.2';

/**
 * What binary bytes are by their first elements, BER lengths allowed. A damaged certificate still counts as one, so that it
 * gets a row with the reason; bytes that do not even begin with a SEQUENCE are unknown.
 */
export function readContainerKind(bytes: Uint8Array): ContainerKind {
  const start = contentOf(bytes, 0);
  if (start === null) return 'unknown';
  const tag = bytes[start];
  if (tag === derTag.oid) return oidAt(bytes, start) === signedData ? 'pkcs7' : 'unknown';
  // Version first: PFX has 3, PKCS#8 and PKCS#1 keys have 0 or 1, EC keys 1.
  if (tag === derTag.integer)
    return bytes[start + 1] === 1 && bytes[start + 2] === 3 ? 'pkcs12' : 'private-key';
  const inner = contentOf(bytes, start);
  if (inner === null || bytes[inner] !== derTag.oid) return 'certificate';
  // An algorithm first: an encrypted PKCS#8 key names how it is encrypted (PKCS#5, PKCS#12), a public key what it is.
  return encryption.test(oidAt(bytes, inner) ?? '') ? 'private-key' : 'unknown';
}

const encryption = /^1\.2\.840\.113549\.1\.(?:5|12)\./;

/** Where the first DER element ends, or null when there is none. */
export function endOfFirst(bytes: Uint8Array): number | null {
  try {
    return elementAt(bytes, 0, bytes.length).end;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

/** Offset of the content of the SEQUENCE at `offset`, whatever form its length has. */
function contentOf(bytes: Uint8Array, offset: number): number | null {
  const tag = bytes[offset];
  const length = bytes[offset + 1] ?? 0;
  if (tag !== derTag.sequence) return null;
  return offset + (length > 0x80 ? 2 + (length & 0x7f) : 2);
}

function oidAt(bytes: Uint8Array, start: number): string | null {
  try {
    const element = elementAt(bytes, start, bytes.length);
    return oidOf(asBuffer(bytes), element);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}
