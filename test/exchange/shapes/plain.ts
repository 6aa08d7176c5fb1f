import { type Plain, type PlainInput, type PlainObject, plainRecord } from '../../../main/exchange/plain.ts';

/** A record as a projection on the server or a live answer gives it. */
export const record = (
  properties: Readonly<Record<string, PlainInput>>,
  types: readonly string[] = [],
): PlainObject => plainRecord(properties, types);

/** An enumeration as Export-Clixml writes it: word and number. */
export function enumeration(word: string | null, number: Plain): PlainObject {
  return { typeNames: ['System.Enum'], text: word, properties: new Map(), items: null, value: number };
}

/** An object of which only its ToString matters. */
export function printed(text: string | null, properties: Readonly<Record<string, Plain>> = {}): PlainObject {
  return { typeNames: [], text, properties: new Map(Object.entries(properties)), items: null, value: null };
}

export const here = { source: 'file.xml', where: 'object 1' };
