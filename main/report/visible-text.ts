import { revealHiddenCharacters } from '../domain/hidden-characters.ts';

/** Text from outside as a terminal may show it: hidden characters become visible, line breaks a mark. */
export function visibleText(text: string): string {
  return revealHiddenCharacters(text.replace(/\r\n|\r|\n/gu, ' ⏎ '));
}

/** `visibleText`, cut after `limit` characters with the number of those left out. */
export function clippedText(text: string, limit: number): string {
  const visible = visibleText(text);
  return visible.length <= limit ? visible : `${visible.slice(0, limit)}… (+${visible.length - limit})`;
}
