/**
 * Characters that an outsider could use to hide or reorder what an administrator reads: controls, bidirectional
 * overrides and isolates, zero-width and soft characters, line separators, lone surrogates, private use
 * (UTS #39; a terminal would also obey escape sequences).
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must become visible
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\p{Cs}\p{Co}]/gu;

export function hasHiddenCharacters(text: string): boolean {
  return text.search(hidden) >= 0;
}

/** The text with every hidden character written as `[U+202E]`. */
export function revealHiddenCharacters(text: string): string {
  return text.replace(
    hidden,
    (c) => `[U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
