/** What a serialised .NET stream holds, as plain values. Class names are text: nothing is looked up or created by them. */
export type NrbfValue =
  | null
  | string
  | number
  | bigint
  | boolean
  | Uint8Array
  | NrbfObject
  | NrbfArray
  | NrbfReference;

export interface NrbfObject {
  readonly kind: 'object';
  readonly className: string;
  readonly members: ReadonlyMap<string, NrbfValue>;
}

export interface NrbfArray {
  readonly kind: 'array';
  readonly items: readonly NrbfValue[];
}

/** Points into the table of the stream; may point forward, in a circle, or nowhere. */
export interface NrbfReference {
  readonly kind: 'reference';
  readonly id: number;
}

export interface NrbfStream {
  readonly root: NrbfValue;
  /** The value behind a reference; undefined when the stream does not hold it. Other values are returned as they are. */
  resolve(value: NrbfValue | undefined): Exclude<NrbfValue, NrbfReference> | undefined;
}

export function isNrbfObject(value: NrbfValue | undefined): value is NrbfObject {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object';
}

export function isNrbfArray(value: NrbfValue | undefined): value is NrbfArray {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'array';
}

export function isNrbfReference(value: NrbfValue | undefined): value is NrbfReference {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'reference';
}
