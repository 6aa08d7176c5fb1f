/** A terminal's keyboard, as far as a password needs it. */
export interface Keyboard {
  readonly isTTY?: boolean;
  setRawMode(raw: boolean): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: 'data', listener: (keys: Buffer) => void): unknown;
  off(event: 'data', listener: (keys: Buffer) => void): unknown;
}

/** Longer than any password that Windows takes (256 characters). */
const mostBytes = 1024;

/**
 * Reads a password as bytes (UTF-8), without echo and without ever making a string of it: a string cannot be erased. Null when
 * it was given up (Ctrl-C, Ctrl-D). The caller erases the buffer.
 */
export function askPassword(keyboard: Keyboard, prompt: () => void): Promise<Buffer | null> {
  const line = new HiddenLine();
  prompt();
  keyboard.setRawMode(true);
  keyboard.resume();
  return new Promise((resolve) => {
    const listen = (keys: Buffer) => {
      const end = [...keys].map((key) => line.press(key)).find((pressed) => pressed !== null);
      keys.fill(0);
      if (end === undefined) return;
      keyboard.off('data', listen);
      keyboard.setRawMode(false);
      keyboard.pause();
      resolve(line.take(end));
    };
    keyboard.on('data', listen);
  });
}

type LineEnd = 'entered' | 'given-up';

/** What was typed so far; keys after the end are not for it. */
class HiddenLine {
  readonly #typed = Buffer.alloc(mostBytes);
  #length = 0;
  #end: LineEnd | null = null;

  press(key: number): LineEnd | null {
    if (this.#end !== null) return null;
    switch (key) {
      case 0x0d: // Enter
      case 0x0a:
        this.#end = 'entered';
        break;
      case 0x03: // Ctrl-C
      case 0x04: // Ctrl-D
        this.#end = 'given-up';
        break;
      case 0x15: // Ctrl-U
        this.#length = 0;
        break;
      case 0x08: // Backspace
      case 0x7f:
        this.#forgetLast();
        break;
      default:
        if (key >= 0x20 && this.#length < mostBytes) this.#length = this.#typed.writeUInt8(key, this.#length);
    }
    return this.#end;
  }

  take(end: LineEnd): Buffer | null {
    const taken = end === 'entered' ? Buffer.from(this.#typed.subarray(0, this.#length)) : null;
    this.#typed.fill(0);
    return taken;
  }

  /** A character may have several bytes. */
  #forgetLast(): void {
    this.#length = Math.max(0, this.#length - 1);
    while (this.#length > 0 && ((this.#typed[this.#length] ?? 0) & 0xc0) === 0x80) this.#length -= 1;
  }
}
