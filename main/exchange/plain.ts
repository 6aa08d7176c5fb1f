/**
 * What a cmdlet answers, as plain data: the common form of a live answer and of an `Export-Clixml` file.
 * Type names are text for display and recognition, never looked up, never constructed.
 */
export type Plain = null | string | number | bigint | boolean | Uint8Array | PlainObject;

export interface PlainObject {
  /** Most derived first; untrusted text. */
  readonly typeNames: readonly string[];
  /** What ToString() gave on the server, or null. */
  readonly text: string | null;
  /** Adapted and extended properties; keys are data (`__proto__` is an ordinary key of a Map). */
  readonly properties: ReadonlyMap<string, Plain>;
  /** Elements when the object is a list, else null. */
  readonly items: readonly Plain[] | null;
  /** The primitive inside, for enumerations and boxed values, else null. */
  readonly value: Plain;
}

export function isPlainObject(value: Plain | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

/** Makes a record with the given properties; arrays become lists. Used by every writer of answers. */
export function plainRecord(
  properties: Readonly<Record<string, PlainInput>>,
  typeNames: readonly string[] = [],
  text: string | null = null,
): PlainObject {
  const map = new Map<string, Plain>();
  for (const [key, value] of Object.entries(properties)) map.set(key, toPlain(value));
  return { typeNames, text, properties: map, items: null, value: null };
}

export type PlainInput = Plain | readonly PlainInput[];

function toPlain(value: PlainInput): Plain {
  if (!Array.isArray(value)) return value as Plain;
  return {
    typeNames: [],
    text: null,
    properties: new Map(),
    items: value.map((item: PlainInput) => toPlain(item)),
    value: null,
  };
}
