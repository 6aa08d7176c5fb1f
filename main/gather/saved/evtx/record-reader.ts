import { arrayTexts } from './array-texts.ts';
import type { ChunkBytes } from './chunk-bytes.ts';
import type { EventField, EventPlace } from './event-place.ts';
import { type FilledPlan, FragmentReader } from './fragment-reader.ts';
import type { DataSource, FieldSource, Guards, TextPart } from './template-plan.ts';
import type { ValueStack, ValueWindow } from './value-stack.ts';
import { valueText } from './value-text.ts';
import { arrayFlag, valueType } from './value-type.ts';
import type { WorkBudget } from './work-budget.ts';

/** The texts of an event as Event Viewer's XML shows them; a field that the record leaves out is undefined. */
export interface EventTexts {
  readonly fields: Record<EventField, string | undefined>;
  /** Null when the event was not wanted and only provider and id were read. */
  data: string[] | null;
  /** Offset in the chunk behind the last token of the content. */
  readonly end: number;
}

function noFields(): Record<EventField, string | undefined> {
  return {
    provider: undefined,
    providerGuid: undefined,
    id: undefined,
    qualifiers: undefined,
    level: undefined,
    time: undefined,
    recordId: undefined,
    channel: undefined,
    computer: undefined,
  };
}

/** Says from provider and id alone, the only fields filled when it is asked, whether the whole event is wanted. */
export type WantedTexts = (fields: EventTexts['fields']) => boolean;

/** Reads the events of one chunk by filling the plans of their templates. */
export class RecordReader {
  readonly #chunk: ChunkBytes;
  readonly #stack: ValueStack;
  readonly #budget: WorkBudget;
  readonly #fragments: FragmentReader;

  constructor(chunk: ChunkBytes, stack: ValueStack, budget: WorkBudget) {
    this.#chunk = chunk;
    this.#stack = stack;
    this.#budget = budget;
    this.#fragments = new FragmentReader(chunk, stack, budget);
  }

  /**
   * The event whose BinXml lies in `[start, end)` of the chunk; of one that is not wanted the computer only when it is
   * asked for. Throws BinXmlError or RangeError when it makes no sense.
   */
  read(start: number, end: number, wanted: WantedTexts, computer = false): EventTexts {
    this.#stack.drop(0);
    const { parts: roots, end: contentEnd } = this.#fragments.read(start, end, 'document', 1);
    const texts: EventTexts = { fields: noFields(), data: null, end: contentEnd };
    for (const root of roots) this.#fields(root.plan.identity, root.values, texts);
    if (!wanted(texts.fields)) {
      if (computer) for (const { plan, values } of roots) this.#computer(plan.fields, values, texts);
      return texts;
    }
    texts.data = [];
    for (const root of roots) this.#fill(root, texts, texts.data, 1, true);
    return texts;
  }

  #fill(filled: FilledPlan, texts: EventTexts, data: string[], depth: number, identityDone: boolean): void {
    const { plan, values } = filled;
    if (!identityDone) this.#fields(plan.identity, values, texts);
    this.#fields(plan.fields, values, texts);
    for (const source of plan.data) {
      if (this.#leftOut(source.guards, values)) continue;
      if (source.kind === 'leaf') this.#leaf(source, values, texts, data, depth);
      else if (this.#stack.type(values, source.slot.index) === valueType.binXml) {
        this.#nested(source.slot.index, values, source.place, texts, data, depth);
      }
    }
  }

  #nested(
    index: number,
    values: ValueWindow,
    place: EventPlace,
    texts: EventTexts,
    data: string[],
    depth: number,
  ): void {
    const mark = this.#stack.mark;
    const start = this.#stack.offset(values, index);
    const inner = this.#fragments.read(start, start + this.#stack.size(values, index), place, depth + 1);
    for (const filled of inner.parts) this.#fill(filled, texts, data, depth + 1, false);
    this.#stack.drop(mark);
  }

  #fields(sources: readonly FieldSource[], values: ValueWindow, texts: EventTexts): void {
    for (const { field, parts, guards } of sources) {
      // Only a provider without a name is known by its GUID.
      if (field === 'providerGuid' && texts.fields.provider !== undefined) continue;
      if (!this.#leftOut(guards, values)) texts.fields[field] ??= this.#text(parts, values);
    }
  }

  #computer(sources: readonly FieldSource[], values: ValueWindow, texts: EventTexts): void {
    for (const { field, parts, guards } of sources) {
      if (field === 'computer' && !this.#leftOut(guards, values))
        texts.fields.computer ??= this.#text(parts, values);
    }
  }

  #leaf(
    source: DataSource & { kind: 'leaf' },
    values: ValueWindow,
    texts: EventTexts,
    data: string[],
    depth: number,
  ): void {
    for (const part of source.parts) {
      if (typeof part === 'string') continue;
      const type = this.#stack.type(values, part.index);
      if (type === valueType.binXml) {
        this.#nested(part.index, values, 'user-data', texts, data, depth);
        return;
      }
      if ((type & arrayFlag) !== 0) {
        for (const item of this.#items(part.index, values)) {
          data.push(this.#text(source.parts, values, part, item));
        }
        return;
      }
    }
    data.push(this.#text(source.parts, values));
  }

  /** The parts as one text; `item` stands for the value of `repeated`, the array for whose values the element is repeated. */
  #text(parts: readonly TextPart[], values: ValueWindow, repeated?: TextPart, item = ''): string {
    let text = '';
    for (const part of parts) {
      this.#budget.step();
      if (typeof part === 'string') {
        this.#budget.text(part.length);
        text += part;
      } else text += part === repeated ? item : this.#value(part.index, values);
    }
    return text;
  }

  #value(index: number, values: ValueWindow): string {
    const type = this.#stack.type(values, index);
    if ((type & arrayFlag) !== 0) return this.#items(index, values).join(' ');
    const size = this.#stack.size(values, index);
    if (size === 0 || type === valueType.binXml) return '';
    this.#budget.text(size);
    return valueText(this.#chunk, type, this.#stack.offset(values, index), size);
  }

  #items(index: number, values: ValueWindow): readonly string[] {
    const size = this.#stack.size(values, index);
    const texts = arrayTexts(
      this.#chunk,
      this.#stack.type(values, index) & ~arrayFlag,
      this.#stack.offset(values, index),
      size,
    );
    this.#budget.text(size);
    this.#budget.step(texts.length);
    return texts;
  }

  #leftOut(guards: Guards, values: ValueWindow): boolean {
    this.#budget.step(1 + guards.length);
    for (const guard of guards) {
      if (this.#stack.type(values, guard) === valueType.none) return true;
    }
    return false;
  }
}
