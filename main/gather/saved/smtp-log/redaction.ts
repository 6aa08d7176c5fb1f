import { parseDistinguishedName } from '../../../domain/distinguished-name.ts';

const mask = /\*{2,}|redacted|…|\.\.\.|\uFFFD/i;
/** Not two: `C=XX` is what OpenSSL writes for a country that nobody entered. */
const onlyMask = /^(?:\*|[*xX]{3,}|[#?._\-\s]{3,})$/;
const maskedLabel = /(?:^|\.)x{3,}(?:\.|$)/i;
const placeholder = /^(?:<.*>|\{.*\})$/s;

/** What each of the patterns above needs; nearly every value has none of it. */
const suspicious = /[*#?_<{\uFFFD…]|\.\.\.|x{3}|redacted|^[-.\s]+$/i;

/** True for a value that is blank, or that somebody shortened or blotted out: `***`, `xxxx`, `CN=*.xxx.xxx`. */
export function isRedacted(value: string): boolean {
  const text = value.trim();
  if (text !== '' && !suspicious.test(text)) return false;
  return (
    text === '' || onlyMask.test(text) || mask.test(text) || maskedLabel.test(text) || placeholder.test(text)
  );
}

/** The name, or null when it is none or was redacted: a shortened name would be taken for another certificate. */
export function knownDistinguishedName(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '' || mask.test(trimmed)) return null;
  const names = parseDistinguishedName(trimmed);
  if (names === null || names.length === 0) return null;
  return names.flat().some(({ value }) => isRedacted(value)) ? null : trimmed;
}

const hostName = /^[^\s,;="'<>()]{1,255}$/;

/** The names of a certificate in `a;b;c` form; those that were redacted are unknown and left out. */
export function knownNames(text: string): readonly string[] {
  const names = text.split(';').map((name) => name.trim());
  return names.filter((name) => hostName.test(name) && !isRedacted(name));
}

const hexDigits = /^(?:[0-9A-F]{2})+$/;
const longestSerialNumber = 128;

/** Upper-case hex of even length; null when it is not, because it was shortened. */
export function knownSerialNumber(text: string): string | null {
  const serial = text.trim().toUpperCase();
  return serial.length <= longestSerialNumber && hexDigits.test(serial) ? serial : null;
}

/** The text, or null when it is blank or redacted; for connectors and endpoints. */
export function knownText(text: string): string | null {
  const trimmed = text.trim();
  return isRedacted(trimmed) ? null : trimmed;
}
