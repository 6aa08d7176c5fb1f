import { describe, expect, it } from 'vitest';
import * as der from './support/der-writer.ts';
import { brief, judge } from './support/judged.ts';
import {
  extension,
  type Made,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  oids,
} from './support/make-certificate.ts';

const root = makeRoot();
const gold = '1.3.6.1.4.1.55738.1.1';
const silver = '1.3.6.1.4.1.55738.1.2';
const any = '2.5.29.32.0';

const policies = (...list: readonly string[]) =>
  extension(oids.certificatePolicies, der.sequence(...list.map((policy) => der.sequence(der.oid(policy)))));
const demand = (after: number) =>
  extension(oids.policyConstraints, der.sequence(der.implicit(0, Buffer.from([after]))), true);
const noMapping = extension(
  oids.policyConstraints,
  der.sequence(der.implicit(0, Buffer.from([0])), der.implicit(1, Buffer.from([0]))),
  true,
);
const mapping = (from: string, to: string) =>
  extension(oids.policyMappings, der.sequence(der.sequence(der.oid(from), der.oid(to))), true);
const inhibitAny = extension(oids.inhibitAnyPolicy, der.integer(0), true);

/** RFC 5280 6.1 and RFC 9618 with an issuer that demands a policy of everything below it. */
function through(
  ca: Readonly<Record<string, Buffer>>,
  leaf: Buffer | null,
  parent: Made = root,
  more: readonly Made[] = [],
): string {
  const issuer = makeIntermediate(parent, `Policy CA ${Object.keys(ca).join(' ')}`, { change: ca });
  const change = leaf === null ? {} : { [oids.certificatePolicies]: leaf };
  return brief(judge(makeLeaf(issuer, 'a.contoso.com', { change }), [issuer, ...more], [root]));
}

const refused = 'not-trusted: policy-required';
const ca = (policy: Buffer, constraints = demand(0), more: Readonly<Record<string, Buffer>> = {}) => ({
  [oids.certificatePolicies]: policy,
  [oids.policyConstraints]: constraints,
  ...more,
});

describe('an issuer that demands a certificate policy', () => {
  it('is satisfied by its own policy, not by another or by none', () => {
    expect(through(ca(policies(gold)), policies(gold))).toBe('trusted');
    expect(through(ca(policies(gold)), policies(silver))).toBe(refused);
    expect(through(ca(policies(gold)), null)).toBe(refused);
  });

  it('may leave the choice open with anyPolicy', () => {
    expect(through(ca(policies(any)), policies(silver))).toBe('trusted');
    expect(through(ca(policies(gold)), policies(any))).toBe('trusted');
  });

  it('may forbid anyPolicy below it', () => {
    expect(
      through(ca(policies(gold), demand(0), { [oids.inhibitAnyPolicy]: inhibitAny }), policies(any)),
    ).toBe(refused);
  });

  it('may let some certificates pass before the demand begins', () => {
    expect(through(ca(policies(gold), demand(5)), null)).toBe('trusted');
  });

  it('may translate a policy for the issuer below, unless translation is forbidden', () => {
    const translated = { [oids.policyMappings]: mapping(gold, silver) };
    expect(through(ca(policies(gold), demand(0), translated), policies(silver))).toBe('trusted');
    expect(through(ca(policies(gold), demand(0), translated), policies(gold))).toBe(refused);
    const strict = makeIntermediate(root, 'Strict CA', { change: ca(policies(gold), noMapping) });
    expect(
      through({ [oids.certificatePolicies]: policies(gold), ...translated }, policies(silver), strict, [
        strict,
      ]),
    ).toBe(refused);
  });

  it('cannot be satisfied through an issuer without policies', () => {
    const strict = makeIntermediate(root, 'Strict CA', { change: ca(policies(gold)) });
    expect(through({}, policies(gold), strict, [strict])).toBe(refused);
  });
});

it('policies are no obstacle where nobody demands one', () => {
  expect(through({ [oids.certificatePolicies]: policies(gold) }, policies(silver))).toBe('trusted');
});
