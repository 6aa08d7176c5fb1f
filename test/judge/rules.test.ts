import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../main/judge/rules/index.ts';
import { languages, wordsIn } from '../../main/report/words.ts';

const here = import.meta.dirname;

describe.each(rules.map((rule) => [rule.id, rule] as const))('rule %s', (id, rule) => {
  it('stands in a file of its name, with a test of its name', () => {
    expect(existsSync(join(here, '..', '..', 'main', 'judge', 'rules', `${id}.ts`))).toBe(true);
    expect(existsSync(join(here, 'rules', `${id}.test.ts`))).toBe(true);
  });

  it('rests on a published sentence with an address and the day it was read', () => {
    expect(rule.citation.text).not.toBe('');
    expect(rule.citation.url).toMatch(/^https:\/\//u);
    expect(rule.citation.read).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
  });

  it.each(languages)('has words in %s for every way to fail', (language) => {
    const words = wordsIn(language);
    for (const variant of rule.variants) {
      expect(words.has(`rules.${id}.${variant}.title`), variant).toBe(true);
      expect(words.has(`rules.${id}.${variant}.reason`), variant).toBe(true);
    }
  });
});

it('no two rules share an id', () => {
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
});
