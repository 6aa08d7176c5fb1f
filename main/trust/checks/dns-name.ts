const label = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/**
 * A DNS name in the preferred syntax of RFC 1034 3.5 as RFC 5280 4.2.1.6 asks for it. Underscores pass: they are wrong, and
 * real certificates carry them.
 */
export function isDnsName(text: string): boolean {
  return text.length > 0 && text.length <= 253 && text.split('.').every((part) => label.test(part));
}

/** What a wildcard stands above, or null when the text is no wildcard name (`*` as the whole leftmost label). */
export function wildcardBase(text: string): string | null {
  return text.startsWith('*.') && isDnsName(text.slice(2)) ? text.slice(2) : null;
}

/** `*.com` would speak for every domain of a registry; two labels below the wildcard are the least. */
export function isWildcardTooWide(text: string): boolean {
  const base = wildcardBase(text);
  return base !== null && !base.includes('.');
}
