import { describe, expect, it } from 'vitest';
import * as der from './support/der-writer.ts';
import { brief, judge } from './support/judged.ts';
import {
  altNames,
  directory,
  dns,
  ecKey,
  email,
  extension,
  ip,
  type Made,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  nameConstraints,
  oids,
  uri,
} from './support/make-certificate.ts';

const root = makeRoot();

function constrained(
  permitted: readonly Buffer[],
  excluded: readonly Buffer[] = [],
  parent: Made = root,
): Made {
  return makeIntermediate(parent, 'Constrained CA', {
    change: { [oids.nameConstraints]: nameConstraints(permitted, excluded) },
  });
}

/** Verdict over a leaf without a subject that has just these names. */
function below(ca: Made, ...names: readonly Buffer[]): string {
  const change = { [oids.subjectAltName]: extension(oids.subjectAltName, der.sequence(...names), true) };
  return brief(judge(makeLeaf(ca, 'x.test', { subject: der.name(), change }), [ca], [root]));
}

const refused = 'not-trusted: name-constraint';

describe('DNS names under a constrained CA', () => {
  it.each([
    ['the name itself', 'contoso.com', 'contoso.com', 'trusted'],
    ['names below, however deep', 'contoso.com', 'a.b.contoso.com', 'trusted'],
    ['letter case does not count', 'Contoso.COM', 'mail.contoso.com', 'trusted'],
    ['a longer name with the same end', 'contoso.com', 'evilcontoso.com', refused],
    ['another domain', 'contoso.com', 'fabrikam.com', refused],
    ['a wildcard below', 'contoso.com', '*.contoso.com', 'trusted'],
    ['a wildcard that reaches beyond', 'mail.contoso.com', '*.contoso.com', refused],
    ['the empty subtree is everything', '', 'fabrikam.com', 'trusted'],
  ])('permitted: %s', (_title, subtree, host, expected) => {
    expect(below(constrained([dns(subtree)]), dns(host))).toBe(expected);
  });

  it.each([
    ['the name itself', 'contoso.com', 'contoso.com', refused],
    ['names below', 'contoso.com', 'mail.contoso.com', refused],
    ['another domain is free', 'contoso.com', 'fabrikam.com', 'trusted'],
    ['a wildcard that could be used as an excluded name', 'mail.contoso.com', '*.contoso.com', refused],
    ['a wildcard that cannot', 'a.mail.contoso.com', '*.contoso.com', 'trusted'],
  ])('excluded: %s', (_title, subtree, host, expected) => {
    expect(below(constrained([], [dns(subtree)]), dns(host))).toBe(expected);
  });

  it('one name outside spoils the rest, and an exclusion outweighs a permission', () => {
    expect(below(constrained([dns('contoso.com')]), dns('a.contoso.com'), dns('a.fabrikam.com'))).toBe(
      refused,
    );
    expect(below(constrained([dns('contoso.com')], [dns('contoso.com')]), dns('a.contoso.com'))).toBe(
      refused,
    );
  });

  it('a subtree that is no name can be obeyed by nothing', () => {
    expect(below(constrained([dns('*.contoso.com')]), dns('a.contoso.com'))).toBe(refused);
    expect(below(constrained([], [dns('*.contoso.com')]), dns('a.fabrikam.com'))).toBe(refused);
  });

  it('a leading dot is refused in the web profile, and read as "the names below" in that of Windows', () => {
    const ca = constrained([dns('.contoso.com')]);
    expect(below(ca, dns('a.contoso.com'))).toBe('not-trusted: name-constraint-form');
    const judged = (host: string) => brief(judge(makeLeaf(ca, host), [ca], [root], { profile: 'windows' }));
    expect(judged('a.contoso.com')).toBe('trusted');
    expect(judged('contoso.com')).toBe(refused);
  });
});

describe('constraints that add up along the path', () => {
  it('a CA below can narrow, never widen', () => {
    const wide = constrained([dns('contoso.com')]);
    const narrow = makeIntermediate(wide, 'Narrow', {
      change: { [oids.nameConstraints]: nameConstraints([dns('mail.contoso.com')]) },
    });
    const wider = makeIntermediate(wide, 'Wider', {
      change: { [oids.nameConstraints]: nameConstraints([dns('com')]) },
    });
    const judged = (ca: Made, host: string) => brief(judge(makeLeaf(ca, host), [wide, ca], [root]));
    expect(judged(narrow, 'a.mail.contoso.com')).toBe('trusted');
    expect(judged(narrow, 'web.contoso.com')).toBe(refused);
    expect(judged(wider, 'a.fabrikam.com')).toBe(refused);
  });

  it('names of a CA below count as well, unless it is the same CA with a new key', () => {
    const ca = constrained([dns('contoso.com')]);
    const foreign = { change: { [oids.subjectAltName]: altNames(dns('fabrikam.com')) } };
    const sub = makeIntermediate(ca, 'Sub CA', foreign);
    expect(brief(judge(makeLeaf(sub, 'a.contoso.com'), [ca, sub], [root]))).toBe(refused);
    const rollover = makeIntermediate(ca, 'Constrained CA', foreign);
    expect(brief(judge(makeLeaf(rollover, 'a.contoso.com'), [ca, rollover], [root]))).toBe('trusted');
  });

  it('another way round a constrained CA is found', () => {
    const key = ecKey();
    const forbidden = constrained([], [dns('contoso.com')]);
    const viaForbidden = makeIntermediate(forbidden, 'Twin', { key });
    const direct = makeIntermediate(root, 'Twin', { key });
    const leaf = makeLeaf(direct, 'mail.contoso.com');
    expect(judge(leaf, [viaForbidden, forbidden, direct], [root]).verdict).toBe('trusted');
    expect(judge(leaf, [viaForbidden, forbidden], [root]).verdict).toBe('not-trusted');
  });
});

describe('other forms of names', () => {
  const mask24 = [255, 255, 255, 0];
  it.each([
    ['an address inside', ip(192, 0, 2, 0, ...mask24), ip(192, 0, 2, 1), 'trusted'],
    ['an address outside', ip(192, 0, 2, 0, ...mask24), ip(192, 0, 3, 1), refused],
    [
      'an IPv6 address under an IPv4 permission',
      ip(192, 0, 2, 0, ...mask24),
      ip(...new Array(16).fill(1)),
      refused,
    ],
    ['a subtree without a mask', ip(127, 0, 0, 1), ip(127, 0, 0, 1), refused],
    ['a mask with gaps', ip(192, 0, 2, 0, 255, 0, 255, 0), ip(192, 0, 2, 1), refused],
    ['one mailbox', email('a@contoso.com'), email('a@contoso.com'), 'trusted'],
    ['another mailbox', email('a@contoso.com'), email('b@contoso.com'), refused],
    ['any mailbox of a host', email('contoso.com'), email('b@contoso.com'), 'trusted'],
    ['a host below is another host', email('contoso.com'), email('b@eu.contoso.com'), refused],
    ['hosts below', email('.contoso.com'), email('b@eu.contoso.com'), 'trusted'],
    ['a malformed mailbox', email('contoso.com'), email('a@b@contoso.com'), refused],
    ['a malformed subtree', email('a@b@contoso.com'), email('a@contoso.com'), refused],
    ['a URI at the host', uri('contoso.com'), uri('https://user@contoso.com:443/x'), 'trusted'],
    ['a URI elsewhere', uri('contoso.com'), uri('https://fabrikam.com/contoso.com'), refused],
    ['a URI without a host', uri('contoso.com'), uri('urn:contoso.com'), refused],
    [
      'a directory name below',
      directory(der.name(['O', 'Contoso'])),
      directory(der.name(['O', 'CONTOSO'], ['CN', 'x'])),
      'trusted',
    ],
    [
      'a directory name beside',
      directory(der.name(['O', 'Contoso'])),
      directory(der.name(['O', 'Fabrikam'])),
      refused,
    ],
    [
      'a form that the subtree does not speak of',
      ip(192, 0, 2, 0, ...mask24),
      dns('a.contoso.com'),
      'trusted',
    ],
  ])('permitted: %s', (_title, subtree, name, expected) => {
    expect(below(constrained([subtree]), dns('mail.contoso.com'), name)).toBe(expected);
  });

  it('the subject counts as a directory name', () => {
    const ca = constrained([directory(der.name(['O', 'Contoso']))]);
    const judged = (subject: Buffer) =>
      brief(judge(makeLeaf(ca, 'a.contoso.com', { subject }), [ca], [root]));
    expect(judged(der.name(['O', 'Contoso'], ['CN', 'a.contoso.com']))).toBe('trusted');
    expect(judged(der.name(['CN', 'a.contoso.com']))).toBe(refused);
  });

  it('a mail address in the subject counts where the alternative names have none', () => {
    const ca = constrained([], [email('fabrikam.com')]);
    const subject = der.name(['E', der.ia5('a@fabrikam.com')], ['CN', 'a.contoso.com']);
    expect(brief(judge(makeLeaf(ca, 'a.contoso.com', { subject }), [ca], [root]))).toBe(refused);
  });

  it('a form without rules is refused where such a name occurs, and no obstacle where it does not', () => {
    const privateForm = der.context(0, der.oid('1.3.6.1.4.1.55738.666.3'), der.context(0, der.nullValue));
    const ca = constrained([], [privateForm]);
    expect(below(ca, dns('a.contoso.com'), privateForm)).toBe(refused);
    expect(below(ca, dns('a.contoso.com'))).toBe('trusted');
  });

  it('constraints without any subtree, or with empty lists, constrain nothing and are refused', () => {
    for (const value of [der.sequence(), der.sequence(der.context(0), der.context(1))]) {
      const ca = makeIntermediate(root, 'Empty', {
        change: { [oids.nameConstraints]: extension(oids.nameConstraints, value, true) },
      });
      expect(below(ca, dns('a.contoso.com'))).toBe('not-trusted: malformed-extension');
    }
  });
});

it('a thousand constraints over hundreds of names are given up early, and the certificate is not called wrong', () => {
  const subtrees = Array.from({ length: 1000 }, (_, index) => dns(`t${index}.test`));
  const ca = constrained([...subtrees, dns('test')]);
  const started = performance.now();
  expect(below(ca, ...subtrees.slice(0, 500))).toBe('cannot-tell: search-limit');
  expect(performance.now() - started).toBeLessThan(1000);
});
