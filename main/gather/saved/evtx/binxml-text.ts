import type { BinXmlCursor } from './binxml-cursor.ts';
import { BinXmlError } from './binxml-error.ts';
import { moreFlag, token } from './binxml-token.ts';
import type { TextPart } from './template-plan.ts';
import { valueText } from './value-text.ts';
import { fixedSize, valueType } from './value-type.ts';
import type { WorkBudget } from './work-budget.ts';

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

export interface TextRun {
  readonly parts: readonly TextPart[];
  /** Values which, when null, take the enclosing element or attribute away (MS-EVEN6 3.1.4.7.2). */
  readonly optional: readonly number[];
}

/** Reads constant text, references and substitutions up to the first token of another kind; processing instructions are passed over. */
export function readTextRun(cursor: BinXmlCursor, budget: WorkBudget): TextRun {
  const parts: TextPart[] = [];
  const optional: number[] = [];
  let text = '';
  for (;;) {
    const kind = cursor.peek() & ~moreFlag;
    if (kind === token.normalSubstitution || kind === token.optionalSubstitution) {
      cursor.skip(1);
      const index = cursor.uint16();
      cursor.skip(1);
      if (text !== '') parts.push(text);
      text = '';
      parts.push({ index });
      if (kind === token.optionalSubstitution) optional.push(index);
    } else {
      const constant = readConstant(cursor, kind);
      if (constant === null) break;
      text += constant;
    }
    budget.step();
  }
  if (text !== '') parts.push(text);
  return { parts, optional };
}

/** Null when the token is no constant text; the cursor has then not moved. */
function readConstant(cursor: BinXmlCursor, kind: number): string | null {
  switch (kind) {
    case token.value:
      cursor.skip(1);
      return readValue(cursor);
    case token.cdata:
      cursor.skip(1);
      return cursor.countedText();
    case token.characterReference:
      cursor.skip(1);
      return String.fromCharCode(cursor.uint16());
    case token.entityReference: {
      cursor.skip(1);
      const name = cursor.name();
      return entities.get(name) ?? `&${name};`;
    }
    case token.instructionTarget:
      cursor.skip(1);
      cursor.name();
      return '';
    case token.instructionData:
      cursor.skip(1);
      cursor.countedText();
      return '';
    default:
      return null;
  }
}

function readValue(cursor: BinXmlCursor): string {
  const type = cursor.uint8();
  if (type === valueType.string) return cursor.countedText();
  if (type === valueType.ansiString) {
    const size = cursor.uint16();
    return cursor.chunk.ansi(cursor.skip(size), size);
  }
  const size = fixedSize.get(type);
  if (size === undefined) throw new BinXmlError('record-content');
  return valueText(cursor.chunk, type, cursor.skip(size), size);
}
