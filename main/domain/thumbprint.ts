/**
 * Blanks, colons, control and format characters. Certificate dialogs of Windows put U+200E before the first digit; a
 * thumbprint copied from there names no certificate until it is gone.
 */
const noise = /[\s:\p{Cc}\p{Cf}]+/gu;
const sha1 = /^[0-9A-F]{40}$/;

/** A SHA-1 thumbprint as Exchange writes it, 40 upper-case hex digits; null when the text is none. */
export function normaliseThumbprint(text: string): string | null {
  const bare = text.replace(noise, '').toUpperCase();
  return sha1.test(bare) ? bare : null;
}

/** True when both texts are thumbprints of the same certificate; two texts that are no thumbprints are never the same. */
export function sameThumbprint(a: string, b: string): boolean {
  const thumbprint = normaliseThumbprint(a);
  return thumbprint !== null && thumbprint === normaliseThumbprint(b);
}
