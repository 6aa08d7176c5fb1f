import { describe, expect, it } from 'vitest';
import { isHostName, nameMatch } from '../../main/domain/host-name.ts';

describe('a name in a certificate covers a host', () => {
  it.each<[string, string, 'exact' | 'wildcard' | null]>([
    ['mail.contoso.com', 'mail.contoso.com', 'exact'],
    ['MAIL.Contoso.COM', 'mail.contoso.com', 'exact'],
    ['mail.contoso.com.', 'mail.contoso.com', 'exact'],
    ['mail.contoso.com', ' mail.contoso.com. ', 'exact'],
    ['EX01', 'ex01', 'exact'],
    ['EX_01.contoso.com', 'ex_01.contoso.com', 'exact'],
    ['xn--mller-kva.example', 'XN--MLLER-KVA.example', 'exact'],
    ['*.contoso.com', 'mail.contoso.com', 'wildcard'],
    ['*.contoso.com', 'a.b.contoso.com', 'wildcard'],
    ['*.contoso.com.', 'mail.CONTOSO.com', 'wildcard'],
    ['*.contoso.com', 'contoso.com', null],
    ['*.contoso.com', '.contoso.com', null],
    ['*.contoso.com', 'mailcontoso.com', null],
    ['*.contoso.com', '*.contoso.com', null],
    ['*.contoso.com', 'mail.contoso.com.evil.example', null],
    ['*', 'mail.contoso.com', null],
    ['*.', 'mail.contoso.com', null],
    ['m*.contoso.com', 'mail.contoso.com', null],
    ['mail.*.com', 'mail.contoso.com', null],
    ['', '', null],
    ['mail.contoso.com', '', null],
  ])('%j over %j: %s', (pattern, host, match) => expect(nameMatch(pattern, host)).toBe(match));
});

describe('a host name', () => {
  it.each([
    'contoso.com',
    'EX01',
    'a-b.example.',
    'xn--mller-kva.example',
    '1.example',
    `${'a'.repeat(63)}.com`,
  ])('%j is one', (text) => expect(isHostName(text)).toBe(true));
  it.each([
    '',
    '.',
    '*.contoso.com',
    '10.0.0.1',
    'a..b',
    '-a.com',
    'a-.com',
    'a_b.com',
    'a b',
    'müller.example',
    '<I>CN=a<S>CN=b',
    `${'a'.repeat(64)}.com`,
    'a.'.repeat(200),
  ])('%j is none', (text) => expect(isHostName(text)).toBe(false));

  it.each(['a.', '.', '-', 'a-', '*.'])('a megabyte of %j ends', (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    expect(isHostName(text)).toBe(false);
    expect(nameMatch(`*.${text}`, 'mail.contoso.com')).toBeNull();
    expect(() => nameMatch('*.contoso.com', text)).not.toThrow();
  });
});
