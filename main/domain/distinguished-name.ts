import { parseDistinguishedName } from './distinguished-name-reader.ts';
import { printedAttributeType } from './name-attribute-type.ts';
import { textOfHexValue } from './name-value-escape.ts';

export { parseDistinguishedName };

export interface NameAttribute {
  /** Upper-case short key (`CN`, `S`, `POSTALCODE`), or a dotted object identifier when Windows has no key for it. */
  readonly type: string;
  /** The text without quotes and escapes; `#` and upper-case hex of the DER bytes when it is no ASN.1 string. */
  readonly value: string;
}

/** One level of a name; more than one attribute makes it multi-valued (RFC 4514 section 2.2). */
export type RelativeName = readonly NameAttribute[];

/**
 * Prints a name, given most specific first, as `X509Certificate2.Subject` does on Windows; Exchange compares
 * TlsCertificateName with that text character by character. `parseDistinguishedName` gives the same name back, save where
 * Windows itself is ambiguous: a backslash, which it prints bare, before two hex digits, a blank, another backslash, or
 * the end of the value.
 */
export function formatDistinguishedName(names: readonly RelativeName[]): string {
  return names.map((name) => name.map(printedAttribute).join(' + ')).join(', ');
}

function printedAttribute({ type, value }: NameAttribute): string {
  return `${printedAttributeType(type)}=${printedValue(value)}`;
}

const needsQuotes = /[,+="\n<>#;]/;
const edgeBlank = /^[\t-\r ]|[\t-\r ]$/;
const hexOfDer = /^#(?:[0-9A-F]{2})+$/;

function printedValue(value: string): string {
  if (hexOfDer.test(value) && textOfHexValue(value) === null) return value;
  if (value !== '' && !needsQuotes.test(value) && !edgeBlank.test(value)) return value;
  return `"${value.replaceAll('"', '""')}"`;
}

/**
 * True when both texts name the same entity, whatever program printed them: order of the levels in either direction,
 * blanks, quoting, escapes, case, and synonyms of keys do not matter. Texts that are no names are compared as text.
 */
export function sameDistinguishedName(a: string, b: string): boolean {
  return a === b || distinguishedNameKey(a) === distinguishedNameKey(b);
}

/** Equal exactly for texts that `sameDistinguishedName` holds equal; for indexing, never for display. */
export function distinguishedNameKey(text: string): string {
  const names = parseDistinguishedName(text);
  if (names === null) return `text:${text.trim().toLowerCase()}`;
  const levels = names.map(levelKey);
  const forward = levels.join(',');
  const backward = levels.reverse().join(',');
  return `name:${forward < backward ? forward : backward}`;
}

function levelKey(name: RelativeName): string {
  return [...new Set(name.map(attributeKey))].sort().join('+');
}

/** RFC 4518 section 2: the value is case-folded, normalised to NFKC, and runs of blanks count as one. */
function attributeKey({ type, value }: NameAttribute): string {
  const folded = value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return `${type}=${JSON.stringify(folded)}`;
}

/** Every common name, most specific first. */
export function commonNames(names: readonly RelativeName[]): readonly string[] {
  return names.flatMap((name) => name.filter(({ type }) => type === 'CN').map(({ value }) => value));
}

/** The most specific common name in a text; null when it has none or is no distinguished name. */
export function commonNameOf(text: string): string | null {
  return commonNames(parseDistinguishedName(text) ?? [])[0] ?? null;
}
