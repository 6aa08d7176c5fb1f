export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

export type EncodingVerdict =
  | { readonly readable: true; readonly encoding: TextEncoding; readonly bomBytes: number }
  | { readonly readable: false; readonly encoding: string; readonly reason: string };

const headBytes = 512;

/**
 * Tells how the text of a file is encoded from its first bytes (at least 4, better 512): byte order mark, then the zero
 * bytes of UTF-16, then the XML declaration. A byte order mark outranks the declaration: PowerShell's `>` rewrites the
 * bytes of an exported log as UTF-16 and leaves `encoding="utf-8"` inside.
 */
export function detectEncoding(file: Uint8Array): EncodingVerdict {
  const head = file.subarray(0, headBytes);
  const marked = fromByteOrderMark(head);
  if (marked !== null) return marked;
  const wide = fromZeroBytes(head);
  if (wide !== null) return wide;
  const declared = declaredEncoding(head);
  if (declared === null || readableAsUtf8.has(declared)) {
    return { readable: true, encoding: 'utf-8', bomBytes: 0 };
  }
  return refuse(declared, `the file declares the encoding ${declared}; only UTF-8 and UTF-16 are read`);
}

/** An ASCII-readable declaration of UTF-16 was left behind by an editor that saved as UTF-8. */
const readableAsUtf8: ReadonlySet<string> = new Set([
  'utf-8',
  'utf8',
  'us-ascii',
  'ascii',
  'utf-16',
  'unicode',
]);

function fromByteOrderMark(head: Uint8Array): EncodingVerdict | null {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { readable: true, encoding: 'utf-8-bom', bomBytes: 3 };
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    return refuse('utf-32', 'the file is UTF-32; only UTF-8 and UTF-16 are read');
  }
  if (a === 0xff && b === 0xfe) return { readable: true, encoding: 'utf-16le', bomBytes: 2 };
  if (a === 0xfe && b === 0xff) return { readable: true, encoding: 'utf-16be', bomBytes: 2 };
  if (a === 0x2b && b === 0x2f && c === 0x76) {
    return refuse('utf-7', 'the file is UTF-7; only UTF-8 and UTF-16 are read');
  }
  return null;
}

/** UTF-16 text of any European language has a zero in nearly every second byte; UTF-8 text has none at all. */
function fromZeroBytes(head: Uint8Array): EncodingVerdict | null {
  const units = head.length >> 1;
  if (units < 2) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < units * 2; i += 2) {
    if (head[i] === 0) evenZeros++;
    if (head[i + 1] === 0) oddZeros++;
  }
  if (evenZeros > 0 && oddZeros > 0) {
    return refuse('binary', 'the file holds zero bytes in no order of UTF-8 or UTF-16');
  }
  if (oddZeros * 2 >= units) return { readable: true, encoding: 'utf-16le', bomBytes: 0 };
  if (evenZeros * 2 >= units) return { readable: true, encoding: 'utf-16be', bomBytes: 0 };
  return evenZeros + oddZeros === 0
    ? null
    : refuse('binary', 'the file holds zero bytes in no order of UTF-8 or UTF-16');
}

function declaredEncoding(head: Uint8Array): string | null {
  const text = Buffer.from(head).toString('latin1').trimStart();
  if (!text.startsWith('<?xml')) return null;
  const declaration = text.slice(0, text.indexOf('?>') + 1 || text.length);
  const at = declaration.indexOf('encoding');
  if (at < 0) return null;
  const value = /^encoding\s{0,8}=\s{0,8}["']([A-Za-z0-9._:-]{1,40})/.exec(declaration.slice(at));
  return value?.[1]?.toLowerCase() ?? null;
}

function refuse(encoding: string, reason: string): EncodingVerdict {
  return { readable: false, encoding, reason };
}
