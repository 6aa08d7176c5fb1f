/**
 * A user name and the password's bytes (UTF-8), for as long as sessions may be opened with them. The bytes are never
 * turned into a string, which could not be erased; whoever made it calls `erase`.
 */
export class Credential {
  readonly user: string;
  readonly #password: Buffer;

  /** Takes the buffer over: it is erased with this. */
  constructor(user: string, password: Buffer) {
    this.user = user;
    this.#password = password;
  }

  erase(): void {
    this.#password.fill(0);
  }

  /** The password as the inside of a JSON string, in a buffer that the caller erases. */
  escaped(): Buffer {
    const longest = Buffer.alloc(this.#password.length * 6);
    let length = 0;
    for (const byte of this.#password) {
      if (byte === 0x22 || byte === 0x5c) length = longest.writeUInt16BE(0x5c00 | byte, length);
      else if (byte >= 0x20) length = longest.writeUInt8(byte, length);
      else length += longest.write(`\\u00${byte.toString(16).padStart(2, '0')}`, length, 'latin1');
    }
    const exact = Buffer.from(longest.subarray(0, length));
    longest.fill(0);
    return exact;
  }

  /** For every way in which an object is printed: a log must not show what it holds. */
  toJSON(): string {
    return this.user;
  }
}
