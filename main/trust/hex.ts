/** Upper-case hex, two digits for each byte. */
export function bytesToHex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex').toUpperCase();
}

/** One character for each byte: a cheap key for maps. */
export function bytesToLatin1(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1');
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && asBuffer(left).equals(right);
}

/** The same bytes with Buffer's methods; nothing is copied. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
