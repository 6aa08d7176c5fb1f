import type { Citation } from '../domain/finding.ts';
import { rules } from './rules/index.ts';

/** The published sentence a rule rests on, or null for a rule of another version of the program. */
export function findingCitation(rule: string): Citation | null {
  return rules.find((r) => r.id === rule)?.citation ?? null;
}
