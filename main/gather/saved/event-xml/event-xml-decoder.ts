import { detectEncoding } from '../encoding.ts';
import type { EventXmlScan } from './event-xml-scan.ts';

/** As many bytes as the detection of the encoding looks at. */
const headBytes = 512;

/** Turns the bytes of a file into text for a scan; characters split between pieces are kept together. */
export class EventXmlDecoder {
  readonly #scan: EventXmlScan;
  #head = new Uint8Array(0);
  #decoder: InstanceType<typeof TextDecoder> | null = null;

  constructor(scan: EventXmlScan) {
    this.#scan = scan;
  }

  push(piece: Uint8Array): void {
    if (this.#decoder !== null) {
      this.#decode(this.#decoder, piece, true);
      return;
    }
    const head = new Uint8Array(this.#head.length + piece.length);
    head.set(this.#head);
    head.set(piece, this.#head.length);
    this.#head = head;
    if (head.length >= headBytes) this.#begin(true);
  }

  finish(): void {
    if (this.#decoder === null) this.#begin(false);
    else this.#decode(this.#decoder, new Uint8Array(0), false);
  }

  #begin(more: boolean): void {
    const verdict = detectEncoding(this.#head);
    if (!verdict.readable) this.#scan.foreignEncoding(verdict.encoding);
    const label =
      verdict.encoding === 'utf-16le' || verdict.encoding === 'utf-16be' ? verdict.encoding : 'utf-8';
    this.#decoder = new TextDecoder(label);
    this.#decode(this.#decoder, this.#head, more);
  }

  #decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, more: boolean): void {
    const text = decoder.decode(bytes, { stream: more });
    this.#scan.push(text);
    let damaged = 0;
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) damaged++;
    if (damaged > 0) this.#scan.damagedText(damaged);
  }
}
