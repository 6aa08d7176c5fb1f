import i18next, { type i18n } from 'i18next';
import en from '../../assets/locales/en.json' with { type: 'json' };
import he from '../../assets/locales/he.json' with { type: 'json' };
import type { TextValues } from '../domain/finding.ts';
import { visibleText } from './visible-text.ts';

export type Language = 'en' | 'he';

export const languages: readonly Language[] = ['en', 'he'];

/** Gives the words for a key of `assets/locales`; every value that fills a gap is made visible text first. */
export interface Words {
  readonly language: Language;
  (key: string, values?: TextValues): string;
  /** False for a key without words; callers with a fallback ask first. */
  has(key: string): boolean;
}

// Same<T> makes a missing Hebrew text, or one too many, a compile error.
type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
const hebrew: Same<typeof en> = he;

let shared: i18n | null = null;

export function wordsIn(language: Language): Words {
  shared ??= createWords();
  const fixed = shared.getFixedT(language);
  const say = (key: string, values: TextValues = {}): string => fixed(key, visibleValues(values));
  return Object.assign(say, {
    language,
    has: (key: string) => shared?.exists(key, { lng: language }) === true,
  });
}

function createWords(): i18n {
  const instance = i18next.createInstance();
  // Texts go to a terminal or through React, never into markup, so i18next must not escape them a second time.
  void instance.init({
    resources: { en: { translation: en }, he: { translation: hebrew } },
    fallbackLng: false,
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
  return instance;
}

function visibleValues(values: TextValues): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? visibleText(value) : value,
    ]),
  );
}
