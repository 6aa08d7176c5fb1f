import type { NameAttribute, RelativeName } from './distinguished-name.ts';
import { nameAttributeType } from './name-attribute-type.ts';
import { plainValue, readEscape } from './name-value-escape.ts';

/**
 * Windows prints a backslash inside quotes as it is and doubles a quote; RFC 2253 section 4 lets a backslash escape there
 * as well. Only the whole text can tell which was meant.
 */
type QuoteStyle = 'windows' | 'rfc2253';

/**
 * Reads `CN=a, O="Contoso, Ltd.", S=WA` as Windows prints it, RFC 4514 and RFC 2253 text, and OpenSSL's `/C=US/O=a`.
 * The result stands most specific first (one-line text of OpenSSL is turned round); empty text is the empty name. Null
 * when it is no distinguished name. Linear time.
 */
export function parseDistinguishedName(text: string): readonly RelativeName[] | null {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.startsWith('/')) return readOneLine(trimmed);
  const read = readSeparated(text, 'windows');
  if (read !== null || !text.includes('\\"')) return read;
  return readSeparated(text, 'rfc2253');
}

interface ReadValue {
  readonly value: string;
  /** Index of the separator, or the length of the text. */
  readonly end: number;
}

function readSeparated(text: string, style: QuoteStyle): readonly RelativeName[] | null {
  const names: RelativeName[] = [];
  let attributes: NameAttribute[] = [];
  let at = 0;
  for (;;) {
    const equals = text.indexOf('=', at);
    if (equals < 0) return null;
    const type = nameAttributeType(text.slice(at, equals));
    if (type === null) return null;
    const start = skipBlanks(text, equals + 1);
    const read = text[start] === '"' ? readQuoted(text, start + 1, style) : readBare(text, start);
    if (read === null) return null;
    attributes.push({ type, value: read.value });
    if (text[read.end] !== '+') {
      names.push(attributes);
      attributes = [];
    }
    if (read.end >= text.length) return names;
    at = read.end + 1;
  }
}

function readQuoted(text: string, start: number, style: QuoteStyle): ReadValue | null {
  const parts: string[] = [];
  let from = start;
  let at = start;
  while (at < text.length) {
    const escaped = style === 'rfc2253' && text[at] === '\\' ? readEscape(text, at, '') : null;
    const doubled = text[at] === '"' && text[at + 1] === '"';
    if (escaped !== null || doubled) {
      parts.push(text.slice(from, at), escaped?.text ?? '"');
      at = escaped?.end ?? at + 2;
      from = at;
    } else if (text[at] === '"') {
      const end = skipBlanks(text, at + 1);
      if (end < text.length && !isSeparator(text[end])) return null;
      return { value: parts.join('') + text.slice(from, at), end };
    } else {
      at += 1;
    }
  }
  return null;
}

function readBare(text: string, start: number): ReadValue {
  const parts: string[] = [];
  let from = start;
  let at = start;
  while (at < text.length && !isSeparator(text[at])) {
    const escaped = text[at] === '\\' ? readEscape(text, at, '') : null;
    if (escaped === null) {
      at += 1;
    } else {
      parts.push(text.slice(from, at), escaped.text);
      at = escaped.end;
      from = at;
    }
  }
  // Only what stands after the last escape may lose blanks: RFC 4514 escapes a blank that belongs to the value.
  const value = parts.join('') + withoutTrailingBlanks(text.slice(from, at));
  return { value: parts.length === 0 ? plainValue(value) : value, end: at };
}

/** OpenSSL escapes no separator: a slash separates only where a key and an equals sign follow, else it is part of the value. */
function readOneLine(text: string): readonly RelativeName[] | null {
  const attributes: NameAttribute[] = [];
  for (const piece of text.slice(1).split('/')) {
    const equals = piece.indexOf('=');
    const type = equals < 0 ? null : nameAttributeType(piece.slice(0, equals));
    const last = attributes.at(-1);
    if (type !== null) attributes.push({ type, value: piece.slice(skipBlanks(piece, equals + 1)) });
    else if (last === undefined) return null;
    else attributes[attributes.length - 1] = { type: last.type, value: `${last.value}/${piece}` };
  }
  return attributes.map((attribute) => [unescapeOneLine(attribute)]).reverse();
}

function unescapeOneLine(attribute: NameAttribute): NameAttribute {
  const { type, value } = attribute;
  const parts: string[] = [];
  let from = 0;
  for (let at = value.indexOf('\\'); at >= 0; at = value.indexOf('\\', at)) {
    const escaped = readEscape(value, at, 'x');
    if (escaped === null) {
      at += 1;
    } else {
      parts.push(value.slice(from, at), escaped.text);
      at = escaped.end;
      from = at;
    }
  }
  return { type, value: withoutTrailingBlanks(parts.join('') + value.slice(from)) };
}

function isSeparator(character: string | undefined): boolean {
  return character === ',' || character === ';' || character === '+';
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || (character !== undefined && character >= '\t' && character <= '\r');
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text[at])) at += 1;
  return at;
}

function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text[end - 1])) end -= 1;
  return text.slice(0, end);
}
