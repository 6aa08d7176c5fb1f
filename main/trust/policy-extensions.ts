import type { ExtensionKind } from './certificate.ts';
import { DerError, DerReader, derTag, readWhole } from './der.ts';
import { readOid, readSmallInteger } from './der-values.ts';
import { listOf } from './extensions.ts';

export const anyPolicy = '2.5.29.32.0';

/** RFC 5280 4.2.1.4: dotted OIDs; the qualifiers are for people and are passed over. */
export const certificatePolicies: ExtensionKind<readonly string[]> = {
  oid: '2.5.29.32',
  read: readPolicies,
};

/** Windows' own list of key purposes, written as policies; it counts beside the extended key usage. */
export const applicationPolicies: ExtensionKind<readonly string[]> = {
  oid: '1.3.6.1.4.1.311.21.10',
  read: readPolicies,
};

function readPolicies(value: Uint8Array): string[] {
  const policies = listOf(readWhole(value, derTag.sequence), (list) => {
    const one = list.enter(derTag.sequence);
    const oid = readOid(one);
    one.optional(derTag.sequence);
    one.finish();
    return oid;
  });
  if (new Set(policies).size !== policies.length) throw new DerError('bad-value', null, 'policy named twice');
  return policies;
}

export interface PolicyMapping {
  readonly issuerDomain: string;
  readonly subjectDomain: string;
}

/** RFC 5280 4.2.1.5; anyPolicy may be on neither side. */
export const policyMappings: ExtensionKind<readonly PolicyMapping[]> = {
  oid: '2.5.29.33',
  read: (value) =>
    listOf(readWhole(value, derTag.sequence), (list) => {
      const one = list.enter(derTag.sequence);
      const issuerDomain = readOid(one);
      const subjectDomain = readOid(one);
      one.finish();
      if (issuerDomain === anyPolicy || subjectDomain === anyPolicy)
        throw new DerError('bad-value', one.position, 'anyPolicy mapped');
      return { issuerDomain, subjectDomain };
    }),
};

export interface PolicyConstraints {
  /** After how many further certificates a policy is demanded; null: never. */
  readonly requireExplicitPolicy: number | null;
  readonly inhibitPolicyMapping: number | null;
}

/** RFC 5280 4.2.1.11. */
export const policyConstraints: ExtensionKind<PolicyConstraints> = {
  oid: '2.5.29.36',
  read(value) {
    const inside = readWhole(value, derTag.sequence);
    if (inside.atEnd) throw new DerError('bad-value', inside.position, 'empty policy constraints');
    const requireExplicitPolicy = inside.nextTag === 0x80 ? readSmallInteger(inside, 0x80) : null;
    const inhibitPolicyMapping = inside.nextTag === 0x81 ? readSmallInteger(inside, 0x81) : null;
    inside.finish();
    return { requireExplicitPolicy, inhibitPolicyMapping };
  },
};

/** RFC 5280 4.2.1.14: after how many further certificates anyPolicy stands for nothing. */
export const inhibitAnyPolicy: ExtensionKind<number> = {
  oid: '2.5.29.54',
  read(value) {
    const reader = new DerReader(value);
    const skip = readSmallInteger(reader);
    reader.finish();
    return skip;
  },
};
