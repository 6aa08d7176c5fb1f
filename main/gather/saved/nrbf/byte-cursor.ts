import { StopReading } from '../stop-reading.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads little-endian values from bytes of unknown honesty; every read past the end throws `StopReading`. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  i16(): number {
    return this.#view.getInt16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#advance(8), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  f32(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** A copy of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const at = this.#advance(length);
    return new Uint8Array(this.#bytes.subarray(at, at + length));
  }

  /** LengthPrefixedString of [MS-NRBF] 2.1.1.6: length in 7-bit groups, then UTF-8. */
  text(): string {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      if (shift > 28)
        throw new StopReading('damaged', `the length of a text at byte ${this.#at} is no number`);
      const group = this.u8();
      length += (group & 0x7f) * 2 ** shift;
      if (group < 0x80) break;
    }
    const at = this.#advance(length);
    try {
      return utf8.decode(this.#bytes.subarray(at, at + length));
    } catch {
      throw new StopReading('damaged', `the text at byte ${at} is not UTF-8`);
    }
  }

  #advance(length: number): number {
    const at = this.#at;
    if (length < 0 || length > this.#bytes.length - at) {
      throw new StopReading('incomplete', `the data ends at byte ${this.#bytes.length}, inside a value`);
    }
    this.#at = at + length;
    return at;
  }
}
