const longestTag = 4096;

/**
 * Counts how often each RefId is referred to, in a first pass over the text. The second pass can then forget an object
 * after its last use: a reference may point to any earlier object of the file, and keeping them all would keep the file.
 * Counting too much (inside a comment) only keeps an object longer.
 */
export class ReferenceCounter {
  readonly uses = new Map<string, number>();
  #carry = '';

  add(chunk: string): void {
    const text = this.#carry + chunk;
    let at = text.indexOf('<Ref');
    while (at >= 0) {
      // Not the next `>`, which an attribute may hold; `<` it may not (XML 1.0 section 3.1).
      const end = text.indexOf('<', at + 1);
      if (end < 0) break;
      this.#count(text.slice(at, end));
      at = text.indexOf('<Ref', end);
    }
    const rest = at >= 0 ? text.slice(at) : text.slice(-3);
    this.#carry = rest.length > longestTag ? '' : rest;
  }

  #count(tag: string): void {
    const id = /\sRefId\s{0,8}=\s{0,8}["']([^"']{0,40})["']/.exec(tag)?.[1];
    if (id !== undefined) this.uses.set(id, (this.uses.get(id) ?? 0) + 1);
  }
}
