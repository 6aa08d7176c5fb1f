import { describe, expect, it } from 'vitest';
import type { PathReport } from '../../main/trust/path.ts';
import * as der from './support/der-writer.ts';
import { brief, judge } from './support/judged.ts';
import {
  ecKey,
  type KeyPair,
  type Made,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  oids,
} from './support/make-certificate.ts';

const root = makeRoot();

interface Ca {
  readonly name: string;
  readonly key: KeyPair;
  /** Certified by itself: only so that others can be made below it. */
  readonly own: Made;
}

function newCa(name: string): Ca {
  const key = ecKey();
  return { name, key, own: makeRoot(name, { key }) };
}

/** A certificate for `subject`, made by `issuer`. */
function certify(subject: Ca, issuer: Ca | Made): Made {
  return makeIntermediate('own' in issuer ? issuer.own : issuer, subject.name, { key: subject.key });
}

function timed(judged: () => PathReport): { report: PathReport; milliseconds: number } {
  const started = performance.now();
  const report = judged();
  return { report, milliseconds: performance.now() - started };
}

describe('CAs that certify each other', () => {
  it('in a circle without an anchor end where the circle closes', () => {
    const [a, b] = [newCa('A'), newCa('B')];
    const leaf = makeLeaf(a.own);
    expect(brief(judge(leaf, [certify(a, b), certify(b, a)], [root]))).toBe('cannot-tell: issuer-not-found');
  });

  it('under one name with two keys end as well', () => {
    const [first, second] = [newCa('Same'), newCa('Same')];
    const leaf = makeLeaf(first.own);
    expect(judge(leaf, [certify(first, second), certify(second, first)], [root]).verdict).toBe('cannot-tell');
  });

  it('are no obstacle when one of them is an anchor (CVE-2024-0567)', () => {
    const [a, b, c] = [newCa('Root A'), newCa('Root B'), newCa('Root C')];
    const sub = makeIntermediate(a.own, 'A1');
    const cross = [certify(a, b), certify(a, c), certify(b, a), certify(b, c), certify(c, a), certify(c, b)];
    const report = judge(makeLeaf(sub), [sub, ...cross], [a.own]);
    expect(report.verdict).toBe('trusted');
    expect(report.paths[0]?.certificates).toHaveLength(3);
    expect(report.work.signatureChecks).toBeLessThan(60);
  });

  it('fifty of them, each by each, with one way to an anchor: it is found, within the bounds', () => {
    const cas = Array.from({ length: 50 }, (_, index) => newCa(`CA ${index}`));
    const cross = cas.flatMap((subject) =>
      cas.filter((issuer) => issuer !== subject).map((issuer) => certify(subject, issuer)),
    );
    const [first, last] = [cas[0] as Ca, cas[49] as Ca];
    const leaf = makeLeaf(first.own);
    const found = timed(() => judge(leaf, [...cross, certify(last, root)], [root]));
    expect(found.report.verdict).toBe('trusted');
    expect(found.report.paths[0]?.certificates).toHaveLength(4);
    expect(found.report.work.signatureChecks).toBeLessThanOrEqual(1000);
    expect(found.milliseconds).toBeLessThan(1000);

    const lost = timed(() => judge(leaf, cross, [root]));
    expect(lost.report.verdict).toBe('cannot-tell');
    expect(lost.report.work.signatureChecks).toBeLessThanOrEqual(1000);
    expect(lost.milliseconds).toBeLessThan(1000);
  });
});

describe('a search that is made endless', () => {
  it('by a hundred CAs of one name without key identifiers stops at the bound and says so', () => {
    const bare = { change: { [oids.subjectKeyIdentifier]: null, [oids.authorityKeyIdentifier]: null } };
    const same = Array.from({ length: 100 }, () => makeIntermediate(root, 'Same Name', bare));
    const nameOf = same[0] as Made;
    const layers = same.flatMap((issuer) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(() => makeIntermediate(issuer, 'Same Name', bare)),
    );
    const stranger = makeIntermediate(makeRoot('Elsewhere'), 'Same Name', bare);
    const leaf = makeLeaf(stranger, 'a.contoso.com', {
      issuer: nameOf.subject,
      change: { [oids.authorityKeyIdentifier]: null },
    });
    const { report, milliseconds } = timed(() =>
      judge(leaf, [...same, ...layers], [root], { profile: 'windows' }),
    );
    expect(report.verdict).toBe('cannot-tell');
    expect(report.work).toMatchObject({ limited: true });
    expect(report.work.signatureChecks).toBeLessThanOrEqual(1000);
    expect(milliseconds).toBeLessThan(1000);
  });

  it('by a chain deeper than any in use', () => {
    const chain = [makeIntermediate(root, 'Level 0')];
    for (let level = 1; level < 14; level++)
      chain.push(makeIntermediate(chain[level - 1] as Made, `Level ${level}`));
    expect(brief(judge(makeLeaf(chain[13] as Made), chain, [root]))).toBe('cannot-tell: search-limit');
    expect(brief(judge(makeLeaf(chain[8] as Made), chain, [root]))).toBe('trusted');
  });

  it('by intermediates with slow keys: the work is counted by what it costs', () => {
    const slow = makeRoot('Slow', { key: ecKey('secp521r1') });
    const bare = {
      change: { [oids.authorityKeyIdentifier]: null, [oids.subjectKeyIdentifier]: null },
      subject: der.name(['CN', 'Slow']),
    };
    const many = Array.from({ length: 400 }, () => makeRoot('Slow', { key: ecKey('secp384r1'), ...bare }));
    const leaf = makeLeaf(slow, 'a.contoso.com', {
      issuer: der.name(['CN', 'Slow']),
      change: { [oids.authorityKeyIdentifier]: null },
    });
    const { report } = timed(() => judge(leaf, [], many, { profile: 'windows' }));
    expect(report.work.limited).toBe(true);
    expect(report.work.signatureChecks).toBeLessThan(300);
  });
});
