import { describe, expect, it } from 'vitest';
import {
  formatTlsCertificateName,
  matchesTlsCertificateName,
  parseTlsCertificateName,
  readTlsCertificateName,
} from '../../main/domain/tls-certificate-name.ts';

/** Made up; the shape is that of Get-SendConnector (exchange.md 4.6). */
const issuer = 'CN=Contoso Issuing CA 1, O="Contoso, Ltd.", S=WA, C=US';
const subject = 'CN=mail.contoso.com, O="Contoso, Ltd.", L=Redmond, S=WA, C=US';
const pin = `<I>${issuer}<S>${subject}`;

describe('the TlsCertificateName of a connector', () => {
  it.each([
    ['as Exchange prints it', pin],
    ['lower-case tags', `<i>${issuer}<s>${subject}`],
    ['blanks', `  <I> ${issuer} <S>\t${subject}\n`],
    ['blanks inside the tags', `< I >${issuer}< S >${subject}`],
    ['subject first', `<S>${subject}<I>${issuer}`],
  ])('%s', (_, text) => {
    expect(parseTlsCertificateName(text)).toEqual({ issuer, subject });
  });

  it('may hold a tag inside quotes', () => {
    expect(parseTlsCertificateName('<I>CN="a<S>b"<S>CN="c<S>d"')).toEqual({
      issuer: 'CN="a<S>b"',
      subject: 'CN="c<S>d"',
    });
  });

  it.each([
    '',
    '<I>',
    '<I>CN=a',
    '<S>CN=a',
    '<I>CN=a<S>',
    '<I><S>CN=a',
    'CN=a<S>CN=b',
    '<I>a<I>b',
    'mail.contoso.com',
  ])('%j is malformed', (text) => expect(parseTlsCertificateName(text)).toBeNull());

  it('is absent when read and empty, unknown when not read, malformed when of another form', () => {
    expect(readTlsCertificateName(null)).toEqual({ state: 'absent' });
    expect(readTlsCertificateName('')).toEqual({ state: 'absent' });
    expect(readTlsCertificateName('  ')).toEqual({ state: 'absent' });
    expect(readTlsCertificateName(undefined)).toEqual({ state: 'unknown' });
    expect(readTlsCertificateName('oops')).toEqual({ state: 'malformed', text: 'oops' });
    expect(readTlsCertificateName(pin)).toEqual({ state: 'present', text: pin, value: { issuer, subject } });
  });

  it('prints back as Set-SendConnector takes it', () => {
    expect(formatTlsCertificateName({ issuer, subject })).toBe(pin);
  });

  it('matches a certificate by meaning, not by spelling', () => {
    const rfc = 'CN=mail.contoso.com,O=Contoso\\, Ltd.,L=Redmond,ST=WA,C=US';
    expect(matchesTlsCertificateName({ issuer, subject: rfc }, { issuer, subject })).toBe(true);
    expect(matchesTlsCertificateName({ issuer: subject, subject: issuer }, { issuer, subject })).toBe(false);
    expect(
      matchesTlsCertificateName({ issuer: 'CN=Contoso Issuing CA 2', subject }, { issuer, subject }),
    ).toBe(false);
  });

  it.each(['<', '< ', '<S>', '"<S>', '<I>'])('a megabyte of %j ends', (unit) => {
    const text = `<I>${unit.repeat(1_000_000 / unit.length)}`;
    expect(() => parseTlsCertificateName(text)).not.toThrow();
  });
});
