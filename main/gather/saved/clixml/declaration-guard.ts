import { overLimit, StopReading } from '../stop-reading.ts';

export interface GuardedText {
  /** The text up to the first byte of what is refused. */
  readonly safe: string;
  readonly refusal: StopReading | null;
}

/** A processing instruction may not even stand where the XML declaration does. */
export function refusedInstruction(): StopReading {
  return new StopReading('limit', 'the file holds a processing instruction, which is never carried out');
}

/**
 * Looks at the text before the XML parser does, and ends it at the first byte of a declaration: no DOCTYPE, no entity, no
 * processing instruction behind the start of the file (hostile-input.md U-02). Character references
 * are counted here because the parser resolves them without telling.
 */
export class DeclarationGuard {
  readonly #mostReferences: number;
  #references = 0;
  #position = 0;
  #tail = '';

  constructor(mostReferences: number) {
    this.#mostReferences = mostReferences;
  }

  check(text: string): GuardedText {
    const tail = this.#tail.length;
    const border = this.#tail + text.slice(0, 2);
    const atBorder = this.#scan(border, Math.max(0, tail - 1), tail, this.#position - tail);
    if (atBorder !== null) return { safe: '', refusal: atBorder.refusal };
    const inside = this.#scan(text, 0, text.length, this.#position);
    if (inside !== null) return { safe: text.slice(0, inside.at), refusal: inside.refusal };
    this.#position += text.length;
    this.#tail = (this.#tail + text.slice(-2)).slice(-2);
    return { safe: text, refusal: null };
  }

  /** Only what begins between `start` and `end` counts, so that nothing at a border is counted twice. */
  #scan(text: string, start: number, end: number, position: number): Hit | null {
    const found = [
      ...hits(text, '<?', start, end, (at) => (position + at === 0 ? null : refusedInstruction())),
      ...hits(text, '<!', 0, end, (at) => refusedDeclaration(text[at + 2])),
      ...hits(text, '&#', start, end, () => this.#countReference()),
    ];
    return found.sort((a, b) => a.at - b.at)[0] ?? null;
  }

  #countReference(): StopReading | null {
    this.#references++;
    return this.#references > this.#mostReferences
      ? overLimit(this.#mostReferences, 'character references')
      : null;
  }
}

interface Hit {
  readonly at: number;
  readonly refusal: StopReading;
}

/** A comment and a CDATA section may stay; what only begins at the border is looked at with the next text. */
function refusedDeclaration(next: string | undefined): StopReading | null {
  if (next === undefined || next === '-' || next === '[') return null;
  return new StopReading('limit', 'the file holds a DOCTYPE or entity declaration, which is never read');
}

/** The first place of `mark` that `judge` refuses. */
function hits(
  text: string,
  mark: string,
  start: number,
  end: number,
  judge: (at: number) => StopReading | null,
): readonly Hit[] {
  for (let at = text.indexOf(mark, start); at >= 0 && at < end; at = text.indexOf(mark, at + 1)) {
    const refusal = judge(at);
    if (refusal !== null) return [{ at, refusal }];
  }
  return [];
}
