import { BinXmlError } from './binxml-error.ts';

/** BOMs are data inside a log; ill-formed pairs become U+FFFD so that no lone surrogate travels on. */
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const ansi = new TextDecoder('windows-1252');

/** Below this many characters a loop beats the decoder's cost of entry. */
const shortText = 8;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether the ASCII text stands at `offset`. */
export function hasSignature(bytes: Uint8Array, offset: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

/**
 * The bytes of one chunk. Every offset inside BinXml counts from the chunk's first byte.
 * A read outside the chunk throws a RangeError (from DataView), which the record's reader turns into a gap.
 */
export class ChunkBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #names = new Map<number, BinXmlName>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  /** UTF-16 little-endian text of `size` bytes. */
  utf16(offset: number, size: number): string {
    const end = offset + (size & ~1);
    this.#mustHold(offset, end);
    if (end - offset > 2 * shortText) return utf16.decode(this.bytes.subarray(offset, end));
    let text = '';
    for (let at = offset; at < end; at += 2) {
      const unit = this.view.getUint16(at, true);
      if (unit >= 0xd800 && unit <= 0xdfff) return utf16.decode(this.bytes.subarray(offset, end));
      text += String.fromCharCode(unit);
    }
    return text;
  }

  /** 8-bit text; the record does not say its code page, and Western European is what Windows' own tools assume. */
  ansi(offset: number, size: number): string {
    this.#mustHold(offset, offset + size);
    return ansi.decode(this.bytes.subarray(offset, offset + size));
  }

  /** The name stored at `offset`: next-in-table (4), hash (2), length (2), UTF-16 text and a NUL. */
  name(offset: number): BinXmlName {
    const known = this.#names.get(offset);
    if (known !== undefined) return known;
    const length = this.view.getUint16(offset + 6, true);
    const name = { text: this.utf16(offset + 8, 2 * length), size: 8 + 2 * length + 2 };
    this.#names.set(offset, name);
    return name;
  }

  #mustHold(offset: number, end: number): void {
    if (offset < 0 || end > this.bytes.length) throw new BinXmlError('record-content');
  }
}

export interface BinXmlName {
  readonly text: string;
  /** Bytes it takes where it is stored. */
  readonly size: number;
}
