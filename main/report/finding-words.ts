import type { Verdict } from '../domain/diagnosis.ts';
import type { Finding, TextValues } from '../domain/finding.ts';
import { utcTime } from './time-text.ts';
import type { Words } from './words.ts';

/** The verdict as one sentence. */
export function headline(verdict: Verdict, words: Words): string {
  const key = verdict.rule === null ? `headline.${verdict.headline}` : `rules.${verdict.headline}.title`;
  return words(key, readable(verdict.values, words)).trim();
}

export function findingTitle(finding: Finding, words: Words): string {
  return words(`rules.${finding.rule}.${finding.variant}.title`, readable(finding.values, words)).trim();
}

export function findingReason(finding: Finding, words: Words): string {
  return words(`rules.${finding.rule}.${finding.variant}.reason`, readable(finding.values, words)).trim();
}

/** Values as a person reads them: times to the minute, reason codes in words where there are words for them. */
export function readable(values: TextValues, words?: Words): TextValues {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (typeof value !== 'string') return [key, value];
      if (key === 'server' && value === '' && words !== undefined) return [key, words('label.unnamedServer')];
      if (key === 'reason' && words?.has(`candidate.${value}`) === true)
        return [key, words(`candidate.${value}`)];
      return [key, utcTime(value) ?? value];
    }),
  );
}
