import type { TlsCertificateName, TlsCertificateNameField } from './connector.ts';
import { sameDistinguishedName } from './distinguished-name.ts';

/**
 * Reads `<I>issuer<S>subject` (SmtpX509Identifier), tags in any case and either order. Null when a part is missing or
 * empty: such a pin can select no certificate.
 */
export function parseTlsCertificateName(text: string): TlsCertificateName | null {
  const trimmed = text.trim();
  const first = leadingTag(trimmed);
  if (first === null) return null;
  const rest = trimmed.slice(first.length);
  const second = findTag(rest, first.tag === 'i' ? 's' : 'i');
  if (second === null) return null;
  const before = rest.slice(0, second.at).trim();
  const after = rest.slice(second.at + second.length).trim();
  if (before === '' || after === '') return null;
  return first.tag === 'i' ? { issuer: before, subject: after } : { issuer: after, subject: before };
}

/** What a connector's property says: null and empty text mean that it was read and is empty, undefined that it was not. */
export function readTlsCertificateName(text: string | null | undefined): TlsCertificateNameField {
  if (text === undefined) return { state: 'unknown' };
  if (text === null || text.trim() === '') return { state: 'absent' };
  const value = parseTlsCertificateName(text);
  return value === null ? { state: 'malformed', text } : { state: 'present', text, value };
}

/** The text that Set-SendConnector and Set-ReceiveConnector take. */
export function formatTlsCertificateName(name: TlsCertificateName): string {
  return `<I>${name.issuer}<S>${name.subject}`;
}

/**
 * True when issuer and subject mean the same names. Wider than Exchange, which compares the text: a pin that matches
 * here and not there differs only in how it is written.
 */
export function matchesTlsCertificateName(
  certificate: { readonly issuer: string; readonly subject: string },
  name: TlsCertificateName,
): boolean {
  return (
    sameDistinguishedName(certificate.subject, name.subject) &&
    sameDistinguishedName(certificate.issuer, name.issuer)
  );
}

interface Tag {
  readonly tag: 'i' | 's';
  readonly at: number;
  readonly length: number;
}

function leadingTag(text: string): Tag | null {
  const match = /^<\s*([is])\s*>/i.exec(text);
  return match === null ? null : tagOf(match);
}

/** The last tag outside quotes, for a value may hold `<S>` in quotes; with unbalanced quotes the last of all. */
function findTag(text: string, wanted: 'i' | 's'): Tag | null {
  const tags = [...text.matchAll(/<\s*([is])\s*>/gi)].map(tagOf).filter(({ tag }) => tag === wanted);
  let quotes = 0;
  let at = 0;
  let outside: Tag | null = null;
  for (const tag of tags) {
    for (; at < tag.at; at += 1) if (text[at] === '"') quotes += 1;
    if (quotes % 2 === 0) outside = tag;
  }
  return outside ?? tags.at(-1) ?? null;
}

function tagOf(match: RegExpExecArray): Tag {
  return {
    tag: match[1]?.toLowerCase() === 's' ? 's' : 'i',
    at: match.index,
    length: match[0].length,
  };
}
