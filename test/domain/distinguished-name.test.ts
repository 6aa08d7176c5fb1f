import { describe, expect, it } from 'vitest';
import {
  commonNameOf,
  commonNames,
  distinguishedNameKey,
  formatDistinguishedName,
  parseDistinguishedName,
  type RelativeName,
  sameDistinguishedName,
} from '../../main/domain/distinguished-name.ts';
import { seededRandom } from './seeded-random.ts';
import { shortest } from './shortest.ts';

const single = (...pairs: readonly (readonly [string, string])[]): readonly RelativeName[] =>
  pairs.map(([type, value]) => [{ type, value }]);

describe('a subject in the Certificates console reads as its parts', () => {
  it.each<[string, readonly RelativeName[]]>([
    ['CN=mail.contoso.com', single(['CN', 'mail.contoso.com'])],
    ['CN=a, O="Contoso, Ltd.", S=WA', single(['CN', 'a'], ['O', 'Contoso, Ltd.'], ['S', 'WA'])],
    ['O="Contoso ""West"""', single(['O', 'Contoso "West"'])],
    ['CN=""', single(['CN', ''])],
    ['CN=', single(['CN', ''])],
    ['OID.2.5.4.15=Private Organization', single(['2.5.4.15', 'Private Organization'])],
    ['PostalCode=98052, POBox=7, Phone=1', single(['POSTALCODE', '98052'], ['POBOX', '7'], ['PHONE', '1'])],
    ['CN=CONTOSO\\administrator, DC=contoso', single(['CN', 'CONTOSO\\administrator'], ['DC', 'contoso'])],
    [' CN=*.example.com, OU=IT', single(['CN', '*.example.com'], ['OU', 'IT'])],
  ])('%s', (text, names) => expect(parseDistinguishedName(text)).toEqual(names));

  it('keeps a multi-valued level together', () => {
    expect(parseDistinguishedName('OU=Sales + CN=J. Smith, DC=example')).toEqual([
      [
        { type: 'OU', value: 'Sales' },
        { type: 'CN', value: 'J. Smith' },
      ],
      [{ type: 'DC', value: 'example' }],
    ]);
  });
});

describe('names from other programs read the same', () => {
  it.each<[string, string, readonly RelativeName[]]>([
    ['RFC 4514 comma', 'O=Contoso\\, Ltd.,C=US', single(['O', 'Contoso, Ltd.'], ['C', 'US'])],
    ['RFC 4514 hex pair', 'O=Contoso\\2C Ltd.', single(['O', 'Contoso, Ltd.'])],
    ['RFC 4514 section 4, UTF-8 in hex pairs', 'CN=Lu\\C4\\8Di\\C4\\87', single(['CN', 'Lučić'])],
    [
      'RFC 4514 section 4, hex value',
      '1.3.6.1.4.1.1466.0=#04024869',
      single(['1.3.6.1.4.1.1466.0', '#04024869']),
    ],
    ['hex value of a UTF8String', 'CN=#0C0548C3A96C6F', single(['CN', 'Hélo'])],
    ['hex value of a BMPString', 'CN=#1E0400480069', single(['CN', 'Hi'])],
    ['hex value of a TeletexString', 'CN=#1402E969', single(['CN', 'éi'])],
    ['escaped blanks at both ends', 'CN=\\ a\\ ', single(['CN', ' a '])],
    [
      'RFC 2253 quotes with a backslash inside',
      'O="a \\"b\\", c",C=US',
      single(['O', 'a "b", c'], ['C', 'US']),
    ],
    ['semicolons', 'CN=a;O=b', single(['CN', 'a'], ['O', 'b'])],
    ['blanks around the equals sign', 'C = US, O = Contoso', single(['C', 'US'], ['O', 'Contoso'])],
    [
      'OpenSSL one line, turned most specific first',
      '/C=US/O=A/B Inc/CN=a',
      single(['CN', 'a'], ['O', 'A/B Inc'], ['C', 'US']),
    ],
    ['OpenSSL one line, bytes', '/CN=L\\xC3\\xA9o', single(['CN', 'Léo'])],
    ['empty subject', '  ', []],
  ])('%s', (_, text, names) => expect(parseDistinguishedName(text)).toEqual(names));

  it.each([
    ['st', 'S'],
    ['SP', 'S'],
    ['emailAddress', 'E'],
    ['Email', 'E'],
    ['1.2.840.113549.1.9.1', 'E'],
    ['surname', 'SN'],
    ['GN', 'G'],
    ['givenName', 'G'],
    ['title', 'T'],
    ['streetAddress', 'STREET'],
    ['OID.2.5.4.3', 'CN'],
    ['oid.1.2.3', '1.2.3'],
    ['businessCategory', '2.5.4.15'],
    ['x-unheard-of', 'X-UNHEARD-OF'],
  ])('the key %s is %s', (key, type) => {
    expect(parseDistinguishedName(`${key}=x`)).toEqual(single([type, 'x']));
  });

  it.each(['hello', 'CN', '=x', 'CN=a, b', 'CN=a,', 'CN="a', 'CN="a"b', 'a b=c', '/x', '/', '1=x'])(
    '%j is no distinguished name',
    (text) => expect(parseDistinguishedName(text)).toBeNull(),
  );
});

describe('a name is printed as Windows prints it', () => {
  it.each<[readonly RelativeName[], string]>([
    [single(['CN', 'a'], ['O', 'Contoso, Ltd.'], ['S', 'WA']), 'CN=a, O="Contoso, Ltd.", S=WA'],
    [single(['O', 'a "b"']), 'O="a ""b"""'],
    [single(['O', '']), 'O=""'],
    [single(['O', ' a']), 'O=" a"'],
    [single(['O', 'a\t']), 'O="a\t"'],
    [single(['O', 'a+b'], ['O', 'a=b'], ['O', 'a;b']), 'O="a+b", O="a=b", O="a;b"'],
    [single(['O', 'a<b'], ['O', 'a>b'], ['O', 'a#b'], ['O', 'a\nb']), 'O="a<b", O="a>b", O="a#b", O="a\nb"'],
    [single(['O', 'a\\b']), 'O=a\\b'],
    [single(['2.5.4.15', 'x'], ['POSTALCODE', '1']), 'OID.2.5.4.15=x, PostalCode=1'],
    [single(['1.2.3', '#0401FF']), 'OID.1.2.3=#0401FF'],
    [
      [
        [
          { type: 'CN', value: 'a' },
          { type: 'OU', value: 'b' },
        ],
      ],
      'CN=a + OU=b',
    ],
    [[], ''],
  ])('%j', (names, text) => expect(formatDistinguishedName(names)).toBe(text));
});

describe('2,000 names made to hurt', () => {
  /** Windows prints a backslash bare, so that these read as RFC 4514 escapes; see the test below. */
  const ambiguous = /\\(?:[0-9a-fA-F]{2}|[\\ ]|$)/;
  const pieces = [
    ...', + = " \\ < > # ; / \n \r \t é ß İ 漢 😀 \u00A0 \u200E \u0000 "" \\" a b 2C ff ,CN= OID.1.2= #0C0141'.split(
      ' ',
    ),
    ' ',
    '  ',
  ];
  const types = ['CN', 'O', 'OU', 'S', 'E', 'DC', 'SERIALNUMBER', 'POSTALCODE', '1.2.3', '2.5.4.15', 'X-KEY'];
  const random = seededRandom(2888788);
  const value = (): string => {
    const text = Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join('');
    return ambiguous.test(text) ? text.replaceAll('\\', '') : text;
  };
  const names = Array.from({ length: 2000 }, (): readonly RelativeName[] =>
    Array.from({ length: random(5) }, () =>
      Array.from({ length: 1 + random(2) }, () => ({
        type: types[random(types.length)] ?? 'CN',
        value: value(),
      })),
    ),
  );

  it('come back as they went, and are equal to themselves in either direction', () => {
    for (const name of names) {
      const text = formatDistinguishedName(name);
      expect(parseDistinguishedName(text), text).toEqual(name);
      expect(sameDistinguishedName(text, formatDistinguishedName([...name].reverse())), text).toBe(true);
    }
  });

  it('hold equality and index key together', () => {
    const texts = names.slice(0, 300).map(formatDistinguishedName);
    for (const [index, text] of texts.entries()) {
      const other = texts[(index * 7 + 1) % texts.length] ?? '';
      const equalKeys = distinguishedNameKey(text) === distinguishedNameKey(other);
      expect(sameDistinguishedName(text, other)).toBe(equalKeys);
    }
  });

  it('are misread only where Windows itself leaves a backslash in doubt, and then in the same way twice', () => {
    const text = formatDistinguishedName(single(['CN', 'CONTOSO\\41pha']));
    expect(text).toBe('CN=CONTOSO\\41pha');
    expect(parseDistinguishedName(text)).toEqual(single(['CN', 'CONTOSOApha']));
    expect(sameDistinguishedName(text, 'cn=contoso\\41pha')).toBe(true);
  });
});

describe('two spellings of one name are the same name', () => {
  it.each([
    ['CN=a, O=b', 'O=b, CN=a'],
    ['CN=a,O=b', 'cn=A ,  o=B'],
    ['CN=a, S=WA', 'CN=a, ST=WA'],
    ['E=x@contoso.com', 'OID.1.2.840.113549.1.9.1=X@contoso.com'],
    ['O="Contoso, Ltd."', 'O=Contoso\\, Ltd.'],
    ['O="Contoso, Ltd."', 'O=Contoso\\2C Ltd.'],
    ['O=Contoso  Ltd', 'O=Contoso Ltd'],
    ['CN=a + OU=b, O=c', 'OU=b+CN=a,O=c'],
    ['CN=x, O=b, C=US', '/C=US/O=b/CN=x'],
    ['CN=Hi', 'CN=#13024869'],
    ['CN=e\u0301', 'CN=\u00E9'],
    ['OID.1.2.3=#0401FF', '1.2.3=#0401ff'],
    ['not a name ', 'NOT A NAME'],
    ['', '  '],
  ])('%j and %j', (a, b) => {
    expect(sameDistinguishedName(a, b)).toBe(true);
    expect(distinguishedNameKey(a)).toBe(distinguishedNameKey(b));
  });

  it.each([
    ['CN=a, O=b', 'CN=a'],
    ['CN=a, O=b', 'CN=a, O=c'],
    ['CN=a, O=b, C=c', 'O=b, CN=a, C=c'],
    ['CN=a + OU=b', 'CN=a, OU=b'],
    ['CN=a', 'O=a'],
    ['CN="a,O=b"', 'CN=a,O=b'],
    ['CN="a+OU=b"', 'CN=a+OU=b'],
    ['not a name', 'another'],
    ['CN=a', 'text:cn=a'],
    ['', 'x'],
  ])('%j is not %j', (a, b) => {
    expect(sameDistinguishedName(a, b)).toBe(false);
    expect(distinguishedNameKey(a)).not.toBe(distinguishedNameKey(b));
  });
});

describe('the common name', () => {
  it('is the most specific one', () => {
    expect(commonNameOf('CN=mail.contoso.com, CN=Users, DC=contoso')).toBe('mail.contoso.com');
    expect(commonNameOf('/DC=contoso/CN=Users/CN=mail.contoso.com')).toBe('mail.contoso.com');
    expect(commonNames(parseDistinguishedName('CN=a + CN=b, O=c, CN=d') ?? [])).toEqual(['a', 'b', 'd']);
  });

  it('is unknown when there is none', () => {
    expect(commonNameOf('O=Contoso')).toBeNull();
    expect(commonNameOf('no name')).toBeNull();
  });
});

describe('hostile text costs no more than its length', () => {
  const units = ['CN=a,', 'CN=a+', '"', '\\', '\\ff', '/CN=a/', '\\xff', ' ', '1.', 'AB'];
  const starts = ['', 'CN=', 'CN="', '/CN=', 'CN=#'];
  const million = 1_000_000;

  it.each(units)('a megabyte of %j ends', (unit) => {
    for (const start of ['', 'CN="']) {
      const text = (start + unit.repeat(Math.ceil(million / unit.length))).slice(0, million);
      expect(distinguishedNameKey(text)).toMatch(/^(?:text|name):/);
    }
  });

  it.each(units)('four times as much of %j takes about four times as long', (unit) => {
    const read = (size: number) => () => {
      for (const start of starts) distinguishedNameKey(start + unit.repeat(size / unit.length));
    };
    // Quadratic time would be sixteen times as long.
    expect(shortest(read(200_000))).toBeLessThan(10 * Math.max(shortest(read(50_000)), 20));
  });
});
