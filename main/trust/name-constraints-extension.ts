import type { ExtensionKind } from './certificate.ts';
import { DerError, type DerReader, derTag, readWhole } from './der.ts';
import { listOf } from './extensions.ts';
import { type GeneralName, readGeneralName } from './general-names.ts';

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** RFC 5280 4.2.1.10: `minimum` is always 0 and `maximum` absent; both lists empty is no constraint and refused. */
export const nameConstraints: ExtensionKind<NameConstraints> = {
  oid: '2.5.29.30',
  read(value) {
    const inside = readWhole(value, derTag.sequence);
    const permitted = inside.optional(0xa0);
    const excluded = inside.optional(0xa1);
    inside.finish();
    if (permitted === null && excluded === null)
      throw new DerError('bad-value', null, 'name constraints without any subtree');
    return {
      permitted: permitted === null ? [] : listOf(inside.inside(permitted), readSubtree),
      excluded: excluded === null ? [] : listOf(inside.inside(excluded), readSubtree),
    };
  },
};

function readSubtree(list: DerReader): GeneralName {
  const one = list.enter(derTag.sequence);
  const base = readGeneralName(one);
  one.finish();
  return base;
}
