const pattern =
  /^(?:\d{4}|\+\d{6})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{1,12}))?Z$/;

/**
 * The text of TimeCreated/@SystemTime as ISO time with seven fraction digits (100 ns, the precision of a FILETIME);
 * Windows writes three, seven or nine digits, by version. Null when it is no time.
 */
export function eventTime(text: string): string | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const fraction = match[1];
  if (fraction === undefined) return `${text.slice(0, -1)}.0000000Z`;
  if (fraction.length === 7) return text;
  return `${text.slice(0, -1 - fraction.length)}${fraction.padEnd(7, '0').slice(0, 7)}Z`;
}
