import { createHash } from 'node:crypto';
import { normaliseThumbprint } from '../../../domain/thumbprint.ts';
import { isPlainObject, type Plain, type PlainObject } from '../../../exchange/plain.ts';
import { bytes, field, name } from '../../../exchange/shapes/fields.ts';

/** An object under a property, or null when the property is missing or was flattened to text. */
export function objectAt(object: PlainObject | null, property: string): PlainObject | null {
  const value = object === null ? undefined : field(object, property);
  return isPlainObject(value) && !isFlattened(value) ? value : null;
}

/** What `-Depth` cut is only a type name with its text. */
function isFlattened(value: PlainObject): boolean {
  return value.items === null && value.properties.size === 0 && value.value === null;
}

/** The objects of a list, or the one object itself: a list of one is often saved without its list. */
export function objectsOf(value: Plain | undefined): readonly PlainObject[] {
  if (!isPlainObject(value)) return [];
  if (value.items === null) return isFlattened(value) ? [] : [value];
  return value.items.filter((item): item is PlainObject => isPlainObject(item) && !isFlattened(item));
}

/** How many members of a list, or the value itself, are only text where an object belongs. */
export function flattenedCount(value: Plain | undefined): number {
  if (value === undefined || value === null) return 0;
  const members = isPlainObject(value) && value.items !== null ? value.items : [value];
  return members.filter((member) => member !== null && objectsOf(member).length === 0).length;
}

export function recordOf(properties: ReadonlyMap<string, Plain>): PlainObject {
  return { typeNames: [], text: null, properties, items: null, value: null };
}

/** The thumbprint an object names, or that of its bytes; null when it has neither. */
export function thumbprintOf(object: PlainObject): string | null {
  const printed = normaliseThumbprint(name(object, 'Thumbprint') ?? '');
  if (printed !== null) return printed;
  const der = bytes(object, 'RawData');
  return der === null ? null : createHash('sha1').update(der).digest('hex').toUpperCase();
}
