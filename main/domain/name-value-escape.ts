/** Characters that RFC 4514 section 2.4 lets stand behind a backslash. */
const escapable = ' "#+,;<=>\\';
const hexPair = /^[0-9A-Fa-f]{2}$/;

export interface Unescaped {
  readonly text: string;
  /** Index of the first character that does not belong to the escape. */
  readonly end: number;
}

/**
 * Reads the escape whose backslash stands at `at`: `\,`, or a run of `\C3\A9` (OpenSSL: `\xC3\xA9`) in UTF-8.
 * Null when it is none. A run that is no UTF-8 is taken as it stands: Windows prints a backslash bare, so that the
 * `\ad` of `CN=CONTOSO\administrator` must survive.
 */
export function readEscape(source: string, at: number, hexPrefix: '' | 'x'): Unescaped | null {
  const lead = `\\${hexPrefix}`;
  const step = lead.length + 2;
  const bytes: number[] = [];
  let end = at;
  for (; source.startsWith(lead, end); end += step) {
    const pair = source.slice(end + lead.length, end + step);
    if (!hexPair.test(pair)) break;
    bytes.push(Number.parseInt(pair, 16));
  }
  if (bytes.length > 0) return { text: utf8(bytes) ?? source.slice(at, end), end };
  const next = source.charAt(at + 1);
  return next !== '' && escapable.includes(next) ? { text: next, end: at + 2 } : null;
}

const hexValue = /^#(?:[0-9A-Fa-f]{2})+$/;

/** The value of an attribute written bare: the text inside hex when it is a string, upper-case hex when not. */
export function plainValue(bare: string): string {
  return textOfHexValue(bare) ?? (hexValue.test(bare) ? bare.toUpperCase() : bare);
}

/**
 * The text inside a value written as `#` and the hex digits of its DER encoding (RFC 4514 section 2.4); null when it is
 * not of that form or the encoding is not one of the ASN.1 string types.
 */
export function textOfHexValue(value: string): string | null {
  if (!hexValue.test(value)) return null;
  const bytes: number[] = [];
  for (let i = 1; i < value.length; i += 2) bytes.push(Number.parseInt(value.slice(i, i + 2), 16));
  const content = derContent(bytes);
  return content === null ? null : asn1String(bytes[0] ?? 0, content);
}

function derContent(bytes: readonly number[]): readonly number[] | null {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < 0x80) return bytes.length === first + 2 ? bytes.slice(2) : null;
  const size = first & 0x7f;
  // Four length bytes already describe more than any string this long can hold; zero is the indefinite form, not DER.
  if (size === 0 || size > 4 || bytes.length < 2 + size) return null;
  const length = bytes.slice(2, 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + size + length ? bytes.slice(2 + size) : null;
}

function asn1String(tag: number, content: readonly number[]): string | null {
  switch (tag) {
    case 0x0c: // UTF8String
      return utf8(content);
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x16: // IA5String
    case 0x1a: // VisibleString
      return content.every((byte) => byte < 0x80) ? codeUnits(content, 1) : null;
    case 0x14: // TeletexString, read as Latin-1 as Windows does
      return codeUnits(content, 1);
    case 0x1e: // BMPString
      return content.length % 2 === 0 ? codeUnits(content, 2) : null;
    default:
      return null;
  }
}

function codeUnits(bytes: readonly number[], width: 1 | 2): string {
  const characters: string[] = [];
  for (let i = 0; i < bytes.length; i += width) {
    const high = bytes[i] ?? 0;
    characters.push(String.fromCharCode(width === 1 ? high : high * 256 + (bytes[i + 1] ?? 0)));
  }
  return characters.join('');
}

function utf8(bytes: readonly number[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
