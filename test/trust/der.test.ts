import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../main/trust/certificate.ts';
import { checkDer, DerError } from '../../main/trust/der.ts';
import { oidOf } from '../../main/trust/der-values.ts';
import * as der from './support/der-writer.ts';
import { makeLeaf, makeRoot } from './support/make-certificate.ts';

function refusal(bytes: Uint8Array): string {
  try {
    checkDer(bytes);
    return 'accepted';
  } catch (error) {
    if (error instanceof DerError) return error.code;
    throw error;
  }
}

describe('bytes that are not strict DER', () => {
  const cases: [string, Uint8Array, string][] = [
    ['nothing at all', Buffer.alloc(0), 'truncated'],
    ['a tag without a length', Buffer.from([0x30]), 'truncated'],
    ['an indefinite length', Buffer.from([0x30, 0x80, 0x05, 0x00, 0x00, 0x00]), 'indefinite-length'],
    [
      'a length of two octets where one would do',
      Buffer.from([0x04, 0x81, 0x01, 0x00]),
      'length-not-minimal',
    ],
    [
      'a length with a leading zero',
      Buffer.concat([Buffer.from([0x04, 0x82, 0x00, 0x80]), Buffer.alloc(128)]),
      'length-not-minimal',
    ],
    ['a length of 2^32', Buffer.from([0x30, 0x85, 0x01, 0x00, 0x00, 0x00, 0x00]), 'length-too-large'],
    [
      'a length of 2^32 - 1 and four bytes',
      Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x05, 0x00]),
      'truncated',
    ],
    ['bytes behind the end', Buffer.concat([der.nullValue, Buffer.from([0])]), 'trailing-bytes'],
    ['a child that is longer than its parent', Buffer.from([0x30, 0x03, 0x04, 0x05, 0x00]), 'truncated'],
    ['a tag number over 30', Buffer.from([0x1f, 0x81, 0x01, 0x00]), 'long-tag'],
  ];
  it.each(cases)('%s', (_title, bytes, code) => {
    expect(refusal(bytes)).toBe(code);
  });

  it('nested 33 deep, and 32 deep is taken', () => {
    const nested = (depth: number) => {
      let value: Buffer = der.sequence();
      for (let level = 1; level < depth; level++) value = der.sequence(value);
      return value;
    };
    expect(refusal(nested(32))).toBe('accepted');
    expect(refusal(nested(33))).toBe('too-deep');
    expect(refusal(nested(2_000))).toBe('too-deep');
  });

  it('a million empty elements, without taking long', () => {
    expect(refusal(der.sequence(Buffer.alloc(2_200_000, Buffer.from([0x05, 0x00]))))).toBe(
      'too-many-elements',
    );
  });
});

describe('a certificate cut short', () => {
  const whole = makeLeaf(makeRoot()).der;

  it('is refused with a reason at every length, and keeps a thumbprint', () => {
    for (let length = 0; length < whole.length; length++) {
      const result = readCertificate(whole.subarray(0, length));
      expect(result.ok).toBe(false);
      if (!result.ok) expect(result.thumbprint).toMatch(/^[0-9A-F]{40}$/);
    }
  });

  it('is refused with garbage behind it', () => {
    const result = readCertificate(Buffer.concat([whole, Buffer.from('garbage')]));
    expect(result).toMatchObject({ ok: false, problem: { code: 'trailing-bytes' } });
  });
});

describe('object identifiers', () => {
  const whole = (dotted: string) => {
    const encoded = der.oid(dotted);
    return oidOf(encoded, { tag: 6, start: 0, content: 2, end: encoded.length });
  };

  it('keep arcs that no number type holds', () => {
    for (const dotted of [
      '0.9.2342.19200300.100.1.25',
      '2.999.3',
      '2.25.329800735698586629295641978511506172918',
      '1.39',
    ])
      expect(whole(dotted)).toBe(dotted);
  });

  it('are refused when they end early, begin an arc with zero, or are empty', () => {
    for (const content of [[0x2a, 0x86], [0x2a, 0x80, 0x01], []])
      expect(() =>
        oidOf(Buffer.from(content), { tag: 6, start: 0, content: 0, end: content.length }),
      ).toThrow(DerError);
  });
});
