/** What the text between two events begins with, and how many characters of it are done with. */
export type Between =
  | { readonly kind: 'event' }
  | { readonly kind: 'root-start' | 'root-end' | 'comment' | 'nothing' | 'junk'; readonly length: number }
  | { readonly kind: 'refused' }
  /** More text is needed to tell. */
  | { readonly kind: 'more' };

/**
 * A root tag or an XML declaration is shorter than this. The bound keeps the search for its end from going over the same
 * text again and again.
 */
const longestMarkup = 256;

/**
 * Tells what stands at `at`, a `<`. Outside events only the root `Events`, an XML declaration (one for each export that
 * was pasted) and comments have a meaning; DOCTYPE and processing instructions are refused
 * (hostile-input.md U-02). `last`: no more text will come.
 */
export function readBetween(text: string, at: number, last: boolean): Between {
  if (!last && text.length - at < '</Events>'.length) return { kind: 'more' };
  if (startsTag(text, at, '<Event')) return { kind: 'event' };
  if (startsTag(text, at, '<Events')) {
    const root = upTo(text, at, '>', 'root-start', last);
    const empty = root.kind === 'root-start' && text[at + root.length - 2] === '/';
    return empty ? { ...root, kind: 'nothing' } : root;
  }
  if (startsTag(text, at, '</Events')) return upTo(text, at, '>', 'root-end', last);
  if (text.startsWith('<!--', at)) return { kind: 'comment', length: 4 };
  if (text.startsWith('<?xml', at) && isSpace(text, at + 5)) return upTo(text, at, '?>', 'nothing', last);
  if (text.startsWith('<?', at)) return { kind: 'refused' };
  if (text.startsWith('<!', at) && text[at + 2] !== '[') return { kind: 'refused' };
  return { kind: 'junk', length: 1 };
}

function upTo(
  text: string,
  at: number,
  end: string,
  kind: 'root-start' | 'root-end' | 'nothing',
  last: boolean,
): Between {
  const length = text.slice(at, at + longestMarkup).indexOf(end) + end.length;
  if (length >= end.length) return { kind, length };
  return last || text.length - at >= longestMarkup ? { kind: 'junk', length: 1 } : { kind: 'more' };
}

/** Whether `tag` stands at `at` and its name ends there. */
export function startsTag(text: string, at: number, tag: string): boolean {
  if (!text.startsWith(tag, at)) return false;
  const next = text[at + tag.length];
  return next === undefined || next === '>' || next === '/' || isSpace(text, at + tag.length);
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Blank, or the `-` of a tree view from which an event was copied, or a byte order mark in the middle of a file. */
export function meansNothing(text: string): boolean {
  return /^[\s\-\ufeff]*$/.test(text);
}
