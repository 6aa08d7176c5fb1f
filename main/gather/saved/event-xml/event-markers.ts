import { startsTag } from './between-events.ts';

/** A tag that can begin or end an event, or end the log around it. */
export interface EventMarker {
  readonly kind: 'start' | 'end' | 'root';
  /** Offset of the tag's `<`. */
  readonly at: number;
}

/** Characters of the longest beginning of a tag that cannot yet be told from another: `</Events`. */
const undecided = 8;

/** Up to where markers can be told for sure; a tag cut off by the end of the piece may become one with the next piece. */
export function decidedLength(text: string, last: boolean): number {
  if (last) return text.length;
  const tag = text.slice(-undecided).lastIndexOf('<');
  return tag < 0 ? text.length : Math.max(0, text.length - undecided) + tag;
}

/** The first marker in `[from, end)`. One search for both kinds of tag, so that no part of the text is looked at twice. */
export function findMarker(text: string, from: number, end: number): EventMarker | null {
  for (let at = text.indexOf('Event', from); at >= 0 && at < end; at = text.indexOf('Event', at + 1)) {
    const closes = text[at - 1] === '/';
    const tag = closes ? at - 2 : at - 1;
    if (tag < from || tag >= end || text[tag] !== '<') continue;
    if (startsTag(text, tag, closes ? '</Event' : '<Event'))
      return { kind: closes ? 'end' : 'start', at: tag };
    if (startsTag(text, tag, closes ? '</Events' : '<Events')) return { kind: 'root', at: tag };
  }
  return null;
}
