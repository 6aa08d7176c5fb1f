const isoTime = /^(\d{4,5}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/u;

/** An ISO time in UTC as `2026-01-15 10:19 UTC`, or null when the text is none. */
export function utcTime(text: string): string | null {
  const match = isoTime.exec(text);
  return match === null ? null : `${match[1]} ${match[2]} UTC`;
}

/** The day of an ISO time, `2026-01-15`; the text itself when it is none. */
export function day(text: string): string {
  return isoTime.exec(text)?.[1] ?? text;
}
