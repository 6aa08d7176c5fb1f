import { BinXmlError } from './binxml-error.ts';
import type { ChunkBytes } from './chunk-bytes.ts';
import { sidSize } from './identifiers.ts';
import { valueText } from './value-text.ts';
import { fixedSize, valueType } from './value-type.ts';

/**
 * The values of an array of `type` (without the array flag) in order. Windows repeats the element for each of them
 * (MS-EVEN6 3.1.4.7.5); an array without bytes is one empty element.
 */
export function arrayTexts(chunk: ChunkBytes, type: number, offset: number, size: number): readonly string[] {
  if (size === 0) return [''];
  if (type === valueType.string) return terminatedTexts(chunk.utf16(offset, size));
  if (type === valueType.ansiString) return terminatedTexts(chunk.ansi(offset, size));
  if (type === valueType.sid) return sidTexts(chunk, offset, size);
  const itemSize = type === valueType.sizeT ? (size % 8 === 0 ? 8 : 4) : fixedSize.get(type);
  if (itemSize === undefined) return [valueText(chunk, type, offset, size)];
  if (size % itemSize !== 0) throw new BinXmlError('record-content');
  const texts: string[] = [];
  for (let at = offset; at < offset + size; at += itemSize) texts.push(valueText(chunk, type, at, itemSize));
  return texts;
}

function terminatedTexts(text: string): readonly string[] {
  const texts = text.split('\0');
  if (texts.length > 1 && texts.at(-1) === '') texts.pop();
  return texts;
}

function sidTexts(chunk: ChunkBytes, offset: number, size: number): readonly string[] {
  const texts: string[] = [];
  const end = offset + size;
  for (let at = offset; at < end; ) {
    if (at + 8 > end) throw new BinXmlError('record-content');
    const itemSize = sidSize(chunk.view, at);
    texts.push(valueText(chunk, valueType.sid, at, Math.min(itemSize, end - at)));
    at += itemSize;
  }
  return texts;
}
