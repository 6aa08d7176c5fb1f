import type { BinXmlCursor } from './binxml-cursor.ts';
import { BinXmlError } from './binxml-error.ts';
import { readTextRun } from './binxml-text.ts';
import { deepestNesting, moreFlag, token } from './binxml-token.ts';
import { attributeField, contentField, type EventPlace, isDataLeaf, placeInside } from './event-place.ts';
import type { DataSource, FieldSource, Guards, TemplatePlan, TextPart } from './template-plan.ts';
import type { WorkBudget } from './work-budget.ts';

/** The value of a dependency identifier that names no value. */
const noDependency = 0xffff;

/**
 * Reads the elements of one fragment and notes what each contributes to an event.
 * `inTemplate`: the elements of a template carry a dependency identifier, those written out in a record do not
 * (MS-EVEN6 2.2.12, rule StartElement).
 */
export class PlanCompiler {
  readonly #cursor: BinXmlCursor;
  readonly #budget: WorkBudget;
  readonly #inTemplate: boolean;
  readonly #identity: FieldSource[] = [];
  readonly #fields: FieldSource[] = [];
  readonly #data: DataSource[] = [];

  constructor(cursor: BinXmlCursor, budget: WorkBudget, inTemplate: boolean) {
    this.#cursor = cursor;
    this.#budget = budget;
    this.#inTemplate = inTemplate;
  }

  plan(): TemplatePlan {
    return { identity: this.#identity, fields: this.#fields, data: this.#data };
  }

  /** One element; the cursor stands on its opening token. */
  element(place: EventPlace, guards: Guards, depth: number): void {
    if (depth > deepestNesting) throw new BinXmlError('limit');
    this.#budget.step();
    const cursor = this.#cursor;
    const opening = cursor.uint8();
    const dependency = this.#inTemplate ? cursor.uint16() : noDependency;
    cursor.skip(4);
    const name = cursor.name();
    const inner = dependency === noDependency ? guards : [...guards, dependency];
    if ((opening & moreFlag) !== 0) this.#attributes(place, name, inner);
    const closing = cursor.uint8();
    if (closing === token.closeEmptyElement) this.#leaf(place, name, [], inner);
    else if (closing === token.closeStartElement) this.#content(place, name, inner, depth);
    else throw new BinXmlError('record-content');
  }

  #attributes(place: EventPlace, element: string, guards: Guards): void {
    const cursor = this.#cursor;
    cursor.skip(4);
    while ((cursor.peek() & ~moreFlag) === token.attribute) {
      this.#budget.step();
      cursor.skip(1);
      const name = cursor.name();
      const text = readTextRun(cursor, this.#budget);
      const field = attributeField(place, element, name);
      if (field !== undefined) this.#field(field, text.parts, [...guards, ...text.optional]);
    }
  }

  #content(place: EventPlace, name: string, guards: Guards, depth: number): void {
    const cursor = this.#cursor;
    const inside = placeInside(place, name);
    const dataLeaf = isDataLeaf(place, name);
    const parts: TextPart[] = [];
    const optional: number[] = [];
    let hasChildren = false;
    for (let next = cursor.peek() & ~moreFlag; next !== token.endElement; next = cursor.peek() & ~moreFlag) {
      if (next === token.openStartElement) {
        hasChildren = true;
        this.element(inside, guards, depth + 1);
        continue;
      }
      const before = cursor.at;
      const text = readTextRun(cursor, this.#budget);
      if (cursor.at === before) throw new BinXmlError('record-content');
      if (!dataLeaf) this.#nested(text.parts, inside, guards);
      parts.push(...text.parts);
      optional.push(...text.optional);
    }
    cursor.skip(1);
    if (!hasChildren) this.#leaf(place, name, parts, optional.length > 0 ? [...guards, ...optional] : guards);
    else if (dataLeaf) this.#nested(parts, inside, guards);
  }

  #nested(parts: readonly TextPart[], place: EventPlace, guards: Guards): void {
    if (place === 'elsewhere') return;
    for (const part of parts) {
      if (typeof part !== 'string') this.#data.push({ kind: 'nested', slot: part, place, guards });
    }
  }

  #leaf(place: EventPlace, name: string, parts: readonly TextPart[], guards: Guards): void {
    const field = contentField(place, name);
    if (field !== undefined) this.#field(field, parts, guards);
    else if (isDataLeaf(place, name)) this.#data.push({ kind: 'leaf', parts, guards });
  }

  #field(field: FieldSource['field'], parts: readonly TextPart[], guards: Guards): void {
    const source = { field, parts, guards };
    if (field === 'provider' || field === 'providerGuid' || field === 'id') this.#identity.push(source);
    else this.#fields.push(source);
  }
}
