/** One piece of PowerShell source; text inside `$( )` of a string is tokenised like the code around it. */
export interface PowerShellToken {
  readonly kind: 'word' | 'variable' | 'type' | 'string' | 'number' | 'mark' | 'newline' | 'parameter';
  readonly text: string;
  readonly line: number;
  /** No blank between this token and the one before. */
  readonly glued: boolean;
}

/** Tokenises well enough to lint: refuses (throws) what it does not understand, here-strings above all. */
export function powerShellTokens(source: string): readonly PowerShellToken[] {
  return new Scanner(source).run();
}

/** In this order; the last one takes any character. */
const plainTokens: readonly (readonly [PowerShellToken['kind'], RegExp])[] = [
  ['newline', /^\n/u],
  ['variable', /^(?:\$(?:[A-Za-z_][\w:]*|\{[^}]*\}|[$?^_])|@[A-Za-z_]\w*)/u],
  ['type', /^\[[A-Za-z_][\w.]*(?:\[[\w., ]*\])?\]/u],
  ['number', /^\d[\w.]*/u],
  ['parameter', /^-[A-Za-z]\w*/u],
  ['word', /^[A-Za-z_]\w*(?:-[A-Za-z]\w*)?/u],
  ['mark', /^(?:::|\$\(|@\(|@\{|\.\.|\+=|\+\+|[\s\S])/u],
];

class Scanner {
  readonly #source: string;
  readonly #tokens: PowerShellToken[] = [];
  #at = 0;
  #line = 1;
  #glued = false;

  constructor(source: string) {
    this.#source = source.replaceAll('\r\n', '\n');
  }

  run(): readonly PowerShellToken[] {
    while (this.#at < this.#source.length) this.#step();
    return this.#tokens;
  }

  #step(): void {
    const rest = this.#source.slice(this.#at, this.#at + 400);
    if (!this.#blankOrComment(rest) && !this.#quoted(rest)) this.#plain(rest);
  }

  #blankOrComment(rest: string): boolean {
    const before = this.#at;
    if (/^[ \t]/u.test(rest)) this.#skip(1);
    else if (rest.startsWith('`\n')) this.#skip(2);
    else if (rest.startsWith('<#')) this.#skipTo('#>');
    else if (rest.startsWith('#')) this.#skipTo('\n', 0);
    return this.#at > before;
  }

  #quoted(rest: string): boolean {
    if (/^@['"]/u.test(rest)) throw new Error(`line ${this.#line}: here-strings are not understood`);
    if (rest.startsWith("'")) this.#singleQuoted();
    else if (rest.startsWith('"')) this.#doubleQuoted();
    else return false;
    return true;
  }

  #plain(rest: string): void {
    for (const [kind, pattern] of plainTokens) {
      const text = kind === 'type' && !this.#operandFollows() ? undefined : pattern.exec(rest)?.[0];
      if (text === undefined) continue;
      this.#add(kind, text);
      return;
    }
  }

  /** `[` behind a value is an index, elsewhere it opens a type. */
  #operandFollows(): boolean {
    const last = this.#tokens.at(-1);
    if (last === undefined || !this.#glued || last.kind === 'type') return true;
    return last.kind === 'mark' && !/^[)\]}]$/u.test(last.text);
  }

  #singleQuoted(): void {
    const match = /^'(?:[^']|'')*'/u.exec(this.#source.slice(this.#at));
    if (match === null) throw new Error(`line ${this.#line}: a string without an end`);
    this.#add('string', match[0]);
  }

  #doubleQuoted(): void {
    const start = this.#at;
    const inner: string[] = [];
    let at = start + 1;
    for (; this.#source.charAt(at) !== '"'; at++) {
      if (at >= this.#source.length) throw new Error(`line ${this.#line}: a string without an end`);
      if (this.#source.charAt(at) === '`') at++;
      else if (this.#source.startsWith('$(', at)) {
        const end = this.#closing(at + 2);
        inner.push(this.#source.slice(at + 2, end));
        at = end;
      }
    }
    const line = this.#line;
    this.#add('string', this.#source.slice(start, at + 1));
    for (const code of inner) {
      this.#tokens.push({ kind: 'mark', text: '$(', line, glued: false });
      this.#tokens.push(...powerShellTokens(code).map((token) => ({ ...token, line })));
      this.#tokens.push({ kind: 'mark', text: ')', line, glued: false });
    }
  }

  /** The parenthesis that ends `$(`; quotes inside count as pairs. */
  #closing(from: number): number {
    let depth = 1;
    for (let at = from; at < this.#source.length; at++) {
      const character = this.#source.charAt(at);
      if (character === "'" || character === '"') at = this.#source.indexOf(character, at + 1);
      if (at < 0) break;
      if (character === '(') depth++;
      if (character === ')' && --depth === 0) return at;
    }
    throw new Error(`line ${this.#line}: $( without an end`);
  }

  #add(kind: PowerShellToken['kind'], text: string): void {
    this.#tokens.push({ kind, text, line: this.#line, glued: this.#glued });
    this.#at += text.length;
    this.#line += text.split('\n').length - 1;
    this.#glued = kind !== 'newline';
  }

  #skip(count: number): void {
    this.#line += this.#source.slice(this.#at, this.#at + count).split('\n').length - 1;
    this.#at += count;
    this.#glued = false;
  }

  #skipTo(end: string, beyond = end.length): void {
    const found = this.#source.indexOf(end, this.#at);
    this.#skip((found < 0 ? this.#source.length : found + beyond) - this.#at);
  }
}
