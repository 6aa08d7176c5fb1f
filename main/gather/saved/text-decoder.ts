import { TextDecoder } from 'node:util';
import type { TextEncoding } from './encoding.ts';

export interface DecodedText {
  readonly text: string;
  /** Offset in the file of the first byte that is no text in this encoding; nothing after it was decoded. */
  readonly brokenAt: number | null;
}

/**
 * Decodes a file chunk by chunk and refuses every malformed byte (never U+FFFD: a changed character in a name would be
 * a wrong fact). Characters split between chunks are kept together; a broken chunk still yields the text before the
 * damage. A byte order mark inside the text is kept as the character it then is.
 */
export class StrictDecoder {
  readonly #decoder: TextDecoder;
  readonly #splitBytes: (bytes: Uint8Array) => number;
  #carry: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #bomLeft: number;

  /** The chunks must start with the `bomBytes` of the mark, which are left out of the text. */
  constructor(encoding: TextEncoding, bomBytes: number) {
    this.#bomLeft = bomBytes;
    const label = encoding === 'utf-8-bom' ? 'utf-8' : encoding;
    this.#decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
    this.#splitBytes =
      label === 'utf-8' ? splitUtf8 : (bytes) => splitUtf16(bytes, label === 'utf-16le' ? 1 : 0);
  }

  decode(chunk: Uint8Array): DecodedText {
    const skipped = Math.min(this.#bomLeft, chunk.length);
    this.#bomLeft -= skipped;
    this.#offset += skipped;
    const fresh = skipped === 0 ? chunk : chunk.subarray(skipped);
    const bytes = this.#carry.length === 0 ? fresh : Buffer.concat([this.#carry, fresh]);
    const whole = bytes.length - this.#splitBytes(bytes);
    // A copy: the caller may use the chunk's memory again.
    this.#carry = new Uint8Array(bytes.subarray(whole));
    const text = this.#attempt(bytes.subarray(0, whole));
    if (text === null) return this.#goodPart(bytes.subarray(0, whole));
    this.#offset += whole;
    return { text, brokenAt: null };
  }

  /** Call once at the end: a character that never got its last bytes is damage. */
  end(): DecodedText {
    return { text: '', brokenAt: this.#carry.length === 0 ? null : this.#offset };
  }

  #goodPart(bytes: Uint8Array): DecodedText {
    let good = 0;
    let bad = bytes.length;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (this.#attempt(this.#wholeCharacters(bytes, middle)) === null) bad = middle;
      else good = middle;
    }
    const sound = this.#wholeCharacters(bytes, good);
    return { text: this.#attempt(sound) ?? '', brokenAt: this.#offset + sound.length };
  }

  #wholeCharacters(bytes: Uint8Array, length: number): Uint8Array {
    const start = bytes.subarray(0, length);
    return start.subarray(0, length - this.#splitBytes(start));
  }

  #attempt(bytes: Uint8Array): string | null {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return null;
    }
  }
}

/** How many bytes at the end belong to a UTF-8 character that is not complete yet (0 to 3). */
function splitUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** The same for UTF-16: half a unit, and a high surrogate that waits for its low one (0 to 3). */
function splitUtf16(bytes: Uint8Array, highByte: 0 | 1): number {
  const odd = bytes.length & 1;
  const high = bytes[bytes.length - odd - 2 + highByte];
  return high !== undefined && (high & 0xfc) === 0xd8 ? odd + 2 : odd;
}
