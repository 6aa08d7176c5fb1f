import { describe, expect, it } from 'vitest';
import { normaliseThumbprint, sameThumbprint } from '../../main/domain/thumbprint.ts';

const thumbprint = '0123456789ABCDEF0123456789ABCDEF01234567';
const spaced = '01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67';

describe('a thumbprint from anywhere', () => {
  it.each([
    ['Exchange', thumbprint],
    ['lower case', thumbprint.toLowerCase()],
    ['the details of a certificate, with U+200E in front', `\u200E${spaced}`],
    ['OpenSSL, with colons', spaced.replaceAll(' ', ':')],
    ['no-break blanks and a byte order mark', `\uFEFF${spaced.replaceAll(' ', '\u00A0')}`],
    ['a trailing NUL', `${thumbprint}\u0000`],
  ])('%s', (_, text) => {
    expect(normaliseThumbprint(text)).toBe(thumbprint);
    expect(sameThumbprint(text, thumbprint)).toBe(true);
  });

  it.each(['', thumbprint.slice(1), `${thumbprint}0`, thumbprint.replace('A', 'G'), 'mail.contoso.com'])(
    '%j is none',
    (text) => {
      expect(normaliseThumbprint(text)).toBeNull();
      expect(sameThumbprint(text, text)).toBe(false);
    },
  );
});
