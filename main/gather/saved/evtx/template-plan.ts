import type { EventField, EventPlace } from './event-place.ts';

/** A place in a template that a record fills with one of its values. */
interface Slot {
  readonly index: number;
}

/** Constant text, or a value of the record. */
export type TextPart = string | Slot;

/** A guard is the index of a value; where that value is null, Windows leaves the element or attribute out. */
export type Guards = readonly number[];

export interface FieldSource {
  readonly field: EventField;
  readonly parts: readonly TextPart[];
  readonly guards: Guards;
}

export type DataSource =
  | { readonly kind: 'leaf'; readonly parts: readonly TextPart[]; readonly guards: Guards }
  /** A value between elements: only BinXml in it counts, and its elements stand in `place`. */
  | { readonly kind: 'nested'; readonly slot: Slot; readonly place: EventPlace; readonly guards: Guards };

/**
 * What a template (or a fragment written out in the record) contributes to an event, found once and then only filled:
 * the XML itself is never built.
 */
export interface TemplatePlan {
  /** Provider and id alone, which decide whether the rest is wanted. */
  readonly identity: readonly FieldSource[];
  readonly fields: readonly FieldSource[];
  /** In document order. */
  readonly data: readonly DataSource[];
}
