import type { Citation, Finding } from '../domain/finding.ts';
import type { OrganisationReadings, ServerReadings } from '../domain/snapshot.ts';
import type { Case } from './case.ts';

type ServerPart = Exclude<keyof ServerReadings, 'name' | 'fqdn'>;

/**
 * A part of the snapshot that a rule cannot do without. `certificateBytes`: a certificate of which only printed text is
 * known takes no part in this rule. `wholeStore`: the rule says that a certificate is absent, so the list must be known to
 * be the server's whole store.
 */
export type Need = keyof OrganisationReadings | ServerPart | 'certificateBytes' | 'wholeStore';

/**
 * One opinion. `id` is a noun in its failing state and equals the file name, the test name, the text key and the
 * help anchor. `judge` is pure, looks only at what was read, and returns nothing for what it could not see:
 * the runner reports a missing need as "not judged", never as a pass.
 */
export interface Rule {
  readonly id: string;
  /** Every way to fail; each has its own words in `assets/locales`. */
  readonly variants: readonly string[];
  readonly citation: Citation;
  readonly needs: readonly Need[];
  /** False when the rule has nothing to say here (no Edge server, no such connector). */
  applies(c: Case): boolean;
  judge(c: Case): readonly Finding[];
}
