/**
 * How a name in a certificate covers a host: case and a trailing dot do not count, names are compared as written (A-labels
 * for international names). `*.contoso.com` needs at least one label in front, as Exchange's transport matches it
 * (exchange.md 4.3 step 4); RFC 6125 would allow exactly one.
 */
export function nameMatch(pattern: string, host: string): 'exact' | 'wildcard' | null {
  const wanted = canonical(host);
  const offered = canonical(pattern);
  if (!labelled.test(wanted)) return null;
  if (offered === wanted) return 'exact';
  const parent = offered.startsWith('*.') ? offered.slice(2) : '';
  return labelled.test(parent) && wanted.endsWith(`.${parent}`) ? 'wildcard' : null;
}

/** Labels without blanks or wildcards. Wider than a host name: Windows allows underscores, and Exchange compares them. */
const labelled = /^[^.*\s]+(?:\.[^.*\s]+)*$/;

/** A DNS host name in ASCII (RFC 1123 section 2.1), one label or more; not an address, not a wildcard. */
export function isHostName(text: string): boolean {
  const name = canonical(text);
  if (name.length === 0 || name.length > 253) return false;
  const labels = name.split('.');
  return labels.every((label) => hostLabel.test(label)) && !allDigits.test(labels.at(-1) ?? '');
}

const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const allDigits = /^[0-9]+$/;

function canonical(name: string): string {
  const trimmed = name.trim();
  return (trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed).toLowerCase();
}
