import { describe, expect, it } from 'vitest';
import { readServices, servicesFromBits } from '../../main/domain/services.ts';

const order = ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation', 'UMCallRouter'];
const everySet = Array.from({ length: 128 }, (_, bits) => bits);

describe('Services of Get-ExchangeCertificate', () => {
  it('reads the same from every form, for all 128 sets', () => {
    for (const bits of everySet) {
      const expected = order.filter((_, position) => bits & (1 << position));
      const positional = [...'IPUWSFC'].map((letter, place) => (bits & (1 << place) ? letter : '.')).join('');
      const names = expected.length === 0 ? 'None' : expected.join(', ');
      expect(servicesFromBits(bits)).toEqual(expected);
      const forms = [
        bits,
        BigInt(bits),
        String(bits),
        positional,
        names,
        names.toLowerCase(),
        names.split(', '),
      ];
      for (const form of forms) expect(readServices(form), String(form)).toEqual(expected);
      expect(readServices([...expected].reverse())).toEqual(expected);
      if (bits < 64) expect(readServices(positional.slice(0, 6)), 'Exchange 2010').toEqual(expected);
    }
  });

  /** exchange.md 1.3, decoded there from test data of CSS-Exchange. */
  it.each<[unknown, readonly string[]]>([
    ['IMAP, POP, IIS, SMTP', ['IMAP', 'POP', 'IIS', 'SMTP']],
    [27, ['IMAP', 'POP', 'IIS', 'SMTP']],
    [16, ['SMTP']],
    ['IP.WS..', ['IMAP', 'POP', 'IIS', 'SMTP']],
    ['....S..', ['SMTP']],
    ['....SF.', ['SMTP', 'Federation']],
    ['.......', []],
    ['......', []],
    ['none', []],
    [0, []],
    ['smtp;iis', ['IIS', 'SMTP']],
    ['SMTP SMTP', ['SMTP']],
    [[], []],
  ])('%j', (value, services) => expect(readServices(value)).toEqual(services));

  it.each<[string, unknown]>([
    ['the empty column of plain remoting', ''],
    ['blanks', '   '],
    ['null', null],
    ['not read', undefined],
    ['a word of no service', 'Teleport'],
    ['the ellipsis of a narrow column', '...'],
    ['a column cut after two letters', 'IP...'],
    ['negative bits', -1],
    ['a fraction', 1.5],
    ['no number', Number.NaN],
    ['only bits of no known service', 128],
    ['a list of nothing known', ['Teleport', null]],
    ['None beside an unknown word', 'None, Teleport'],
    ['an object', { value: 16 }],
    ['a sentence with a dot', 'IIS.SMTP'],
  ])('%s is unknown, not None', (_, value) => expect(readServices(value)).toBeNull());

  it('keeps what is known beside what a later version may have added', () => {
    expect(readServices('SMTP, Teleport')).toEqual(['SMTP']);
    expect(readServices(16 + 1024)).toEqual(['SMTP']);
    expect(readServices(['SMTP', 'Teleport', 8])).toEqual(['IIS', 'SMTP']);
  });

  it('ends on a megabyte', () => {
    expect(readServices('x,'.repeat(500_000))).toBeNull();
    expect(readServices('.'.repeat(1_000_000))).toBeNull();
    expect(readServices('9'.repeat(1_000_000))).toBeNull();
  });
});
