import type { Origin } from '../../domain/reading.ts';
import type { Contradiction } from '../../domain/snapshot.ts';

export interface Merged<T> {
  readonly value: T;
  readonly contradictions: readonly Contradiction[];
}

/**
 * Joins two views of one thing: an unknown field is filled from the second view, and a field that both know differently
 * keeps the first value and becomes a contradiction. Texts that differ only in case say the same here, as they do for
 * Windows; `same` decides for fields where more than that is the same.
 */
export function mergeKnown<T extends object>(
  first: T,
  second: T,
  fields: readonly (keyof T & string)[],
  subject: string,
  origins: readonly [Origin, Origin],
  same: (field: string, a: unknown, b: unknown) => boolean = () => false,
): Merged<T> {
  const value = { ...first };
  const contradictions: Contradiction[] = [];
  for (const field of fields) {
    const a = first[field];
    const b = second[field];
    if (isUnknown(b)) continue;
    if (isUnknown(a)) value[field] = b;
    else if (comparable(a) !== comparable(b) && !same(field, a, b)) {
      const values = [
        { text: printed(a), origin: origins[0] },
        { text: printed(b), origin: origins[1] },
      ];
      contradictions.push({ what: field, subject, values });
    }
  }
  return { value, contradictions };
}

function isUnknown(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && 'state' in value && value.state === 'unknown';
}

/** The order of a list of names says nothing: a directory returns it as it likes. */
function comparable(value: unknown): string {
  if (!Array.isArray(value)) return printed(value).toLowerCase();
  return JSON.stringify(value.map((item) => printed(item).toLowerCase()).sort());
}

/** The value as a person would write it down. */
function printed(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value.length === 0 ? 'None' : value.map((item) => printed(item)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('text' in value && typeof value.text === 'string') return value.text;
  return 'state' in value ? String(value.state) : JSON.stringify(value);
}
