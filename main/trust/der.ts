import { asBuffer } from './hex.ts';

/** Why bytes are not DER as X.690 defines it. */
export type DerErrorCode =
  | 'truncated'
  | 'trailing-bytes'
  | 'indefinite-length'
  | 'length-not-minimal'
  | 'length-too-large'
  | 'long-tag'
  | 'unexpected-tag'
  | 'too-deep'
  | 'too-many-elements'
  | 'bad-value';

/**
 * Thrown by every reader of this room for bytes that are not strict DER; `offset` counts from the first byte, null where the
 * fault is in what the bytes mean.
 */
export class DerError extends Error {
  readonly code: DerErrorCode;
  readonly offset: number | null;

  constructor(code: DerErrorCode, offset: number | null, detail = '') {
    const place = offset === null ? code : `${code} at byte ${offset}`;
    super(detail === '' ? place : `${place}: ${detail}`);
    this.name = 'DerError';
    this.code = code;
    this.offset = offset;
  }
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Nested deeper than any certificate needs; a bound, so that a crafted file cannot exhaust the stack. */
const maximumDepth = 32;
/** A certificate with 20,000 names has about 40,000 elements; a million is a file made to waste time. */
const maximumElements = 1_000_000;

const constructed = 0x20;

/** One tag-length-value; offsets count from the start of the bytes that the reader was made over. */
export interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** Reads the element at `offset`, which must end at or before `limit`; DER only, so one encoding for each value. */
export function elementAt(bytes: Uint8Array, offset: number, limit: number): DerElement {
  if (offset + 2 > limit) throw new DerError('truncated', offset);
  const tag = bytes[offset] as number;
  if ((tag & 0x1f) === 0x1f) throw new DerError('long-tag', offset);
  const first = bytes[offset + 1] as number;
  let content = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0) throw new DerError('indefinite-length', offset);
    if (count > 4) throw new DerError('length-too-large', offset);
    content += count;
    if (content > limit) throw new DerError('truncated', offset);
    length = 0;
    for (let index = offset + 2; index < content; index++) length = length * 256 + (bytes[index] as number);
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('length-not-minimal', offset);
  }
  if (length > limit - content) throw new DerError('truncated', offset);
  return { tag, start: offset, content, end: content + length };
}

/**
 * Walks the whole value once: one element that fills the bytes, definite minimal lengths, at most 32 levels.
 * Throws `DerError`. What is inside an OCTET STRING or BIT STRING is a value of its own and is not entered.
 */
export function checkDer(bytes: Uint8Array): void {
  const root = elementAt(bytes, 0, bytes.length);
  if (root.end !== bytes.length) throw new DerError('trailing-bytes', root.end);
  const ends = [root.end];
  let offset = (root.tag & constructed) === 0 ? root.end : root.content;
  for (let count = 1; ends.length > 0; ) {
    const limit = ends[ends.length - 1] as number;
    if (offset === limit) {
      ends.pop();
      continue;
    }
    const element = elementAt(bytes, offset, limit);
    if (++count > maximumElements) throw new DerError('too-many-elements', offset);
    if ((element.tag & constructed) === 0) {
      offset = element.end;
      continue;
    }
    if (ends.length >= maximumDepth) throw new DerError('too-deep', offset);
    ends.push(element.end);
    offset = element.content;
  }
}

/** Reads the elements of one constructed value in order. Every method throws `DerError` when the bytes do not fit. */
export class DerReader {
  readonly bytes: Buffer;
  readonly end: number;
  #position: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = asBuffer(bytes);
    this.end = end;
    this.#position = start;
  }

  get atEnd(): boolean {
    return this.#position >= this.end;
  }

  get position(): number {
    return this.#position;
  }

  /** The tag of the next element without taking it, or -1 at the end. */
  get nextTag(): number {
    return this.atEnd ? -1 : (this.bytes[this.#position] as number);
  }

  next(): DerElement {
    const element = elementAt(this.bytes, this.#position, this.end);
    this.#position = element.end;
    return element;
  }

  expect(tag: number): DerElement {
    if (this.nextTag !== tag) {
      if (this.atEnd) throw new DerError('truncated', this.#position);
      throw new DerError('unexpected-tag', this.#position, `0x${this.nextTag.toString(16)}`);
    }
    return this.next();
  }

  optional(tag: number): DerElement | null {
    return this.nextTag === tag ? this.next() : null;
  }

  /** A reader over the content of the next element, which must have this tag. */
  enter(tag: number): DerReader {
    return this.inside(this.expect(tag));
  }

  inside(element: DerElement): DerReader {
    return new DerReader(this.bytes, element.content, element.end);
  }

  content(element: DerElement): Uint8Array {
    return this.#view(element.content, element.end);
  }

  encoded(element: DerElement): Uint8Array {
    return this.#view(element.start, element.end);
  }

  // Faster than subarray, which makes a Buffer; a certificate is cut into some fifteen pieces.
  #view(start: number, end: number): Uint8Array {
    return new Uint8Array(this.bytes.buffer, this.bytes.byteOffset + start, end - start);
  }

  /** Every structure ends with this: bytes nobody reads are where a second meaning hides. */
  finish(): void {
    if (!this.atEnd) throw new DerError('trailing-bytes', this.#position);
  }
}

/** A reader over the single element of these bytes, which must have this tag and fill them. */
export function readWhole(bytes: Uint8Array, tag: number): DerReader {
  const reader = new DerReader(bytes);
  const element = reader.expect(tag);
  reader.finish();
  return reader.inside(element);
}
