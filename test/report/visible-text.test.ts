import { describe, expect, it } from 'vitest';
import { clippedText, visibleText } from '../../main/report/visible-text.ts';

describe('text from outside', () => {
  it.each([
    ['a right-to-left override', 'mail.\u202emoc.osotnoc', 'mail.[U+202E]moc.osotnoc'],
    ['an escape sequence', '\u001b[2Jgone', '[U+001B][2Jgone'],
    ['a zero-width blank', 'mail\u200b.contoso.com', 'mail[U+200B].contoso.com'],
    ['a NUL', 'a\u0000b', 'a[U+0000]b'],
    ['isolates', '\u2066x\u2069', '[U+2066]x[U+2069]'],
    ['a lone surrogate', 'x\ud800y', 'x[U+D800]y'],
    ['a soft hyphen', 'con\u00adtoso', 'con[U+00AD]toso'],
    ['line breaks', 'one\r\ntwo\nthree', 'one ⏎ two ⏎ three'],
    ['a line separator', 'a\u2028b', 'a[U+2028]b'],
  ])('shows %s instead of obeying it', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('leaves honest text alone, Hebrew and emoji included', () => {
    for (const text of ['תעודה 2026', 'mail.contoso.com', 'naïve 😀', 'CN="Contoso, Ltd."']) {
      expect(visibleText(text)).toBe(text);
    }
  });

  it('clips long text and says how much is missing', () => {
    expect(clippedText('x'.repeat(100), 10)).toBe(`${'x'.repeat(10)}… (+90)`);
    expect(clippedText('short', 10)).toBe('short');
  });
});
