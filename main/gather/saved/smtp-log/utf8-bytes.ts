import { Buffer } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { TextEncoding } from '../encoding.ts';

/**
 * The encoding that the first bytes of a file show; UTF-8, which Exchange writes, when they show nothing. Unlike
 * `detectEncoding` it minds no zero bytes further on: a crash of the server leaves them in its log.
 */
export function sniffEncoding(head: Uint8Array): TextEncoding {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8-bom';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark: `#` or a digit, and a zero on one side of it.
  if (second === 0 && isAsciiText(first) && isAsciiText(head[2]) && head[3] === 0) return 'utf-16le';
  if (first === 0 && isAsciiText(second) && head[2] === 0 && isAsciiText(head[3])) return 'utf-16be';
  return 'utf-8';
}

function isAsciiText(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}

/** Turns UTF-16, which PowerShell writes when it saves a log again, into UTF-8; UTF-8 goes through as it is. */
export class Utf8Bytes {
  /** Code units that were no text, shown as U+FFFD. */
  badSequences = 0;
  readonly #decoder: TextDecoder | null;

  constructor(encoding: TextEncoding) {
    this.#decoder = encoding.startsWith('utf-16') ? new TextDecoder(encoding) : null;
  }

  convert(chunk: Uint8Array): Uint8Array {
    return this.#decoder === null ? chunk : this.#encode(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): Uint8Array {
    return this.#decoder === null ? new Uint8Array(0) : this.#encode(this.#decoder.decode());
  }

  #encode(text: string): Uint8Array {
    if (text.includes('\uFFFD')) this.badSequences += text.split('\uFFFD').length - 1;
    return Buffer.from(text, 'utf8');
  }
}
