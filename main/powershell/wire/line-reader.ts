export interface LineReaderEvents {
  /** What stands behind the tag, without the line end. */
  readonly onMessage: (json: string) => void;
  /** Text that did not come from the bridge: a banner, a profile's words, another program's. */
  readonly onNoise: (text: string) => void;
  /** A line grew past the limit; nothing more is read, and what the line was is not known. */
  readonly onTooLong: () => void;
}

/**
 * Takes the tagged lines out of a stream, in time linear to its length and with no more than one line in memory. A line
 * ends with `\n` alone: U+2028 and a bare `\r` are content. The tag may stand behind other text, for a program that wrote
 * no line end before the bridge did.
 */
export class LineReader {
  readonly #tag: string;
  readonly #longest: number;
  readonly #events: LineReaderEvents;
  /** Pieces of the unfinished line; joined once, for joining at each piece would cost the square of its length. */
  #pieces: string[] = [];
  #length = 0;
  #stopped = false;

  constructor(tag: string, longest: number, events: LineReaderEvents) {
    this.#tag = tag;
    this.#longest = longest;
    this.#events = events;
  }

  push(text: string): void {
    let from = 0;
    while (!this.#stopped) {
      const end = text.indexOf('\n', from);
      const piece = from === 0 && end < 0 ? text : text.slice(from, end < 0 ? text.length : end);
      this.#length += piece.length;
      if (this.#length > this.#longest) {
        this.#stop();
        return;
      }
      this.#pieces.push(piece);
      if (end < 0) return;
      this.#line(this.#pieces.length === 1 ? piece : this.#pieces.join(''));
      this.#pieces = [];
      this.#length = 0;
      from = end + 1;
    }
  }

  /** The stream ended: an unfinished message is lost, and said to be. */
  end(): void {
    const rest = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    if (rest.trim() !== '' && !this.#stopped) this.#events.onNoise(rest);
  }

  #line(line: string): void {
    const at = line.indexOf(this.#tag);
    if (at !== 0) {
      const noise = at < 0 ? line : line.slice(0, at);
      if (noise.trim() !== '') this.#events.onNoise(noise);
    }
    if (at >= 0) this.#events.onMessage(line.slice(at + this.#tag.length));
  }

  #stop(): void {
    this.#stopped = true;
    this.#pieces = [];
    this.#events.onTooLong();
  }
}
