import type { Plain } from '../../../exchange/plain.ts';

const integers: ReadonlySet<string> = new Set([
  ...['PublicKeySize', 'MessageCount', 'DeferredMessageCount', 'LockedMessageCount', 'RetryCount', 'Port'],
]);

/** Properties whose value is a moment; those with `Utc` in their name are UTC, all others local to a server. */
export const dateProperties: ReadonlySet<string> = new Set([
  ...['NotBefore', 'NotAfter', 'WhenChanged', 'WhenChangedUTC', 'WhenCreated', 'WhenCreatedUTC'],
  ...['LastRetryTime', 'NextRetryTime', 'NextCertificateEffectiveDate'],
]);

/** `{a, b, c...}`: the shell prints 4 members of a list, the Exchange shell 16, and then this mark. */
export function isCutList(text: string): boolean {
  return text.startsWith('{') && (/(?:\.\.\.|…)\}$/u.test(text) || !text.endsWith('}'));
}

/**
 * Gives the text of a property the type a live answer would have: numbers and True/False where they are meant, lists
 * from braces, null for nothing. Everything else stays text.
 */
export function fieldValue(name: string, text: string): Plain {
  if (text === '') return null;
  if (integers.has(name) && /^\d{1,9}$/u.test(text)) return Number(text);
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (text.startsWith('{') && text.endsWith('}')) return list(text);
  return text;
}

/** Members are joined with a comma and a blank; a distinguished name inside a list cannot be told from its neighbours. */
function list(text: string): Plain {
  const inside = text.slice(1, -1).trim();
  const items = inside === '' ? [] : inside.split(', ').map((item) => item.trim());
  return { typeNames: [], text, properties: new Map(), items, value: null };
}

/**
 * `IP.WS..`: one place for each service in a fixed order, a dot where it is absent (6 or 7 places). The default table
 * prints it under the heading Services.
 */
export function isServicesString(text: string): boolean {
  return /^[IPUWSF.]{5,7}[A-Z.]?$/u.test(text) && (text.includes('.') || text.length > 5);
}
