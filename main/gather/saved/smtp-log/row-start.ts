/** Bytes after a line break that decide whether a row begins there. */
export const rowStartLookahead = 40;

const newline = 10;
const carriageReturn = 13;
const quote = 34;
const hash = 35;

/**
 * True when a line looks like the beginning of a row: a date, up to a delimiter, or a header line. Asked only for a line
 * break inside quotes, to tell a field with line breaks from a quote that was never closed.
 */
export function looksLikeRowStart(bytes: Uint8Array, start: number, end: number, delimiter: number): boolean {
  let at = start;
  if (at < end && bytes[at] === quote) at += 1;
  if (at + 1 < end && bytes[at] === hash) return isLetter(bytes[at + 1] as number);
  const limit = Math.min(end, start + rowStartLookahead);
  let digits = 0;
  for (; at < limit; at++) {
    const byte = bytes[at] as number;
    if (isDigit(byte)) digits += 1;
    else if (byte === delimiter || byte === quote) return digits >= 6;
    else if (digits === 0 || byte === newline || byte === carriageReturn || !isDatePunctuation(byte))
      return false;
  }
  return false;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 97 && lower <= 122;
}

/** Of `2026-01-15T08:00:01.000Z` and `1/15/2026 8:00:01 AM`. */
function isDatePunctuation(byte: number): boolean {
  return (
    (byte >= 45 && byte <= 58) || byte === 32 || byte === 43 || 'TZAPM'.includes(String.fromCharCode(byte))
  );
}
