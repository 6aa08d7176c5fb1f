/** What an element of the format does to the object around it. */
export type ElementKind =
  | 'document'
  | 'object'
  | 'type-names'
  | 'type-name'
  | 'type-names-reference'
  | 'reference'
  | 'nil'
  | 'adapted'
  | 'extended'
  | 'text'
  | 'list'
  | 'dictionary'
  | 'entry'
  | 'progress'
  | 'secret'
  | 'primitive'
  | 'field'
  | 'unknown';

/** The structural elements of [MS-PSRP] 2.2.5; everything with one value is in `primitives.ts`. */
export const elementKinds: ReadonlyMap<string, ElementKind> = new Map<string, ElementKind>([
  ['Objs', 'document'],
  ['Obj', 'object'],
  ['TN', 'type-names'],
  ['T', 'type-name'],
  ['TNRef', 'type-names-reference'],
  ['Ref', 'reference'],
  ['Nil', 'nil'],
  ['Props', 'adapted'],
  ['MS', 'extended'],
  ['ToString', 'text'],
  ['LST', 'list'],
  ['IE', 'list'],
  ['QUE', 'list'],
  ['STK', 'list'],
  ['DCT', 'dictionary'],
  ['En', 'entry'],
  ['PR', 'progress'],
  ['SS', 'secret'],
]);
