import { describe, expect, it } from 'vitest';
import en from '../../assets/locales/en.json' with { type: 'json' };
import he from '../../assets/locales/he.json' with { type: 'json' };
import { visibleText } from '../../main/report/visible-text.ts';

type Texts = ReadonlyMap<string, string>;

/** Every text under its path, `advice.retry-queue`, in the order of the file. */
function textsOf(tree: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof tree === 'string') return [[path, tree]];
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree))
    throw new TypeError(`${path} holds no text and no group of texts`);
  return Object.entries(tree).flatMap(([key, value]) => textsOf(value, path === '' ? key : `${path}.${key}`));
}

const english: Texts = new Map(textsOf(en));
const hebrew: Texts = new Map(textsOf(he));

const placeholder = /\{\{([A-Za-z]+)\}\}/gu;

function placeholders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? ''))].sort();
}

/** Words that must read the same in every language: acronyms, cmdlet and property names, event and reply numbers. */
function identifiers(text: string): readonly string[] {
  const plain = text.replace(placeholder, ' ').replace(/<[IS]>/gu, ' ');
  return (
    plain.match(/[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*|\d(?:[\d.]*\d)?|\b(?:Microsoft|Exchange)\b/gu) ?? []
  );
}

/** The paths of the texts that break a rule, with the text, so that a failure shows what to correct. */
function offenders(texts: Texts, breaks: (text: string, path: string) => boolean): readonly string[] {
  return [...texts].filter(([path, text]) => breaks(text, path)).map(([path, text]) => `${path}: ${text}`);
}

describe('the Hebrew texts beside the English ones', () => {
  it('have the same keys in the same order', () => {
    expect([...hebrew.keys()]).toEqual([...english.keys()]);
  });

  it('fill the same gaps', () => {
    const gaps = (texts: Texts) =>
      Object.fromEntries([...texts].map(([path, text]) => [path, placeholders(text)]));
    expect(gaps(hebrew)).toEqual(gaps(english));
  });

  it('keep every product name, property name, event number and reply number', () => {
    const lost = [...english].flatMap(([path, text]) => {
      const translated = hebrew.get(path) ?? '';
      return identifiers(text)
        .filter((word) => !translated.includes(word))
        .map((word) => `${path}: ${word}`);
    });
    expect(lost).toEqual([]);
  });
});

describe.each([
  ['English', english],
  ['Hebrew', hebrew],
] as const)('a text in %s', (_, texts) => {
  it('is never empty', () => {
    expect(offenders(texts, (text) => text.trim() === '')).toEqual([]);
  });

  it('has no blank at its ends and no two blanks in a row', () => {
    expect(offenders(texts, (text) => text !== text.trim() || /\s{2}/u.test(text))).toEqual([]);
  });

  it('does not shout', () => {
    expect(offenders(texts, (text) => text.includes('!'))).toEqual([]);
  });

  it('has only gaps that the translation library fills', () => {
    expect(offenders(texts, (text) => /[{}]|\$t\(/u.test(text.replace(placeholder, '')))).toEqual([]);
  });

  // Labels pass through visibleText on their way to a terminal, where such a character would show as [U+200F].
  it('has no hidden character', () => {
    expect(offenders(texts, (text) => visibleText(text) !== text)).toEqual([]);
  });
});

describe('a Hebrew text', () => {
  const withoutHebrew = ['rules.refused-mail.inbound-certificate-refused.reason', 'label.microsoft'];

  it('is written in Hebrew, apart from a product name and a reply that is shown as received', () => {
    const foreign = [...hebrew].filter(([, text]) => !/\p{Script=Hebrew}/u.test(text)).map(([path]) => path);
    expect(foreign.sort()).toEqual([...withoutHebrew].sort());
  });

  // Programs that guess the direction take it from the first letter (UAX #9, rules P2 and P3).
  it('begins with a Hebrew word', () => {
    expect(
      offenders(hebrew, (text, path) => !withoutHebrew.includes(path) && !/^\p{Script=Hebrew}/u.test(text)),
    ).toEqual([]);
  });

  // With only punctuation between them, two Latin words become one left-to-right run and change places.
  it('has a Hebrew word between a Latin word and the next one across a punctuation mark', () => {
    const joined = /[A-Za-z0-9}]['")]*[.,;:]['"(]* ['"(]*[A-Za-z0-9{]/u;
    expect(offenders(hebrew, (text) => joined.test(text.replace('SMTP: {{reply}}', 'SMTP')))).toEqual([]);
  });

  it('has a Hebrew word or a punctuation mark between two names', () => {
    const joined = /\}\}['"]? ['"]?[A-Za-z{]|[A-Za-z0-9] ['"]?\{\{/u;
    expect(offenders(hebrew, (text) => joined.test(text))).toEqual([]);
  });

  // Numbers after a Hebrew word are ordered from right to left: a bare "454 4.7.5" would show as "4.7.5 454".
  it('has a Latin word before a reply code, to keep its parts in order', () => {
    const bare = /(?<![A-Za-z] )\b\d{3} \d\.\d|(?<!SMTP: )\{\{reply\}\}/u;
    expect(offenders(hebrew, (text, path) => !withoutHebrew.includes(path) && bare.test(text))).toEqual([]);
  });

  it('joins a prefix to a Latin word with a maqaf', () => {
    expect(
      offenders(hebrew, (text) => /\p{Script=Hebrew}-|-\p{Script=Hebrew}|[א-ת][A-Za-z0-9{]/u.test(text)),
    ).toEqual([]);
  });
});
