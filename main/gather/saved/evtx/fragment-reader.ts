import { BinXmlCursor } from './binxml-cursor.ts';
import { BinXmlError } from './binxml-error.ts';
import { deepestNesting, moreFlag, token } from './binxml-token.ts';
import type { ChunkBytes } from './chunk-bytes.ts';
import { chunkHeaderSize } from './chunk-header.ts';
import type { EventPlace } from './event-place.ts';
import { PlanCompiler } from './plan-compiler.ts';
import type { TemplatePlan } from './template-plan.ts';
import type { ValueStack, ValueWindow } from './value-stack.ts';
import type { WorkBudget } from './work-budget.ts';

/** The parts of one fragment in order, and the offset behind its last token. */
export interface Fragment {
  readonly parts: readonly FilledPlan[];
  readonly end: number;
}

/** A plan and the values that fill it. */
export interface FilledPlan {
  readonly plan: TemplatePlan;
  readonly values: ValueWindow;
}

const noValues: ValueWindow = { base: 0, count: 0 };

/** Before a template's body: offset of the next one (4), GUID (16), size of the body (4). */
const definitionHeaderSize = 24;

/** Reads fragments of one chunk and keeps the plan of every template met, as a chunk uses the same few again and again. */
export class FragmentReader {
  readonly #chunk: ChunkBytes;
  readonly #stack: ValueStack;
  readonly #budget: WorkBudget;
  readonly #plans = new Map<EventPlace, Map<number, TemplatePlan | null>>();

  constructor(chunk: ChunkBytes, stack: ValueStack, budget: WorkBudget) {
    this.#chunk = chunk;
    this.#stack = stack;
    this.#budget = budget;
  }

  /** The elements and template instances of the fragment in `[start, end)`; their values stay on the stack. */
  read(start: number, end: number, place: EventPlace, depth: number): Fragment {
    if (depth > deepestNesting) throw new BinXmlError('limit');
    const cursor = new BinXmlCursor(this.#chunk, start, end);
    const parts: FilledPlan[] = [];
    for (;;) {
      this.#budget.step();
      const kind = cursor.peek() & ~moreFlag;
      if (kind === token.templateInstance) parts.push(this.#instance(cursor, place));
      else if (kind === token.fragmentHeader) cursor.skip(4);
      else if (kind === token.openStartElement) {
        const compiler = new PlanCompiler(cursor, this.#budget, hasDependencies(cursor));
        compiler.element(place, [], depth);
        parts.push({ plan: compiler.plan(), values: noValues });
      } else if (kind === token.instructionTarget || kind === token.instructionData) skipInstruction(cursor);
      else if (kind === token.endOfFragment) return { parts, end: Math.min(cursor.at + 1, end) };
      else throw new BinXmlError('record-content');
    }
  }

  #instance(cursor: BinXmlCursor, place: EventPlace): FilledPlan {
    cursor.skip(2);
    const shortId = cursor.uint32();
    const definition = cursor.uint32();
    if (definition === cursor.at) {
      cursor.skip(definitionHeaderSize - 4);
      cursor.skip(cursor.uint32());
    }
    // An instance repeats the first four bytes of its template's GUID, which shows a template that was overwritten.
    const ownId = cursor.chunk.view.getUint32(definition + 4, true);
    if (ownId !== shortId) throw new BinXmlError('record-content');
    const plan = this.#plan(definition, place);
    return { plan, values: this.#stack.push(cursor) };
  }

  #plan(definition: number, place: EventPlace): TemplatePlan {
    let plans = this.#plans.get(place);
    if (plans === undefined) {
      plans = new Map();
      this.#plans.set(place, plans);
    }
    let plan = plans.get(definition);
    if (plan === undefined) {
      plans.set(definition, null);
      plan = this.#compile(definition, place);
      plans.set(definition, plan);
    }
    if (plan === null) throw new BinXmlError('record-content');
    return plan;
  }

  #compile(definition: number, place: EventPlace): TemplatePlan {
    const { view, bytes } = this.#chunk;
    const start = definition + definitionHeaderSize;
    const end = start + view.getUint32(definition + 20, true);
    if (end > bytes.length) throw new BinXmlError('record-content');
    const cursor = new BinXmlCursor(this.#chunk, start, end);
    const compiler = new PlanCompiler(cursor, this.#budget, true);
    for (;;) {
      this.#budget.step();
      const kind = cursor.peek() & ~moreFlag;
      if (kind === token.fragmentHeader) cursor.skip(4);
      else if (kind === token.openStartElement) compiler.element(place, [], 1);
      else if (kind === token.endOfFragment) return compiler.plan();
      else throw new BinXmlError('record-content');
    }
  }
}

/**
 * Whether the elements written out in a record carry dependency identifiers: MS-EVEN6 gives them to templates only, but
 * Windows writes them in some records. The reference to the element's name (first after the token and a size) tells.
 */
function hasDependencies(cursor: BinXmlCursor): boolean {
  const sizes = 1 + 4;
  return !namesElement(cursor, sizes) && namesElement(cursor, sizes + 2);
}

function namesElement(cursor: BinXmlCursor, skipped: number): boolean {
  const { view } = cursor.chunk;
  const at = cursor.at + skipped;
  if (at + 4 > cursor.end) return false;
  const name = view.getUint32(at, true);
  const known = name >= chunkHeaderSize && name < cursor.at;
  if (name + 8 > view.byteLength || (!known && name !== at + 4)) return false;
  const terminator = name + 8 + 2 * view.getUint16(name + 6, true);
  return terminator + 2 <= view.byteLength && view.getUint16(terminator, true) === 0;
}

function skipInstruction(cursor: BinXmlCursor): void {
  if ((cursor.uint8() & ~moreFlag) === token.instructionTarget) cursor.name();
  else cursor.countedText();
}
