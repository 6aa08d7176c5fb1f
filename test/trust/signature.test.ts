import { constants, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../main/trust/signature.ts';
import * as der from './support/der-writer.ts';
import { brief, judge } from './support/judged.ts';
import { algorithms, ecKey, type Made, makeLeaf, makeRoot, rsaKey } from './support/make-certificate.ts';

const rsaRoot = makeRoot('RSA Root', { key: rsaKey() });
const ecRoot = makeRoot('EC Root');

/** A leaf whose signature is made over its own signed part by `make`. */
function signedBy(root: Made, algorithm: Buffer, make: (tbs: Uint8Array) => Buffer): Made {
  const recipe = { algorithm, serial: 7 };
  const { tbs } = makeLeaf(root, 'a.test.com', { ...recipe, key: fixed, signature: Buffer.alloc(1) }).parsed;
  return makeLeaf(root, 'a.test.com', { ...recipe, key: fixed, signature: make(tbs) });
}

const fixed = ecKey();

const hash = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2' };

function pssAlgorithm(digest: keyof typeof hash, mask: keyof typeof hash, salt: number, trailer = 1): Buffer {
  const parameters = der.sequence(
    der.context(0, der.sequence(der.oid(hash[digest]), der.nullValue)),
    der.context(
      1,
      der.sequence(der.oid('1.2.840.113549.1.1.8'), der.sequence(der.oid(hash[mask]), der.nullValue)),
    ),
    der.context(2, der.integer(salt)),
    ...(trailer === 1 ? [] : [der.context(3, der.integer(trailer))]),
  );
  return der.sequence(der.oid('1.2.840.113549.1.1.10'), parameters);
}

const pss = (digest: string, saltLength: number) => (tbs: Uint8Array) =>
  sign(digest, tbs, { key: rsaRoot.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

describe('RSA-PSS', () => {
  it.each([
    ['sha256', 32],
    ['sha384', 48],
  ] as const)('%s with a salt of its length is taken', (digest, salt) => {
    const leaf = signedBy(rsaRoot, pssAlgorithm(digest, digest, salt), pss(digest, salt));
    expect(brief(judge(leaf, [], [rsaRoot]))).toBe('trusted');
  });

  it.each([
    ['another digest in the mask', pssAlgorithm('sha256', 'sha384', 32)],
    ['another length of salt', pssAlgorithm('sha256', 'sha256', 20)],
    ['another trailer', pssAlgorithm('sha256', 'sha256', 32, 2)],
    ['no parameters', der.sequence(der.oid('1.2.840.113549.1.1.10'))],
    [
      'parameters that are no DER of their type',
      der.sequence(der.oid('1.2.840.113549.1.1.10'), der.nullValue),
    ],
  ])('%s is refused', (_title, algorithm) => {
    const leaf = signedBy(rsaRoot, algorithm, pss('sha256', 32));
    expect(judge(leaf, [], [rsaRoot]).verdict).toBe('not-trusted');
  });
});

describe('signatures that are none', () => {
  const value = (r: bigint | number, s: bigint | number) => der.sequence(der.integer(r), der.integer(s));
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

  it.each([
    ['r and s of zero (CVE-2022-21449)', value(0, 0)],
    ['r of zero', value(0, 1)],
    ['r and s as large as the order', value(order, order)],
    ['negative numbers', der.sequence(der.integer(Buffer.from([0xff])), der.integer(Buffer.from([0xff])))],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(64)],
    ['an endless number', der.sequence(der.tlv(2, Buffer.alloc(100_000, 1)), der.integer(1))],
  ])('ECDSA: %s', (_title, signature) => {
    const leaf = signedBy(ecRoot, algorithms.sha256Ecdsa, () => signature);
    expect(checkSignature(leaf.parsed, ecRoot.parsed.publicKey)).toBe('invalid');
  });

  it('ECDSA with bytes behind a good signature', () => {
    const leaf = signedBy(ecRoot, algorithms.sha256Ecdsa, (tbs) =>
      Buffer.concat([sign('sha256', tbs, ecRoot.key), Buffer.from([0])]),
    );
    expect(checkSignature(leaf.parsed, ecRoot.parsed.publicKey)).toBe('invalid');
  });

  it('RSA: a signature of another length, of zero, or one for another digest', () => {
    const good = (tbs: Uint8Array) => sign('sha256', tbs, rsaRoot.key);
    const tries = [
      signedBy(rsaRoot, algorithms.sha256Rsa, (tbs) => good(tbs).subarray(1)),
      signedBy(rsaRoot, algorithms.sha256Rsa, () => Buffer.alloc(256)),
      signedBy(rsaRoot, algorithms.sha256Rsa, (tbs) => sign('sha512', tbs, rsaRoot.key)),
    ];
    for (const leaf of tries) expect(checkSignature(leaf.parsed, rsaRoot.parsed.publicKey)).toBe('invalid');
    expect(
      checkSignature(signedBy(rsaRoot, algorithms.sha256Rsa, good).parsed, rsaRoot.parsed.publicKey),
    ).toBe('valid');
  });

  it('an algorithm that does not fit the key', () => {
    const leaf = signedBy(rsaRoot, algorithms.sha256Ecdsa, (tbs) => sign('sha256', tbs, rsaRoot.key));
    expect(checkSignature(leaf.parsed, rsaRoot.parsed.publicKey)).toBe('invalid');
  });

  it('an algorithm that nobody here knows proves nothing either way', () => {
    const leaf = signedBy(ecRoot, der.sequence(der.oid('2.16.840.1.101.3.4.3.17')), () => Buffer.alloc(8));
    expect(checkSignature(leaf.parsed, ecRoot.parsed.publicKey)).toBe('unknown-algorithm');
    expect(brief(judge(leaf, [], [ecRoot]))).toBe('cannot-tell: algorithm-unknown');
  });
});

describe('keys that are made to cheat or to waste time', () => {
  const rsaSpki = (modulus: Buffer, exponent: Buffer) =>
    der.sequence(
      der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue),
      der.bits(der.sequence(der.tlv(2, modulus), der.tlv(2, exponent))),
    );
  const positive = (length: number, last = 1) =>
    Buffer.concat([Buffer.from([0, 0xff]), Buffer.alloc(length - 2, 0x5a), Buffer.from([last])]);
  const ecSpki = (parameters: Buffer, point = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)])) =>
    der.sequence(der.sequence(der.oid('1.2.840.10045.2.1'), parameters), der.bits(point));
  const p256 = der.oid('1.2.840.10045.3.1.7');

  it.each([
    ['RSA with exponent 1', rsaSpki(positive(256), Buffer.from([1])), 'weak-key'],
    ['RSA with an even exponent', rsaSpki(positive(256), Buffer.from([4])), 'weak-key'],
    ['RSA with an even modulus', rsaSpki(positive(256, 2), Buffer.from([1, 0, 1])), 'malformed-key'],
    ['RSA with a negative modulus', rsaSpki(Buffer.alloc(256, 0xf5), Buffer.from([3])), 'malformed-key'],
    ['RSA with an exponent as long as the modulus', rsaSpki(positive(256), positive(256)), 'malformed-key'],
    ['RSA of 4 KB with an exponent of 4 KB', rsaSpki(positive(4096), positive(4096)), 'malformed-key'],
    [
      'RSA without a key',
      der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue), der.bits(Buffer.alloc(0))),
      'malformed-key',
    ],
    ['EC with explicit parameters (CVE-2020-0601)', ecSpki(der.sequence(der.integer(1))), 'malformed-key'],
    [
      'EC without a curve',
      der.sequence(der.sequence(der.oid('1.2.840.10045.2.1')), der.bits(Buffer.alloc(65, 4))),
      'malformed-key',
    ],
    ['EC on a curve that nobody knows', ecSpki(der.oid('1.2.3.4')), 'malformed-key'],
    ['EC with a point too short', ecSpki(p256, Buffer.from([4, 1, 2])), 'malformed-key'],
    ['EC with the point at infinity', ecSpki(p256, Buffer.from([0])), 'malformed-key'],
  ])('%s', (_title, spki, code) => {
    const started = performance.now();
    expect(brief(judge(makeLeaf(rsaRoot, 'a.test.com', { spki }), [], [rsaRoot]))).toContain(
      `not-trusted: ${code}`,
    );
    const issuer = makeRoot('Odd', { spki });
    const below = judge(makeLeaf(issuer), [], [issuer]);
    expect(below.verdict).toBe('not-trusted');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('a point off the curve cannot verify anything', () => {
    const odd = makeRoot('Odd', { spki: ecSpki(p256) });
    expect(checkSignature(makeLeaf(odd).parsed, odd.parsed.publicKey)).toBe('unusable-key');
  });
});
