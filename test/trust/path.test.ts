import { describe, expect, it } from 'vitest';
import type { PathReport } from '../../main/trust/path.ts';
import * as der from './support/der-writer.ts';
import { brief, judge } from './support/judged.ts';
import {
  algorithms,
  altNames,
  basicConstraints,
  dns,
  ecKey,
  extendedKeyUsage,
  extension,
  keyUsage,
  type Made,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  oids,
  rsaKey,
  usageBits,
} from './support/make-certificate.ts';

const root = makeRoot();
const ca = makeIntermediate(root);
const leaf = makeLeaf(ca);
const year = (from: string, to: string) => ({
  notBefore: der.time(`${from}-01-01T00:00:00Z`),
  notAfter: der.time(`${to}-01-01T00:00:00Z`),
});

describe('a certificate of a mail server', () => {
  it('is trusted when its chain ends in an anchor, and the chain is shown', () => {
    const report = judge(leaf, [ca], [root]);
    expect(report.verdict).toBe('trusted');
    expect(report.paths).toHaveLength(1);
    expect(report.paths[0]?.certificates.map(({ sha256 }) => sha256)).toEqual(
      [leaf, ca, root].map(({ parsed }) => parsed.sha256),
    );
    expect(report.work).toEqual({ signatureChecks: 2, limited: false });
  });

  it('cannot be judged, and is not called wrong, while the intermediate is missing', () => {
    expect(brief(judge(leaf, [], [root]))).toBe('cannot-tell: issuer-not-found');
  });

  it('is not trusted when it is expired, whether or not its issuer is known', () => {
    const expired = makeLeaf(ca, 'mail.contoso.com', year('2020', '2021'));
    expect(brief(judge(expired, [ca], [root]))).toBe('not-trusted: expired');
    expect(brief(judge(expired, [], [root]))).toBe('not-trusted: expired, issuer-not-found');
  });

  it('is not trusted before its first day', () => {
    expect(brief(judge(makeLeaf(ca, 'a.test.com', year('2027', '2028')), [ca], [root]))).toBe(
      'not-trusted: not-yet-valid',
    );
  });

  it('is valid in its first and in its last second', () => {
    const one = makeLeaf(ca, 'a.test.com', year('2026', '2027'));
    const at = (iso: string) => judge(one, [ca], [root], { at: Date.parse(iso) }).verdict;
    expect(at('2025-12-31T23:59:59.999Z')).toBe('not-trusted');
    expect(at('2026-01-01T00:00:00Z')).toBe('trusted');
    expect(at('2027-01-01T00:00:00.900Z')).toBe('trusted');
    expect(at('2027-01-01T00:00:01Z')).toBe('not-trusted');
  });

  it('is not trusted when it signed itself and nobody lists it', () => {
    expect(brief(judge(makeLeaf(null), [ca], [root]))).toBe('not-trusted: self-signed');
  });

  it('is trusted when it signed itself and the store holds it, as in the root store of its own server', () => {
    const own = makeLeaf(null);
    expect(brief(judge(own, [], [own]))).toBe('trusted');
    expect(brief(judge(makeLeaf(null, 'a.test.com', year('2020', '2021')), [], [own]))).toMatch(
      /^not-trusted: expired/,
    );
  });

  it('is not trusted when the chain ends in a root that the store does not hold', () => {
    const report = judge(leaf, [ca, root], [makeRoot('Other Root')]);
    expect(brief(report)).toBe('not-trusted: untrusted-root');
    expect(report.paths[0]?.reasons[0]?.certificate).toBe(root.parsed.thumbprint);
  });

  it('is trusted when the store holds the intermediate and the root is only lying about', () => {
    expect(brief(judge(leaf, [root], [ca]))).toBe('trusted');
  });
});

describe('more than one way up', () => {
  const otherRoot = makeRoot('Other Root');
  const key = ecKey();
  const expiredCa = makeIntermediate(root, 'Twin CA', { key, ...year('2020', '2021') });
  const soundCa = makeIntermediate(root, 'Twin CA', { key });
  const crossCa = makeIntermediate(otherRoot, 'Twin CA', { key });
  const below = makeLeaf(soundCa);

  it('finds the good copy of an intermediate beside an expired one, in either order', () => {
    for (const pool of [
      [expiredCa, soundCa],
      [soundCa, expiredCa],
    ]) {
      const report = judge(below, pool, [root]);
      expect(report.verdict).toBe('trusted');
      expect(report.paths.map(({ verdict }) => verdict)).toEqual(['trusted', 'not-trusted']);
    }
  });

  it('finds the trusted one of two cross-certificates, in either order', () => {
    for (const pool of [
      [crossCa, soundCa],
      [soundCa, crossCa],
    ]) {
      expect(judge(below, pool, [root]).verdict).toBe('trusted');
      expect(judge(below, pool, [otherRoot]).verdict).toBe('trusted');
    }
  });

  it('shows the way through both when both roots are trusted', () => {
    const report = judge(below, [crossCa, soundCa], [root, otherRoot]);
    expect(report.paths.map(({ verdict, complete }) => ({ verdict, complete }))).toEqual([
      { verdict: 'trusted', complete: true },
      { verdict: 'trusted', complete: true },
    ]);
  });

  it('says cannot tell when one way is refused and another breaks off', () => {
    expect(judge(below, [expiredCa, crossCa], [root]).verdict).toBe('cannot-tell');
  });

  it('tells apart two CAs of one name by their key, without help from identifiers', () => {
    const bare = { change: { [oids.subjectKeyIdentifier]: null } };
    const first = makeIntermediate(root, 'Same Name', bare);
    const second = makeIntermediate(root, 'Same Name', bare);
    const issued = makeLeaf(second, 'a.test.com', { change: { [oids.authorityKeyIdentifier]: null } });
    const report = judge(issued, [first, second], [root], { profile: 'windows' });
    expect(report.verdict).toBe('trusted');
    expect(report.paths[0]?.certificates[1]?.sha256).toBe(second.parsed.sha256);
  });

  it('gives the same report whatever the order of the files', () => {
    const pool = [expiredCa, soundCa, crossCa, ca, root];
    const one = judge(below, pool, [root, otherRoot]);
    const other = judge(below, [...pool].reverse(), [otherRoot, root]);
    const names = ({ paths }: PathReport) =>
      paths.map(({ certificates }) => certificates.map(({ sha256 }) => sha256));
    expect(names(other)).toEqual(names(one));
  });
});

describe('a forged certificate', () => {
  it('is not trusted when it names an issuer and its key, but that key did not sign it', () => {
    const forged = makeLeaf(ca, 'mail.contoso.com', { signature: Buffer.from(leaf.parsed.signature) });
    expect(brief(judge(forged, [ca], [root]))).toBe('not-trusted: signature-invalid');
  });

  it('cannot be judged when only the name of a known CA fits: the right one of that name may be missing', () => {
    const stranger = makeIntermediate(root, 'Test CA');
    expect(brief(judge(makeLeaf(stranger), [ca], [root]))).toBe('cannot-tell: issuer-not-found');
  });

  it('is not trusted when the algorithm outside differs from the one that was signed', () => {
    const odd = makeLeaf(ca, 'a.test.com', { outerAlgorithm: algorithms.sha256Rsa });
    expect(brief(judge(odd, [ca], [root]))).toContain('algorithm-mismatch');
    expect(judge(odd, [ca], [root]).verdict).toBe('not-trusted');
  });
});

describe('an issuer that may not issue', () => {
  const through = (issuer: Made) => brief(judge(makeLeaf(issuer), [issuer], [root]));

  it('has no basic constraints, or says it is no CA', () => {
    expect(through(makeIntermediate(root, 'X', { change: { [oids.basicConstraints]: null } }))).toBe(
      'not-trusted: not-a-ca',
    );
    const constraints = { [oids.basicConstraints]: basicConstraints(false) };
    expect(through(makeIntermediate(root, 'X', { change: constraints }))).toBe('not-trusted: not-a-ca');
  });

  it('may sign lists but not certificates', () => {
    expect(
      through(makeIntermediate(root, 'X', { change: { [oids.keyUsage]: keyUsage(usageBits.cRLSign) } })),
    ).toBe('not-trusted: key-usage');
  });

  it('is made for other purposes than servers', () => {
    const purposes = { [oids.extendedKeyUsage]: extendedKeyUsage(oids.clientAuth) };
    expect(through(makeIntermediate(root, 'X', { change: purposes }))).toBe(
      'not-trusted: extended-key-usage',
    );
  });

  it('stands deeper than an issuer above it allows; self-issued certificates are not counted', () => {
    const short = makeIntermediate(root, 'Short', {
      change: { [oids.basicConstraints]: basicConstraints(true, 0) },
    });
    const below = makeIntermediate(short, 'Below');
    expect(brief(judge(makeLeaf(below), [short, below], [root]))).toBe('not-trusted: path-length-exceeded');
    const rollover = makeIntermediate(short, 'Short', {});
    expect(brief(judge(makeLeaf(rollover), [short, rollover], [root]))).toBe('trusted');
  });

  it('is one too many for the caller', () => {
    expect(brief(judge(leaf, [ca], [root], { maxDepth: 0 }))).toBe('not-trusted: depth-exceeded');
    expect(brief(judge(leaf, [ca], [root], { maxDepth: 1 }))).toBe('trusted');
  });

  it('is expired, even as a root', () => {
    expect(through(makeIntermediate(root, 'X', year('2020', '2021')))).toBe('not-trusted: expired');
    const old = makeRoot('Old Root', year('2000', '2021'));
    expect(brief(judge(makeLeaf(old), [], [old]))).toBe('not-trusted: expired');
  });
});

describe('the leaf itself', () => {
  const with_ = (change: Readonly<Record<string, Buffer | null>>) =>
    brief(judge(makeLeaf(ca, 'mail.contoso.com', { change }), [ca], [root]));

  it('carries a critical extension that nobody here understands', () => {
    const unknown = '1.3.6.1.4.1.55738.666.1';
    expect(with_({ [unknown]: extension(unknown, der.nullValue, true) })).toBe(
      'not-trusted: unknown-critical-extension',
    );
    expect(with_({ [unknown]: extension(unknown, der.nullValue, false) })).toBe('trusted');
  });

  it('carries an extension twice', () => {
    const twice = Buffer.concat([altNames(dns('mail.contoso.com')), altNames(dns('mail.contoso.com'))]);
    expect(with_({ [oids.subjectAltName]: twice })).toBe('not-trusted: duplicate-extension');
  });

  it('carries names that cannot be decoded', () => {
    expect(
      with_({ [oids.subjectAltName]: extension(oids.subjectAltName, Buffer.from('mail.contoso.com')) }),
    ).toBe('not-trusted: malformed-extension');
  });

  it('is for clients only; for servers and clients it is taken', () => {
    expect(with_({ [oids.extendedKeyUsage]: extendedKeyUsage(oids.clientAuth) })).toBe(
      'not-trusted: extended-key-usage',
    );
    expect(with_({ [oids.extendedKeyUsage]: extendedKeyUsage(oids.serverAuth, oids.clientAuth) })).toBe(
      'trusted',
    );
    expect(with_({ [oids.extendedKeyUsage]: null })).toBe('trusted');
  });

  it('may not use its key for TLS', () => {
    expect(with_({ [oids.keyUsage]: keyUsage(0x40) })).toBe('not-trusted: key-usage');
  });

  it('is a CA certificate that does not contradict itself', () => {
    const report = judge(
      makeIntermediate(ca, 'Sub', {
        change: { [oids.subjectAltName]: altNames(dns('a.test.com')), [oids.keyUsage]: keyUsage(0x84) },
      }),
      [ca],
      [root],
    );
    expect(brief(report)).toBe('trusted');
  });

  it('is no CA certificate whose key may only sign certificates', () => {
    const report = judge(
      makeIntermediate(ca, 'Sub', { change: { [oids.subjectAltName]: altNames(dns('a.test.com')) } }),
      [ca],
      [root],
    );
    expect(brief(report)).toBe('not-trusted: key-usage');
  });
});

describe('keys and signatures that are too weak', () => {
  const rsaRoot = makeRoot('RSA Root', { key: rsaKey() });

  it.each([
    ['RSA of 1024 bits', { key: rsaKey(1024) }, 'weak-key'],
    ['P-192', { key: ecKey('prime192v1') }, 'algorithm-not-allowed'],
    ['secp256k1', { key: ecKey('secp256k1') }, 'algorithm-not-allowed'],
    ['a SHA-1 signature', { algorithm: algorithms.sha1Rsa, digest: 'sha1' }, 'weak-signature'],
  ])('%s', (_title, recipe, code) => {
    expect(brief(judge(makeLeaf(rsaRoot, 'a.test.com', recipe), [], [rsaRoot]))).toBe(`not-trusted: ${code}`);
  });

  it.each(['prime256v1', 'secp384r1', 'secp521r1'])('%s is strong enough', (curve) => {
    const strong = makeRoot('EC Root', { key: ecKey(curve) });
    expect(brief(judge(makeLeaf(strong, 'a.test.com', { key: ecKey(curve) }), [], [strong]))).toBe('trusted');
  });

  it('a weak root that a person names is refused, one that a Windows store vouches for is taken as it is', () => {
    const weakRoot = makeRoot('Weak Root', { key: rsaKey(1024) });
    const issued = makeLeaf(weakRoot);
    expect(brief(judge(issued, [], [weakRoot]))).toBe('not-trusted: weak-key');
    expect(brief(judge(issued, [], [weakRoot], { profile: 'windows' }))).toBe('trusted');
  });
});

describe('the profile of Windows', () => {
  it('notes, and does not enforce, the rules that bind issuers only', () => {
    const subject = der.name(['CN', 'ex01.contoso.com']);
    const odd = makeLeaf(ca, 'mail.contoso.com', {
      subject,
      serial: 0,
      change: { [oids.authorityKeyIdentifier]: null },
    });
    const web = judge(odd, [ca], [root]);
    expect(brief(web)).toBe(
      'not-trusted: malformed-serial, authority-key-identifier, common-name-not-in-san',
    );
    const windows = judge(odd, [ca], [root], { profile: 'windows' });
    expect(windows.verdict).toBe('trusted');
    expect(windows.paths[0]?.notes.map(({ code }) => code)).toEqual([
      'malformed-serial',
      'authority-key-identifier',
      'common-name-not-in-san',
    ]);
  });
});
