export interface PemBlock {
  readonly label: string;
  /** Null when the lines between the marks are not base64. */
  readonly bytes: Uint8Array | null;
}

/** A marker line may not be longer; a bound, so that a file of dashes is passed in one go. */
const longestLabel = 64;
const opening = '-----BEGIN ';

/**
 * Every PEM block (RFC 7468) in a text, in order: junk between blocks, CRLF, blanks and header lines do not matter. A block
 * that never ends is given with `bytes: null`. Time grows with the length of the text and nothing else.
 */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (let from = text.indexOf(opening); from >= 0; ) {
    const labelStart = from + opening.length;
    const labelEnd = text.indexOf('-----', labelStart);
    if (labelEnd < 0) break;
    const next = text.indexOf(opening, labelStart);
    const label = text.slice(labelStart, labelEnd);
    if (labelEnd - labelStart > longestLabel || label.includes('\n')) {
      from = next;
      continue;
    }
    const body = text.slice(labelEnd + 5, next < 0 ? undefined : next);
    const bodyEnd = body.indexOf(`-----END ${label}-----`);
    blocks.push({ label, bytes: bodyEnd < 0 ? null : decodeBody(body.slice(0, bodyEnd)) });
    from = next;
  }
  return blocks;
}

/** Headers (`Proc-Type:`, bag attributes) end with an empty line, and none holds base64 only. */
function decodeBody(body: string): Uint8Array | null {
  const lines = body.split('\n').filter((line) => !line.includes(':'));
  const base64 = lines.join('').replace(/[\t-\r ]+/g, '');
  if (base64 === '' || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null;
  return Buffer.from(base64, 'base64');
}
