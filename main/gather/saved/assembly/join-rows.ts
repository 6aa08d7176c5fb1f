import type { Origin } from '../../../domain/reading.ts';
import type { Contradiction } from '../../../domain/snapshot.ts';
import { mergeKnown } from '../../../exchange/shapes/merge-known.ts';
import type { Placed } from '../saved-file.ts';

/** One fact and every place that said it. */
export interface Row<T> {
  readonly value: T;
  readonly origins: readonly Origin[];
}

/** When two rows are the same thing, and what of them can be joined. */
export interface JoinRule<T> {
  /** Rows that share a key are the same thing. */
  readonly keys: (value: T) => readonly string[];
  /** Although a key is shared, these two are different things. */
  readonly different?: (a: T, b: T) => boolean;
  readonly fields: readonly (keyof T & string)[];
  readonly subject: (value: T) => string;
  /** Two spellings of a field that mean the same. */
  readonly same?: (field: string, a: unknown, b: unknown) => boolean;
}

/** For things of which there is one; `subject` names it in contradictions. */
export function single<T>(subject: string, fields: readonly (keyof T & string)[]): JoinRule<T> {
  return { keys: () => [''], fields, subject: () => subject };
}

export function asRow<T>({ value, origin }: Placed<T>): Row<T> {
  return { value, origins: [origin] };
}

export interface JoinedRows<T> {
  readonly rows: readonly Row<T>[];
  readonly contradictions: readonly Contradiction[];
}

/**
 * Makes one row of all rows about the same thing: the first source's values stay, later sources fill what it did not say,
 * and what two sources say differently is a contradiction. Linear in the number of rows.
 */
export function joinRows<T extends object>(rows: readonly Row<T>[], rule: JoinRule<T>): JoinedRows<T> {
  const joined: Row<T>[] = [];
  const places = new Map<string, number>();
  const contradictions: Contradiction[] = [];
  for (const row of rows) {
    const at = placeOf(row, joined, places, rule);
    const first = at === undefined ? undefined : joined[at];
    const index = at ?? joined.length;
    if (first === undefined) joined.push(row);
    else {
      const origins = [firstOrigin(first), firstOrigin(row)] as const;
      const merged = mergeKnown(
        first.value,
        row.value,
        rule.fields,
        rule.subject(first.value),
        origins,
        rule.same,
      );
      joined[index] = { value: merged.value, origins: union(first.origins, row.origins) };
      contradictions.push(...merged.contradictions);
    }
    for (const key of rule.keys(row.value)) if (!places.has(key)) places.set(key, index);
  }
  return { rows: joined, contradictions: distinct(contradictions) };
}

function placeOf<T>(
  row: Row<T>,
  joined: readonly Row<T>[],
  places: ReadonlyMap<string, number>,
  rule: JoinRule<T>,
): number | undefined {
  for (const key of rule.keys(row.value)) {
    const at = places.get(key);
    const other = at === undefined ? undefined : joined[at];
    if (other !== undefined && !(rule.different?.(other.value, row.value) ?? false)) return at;
  }
  return undefined;
}

function firstOrigin(row: Row<unknown>): Origin {
  return row.origins[0] ?? { source: '' };
}

export function union(a: readonly Origin[], b: readonly Origin[]): readonly Origin[] {
  const seen = new Set(a.map(originKey));
  return [...a, ...b.filter((origin) => !seen.has(originKey(origin)))];
}

function originKey({ source, where }: Origin): string {
  return `${source}\n${where ?? ''}`;
}

function distinct(contradictions: readonly Contradiction[]): readonly Contradiction[] {
  const seen = new Set<string>();
  return contradictions.filter((contradiction) => {
    const key = JSON.stringify(contradiction);
    return !seen.has(key) && seen.add(key);
  });
}
