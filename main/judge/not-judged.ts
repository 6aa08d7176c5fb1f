import type { NotJudged } from '../domain/finding.ts';
import { isRead, type Reading } from '../domain/reading.ts';
import type { OrganisationReadings, ServerReadings } from '../domain/snapshot.ts';
import type { Case } from './case.ts';
import type { Need, Rule } from './rule.ts';

/** What a rule could not look at, one entry for each missing reading; an empty list means that it saw everything. */
export function missingNeeds(rule: Rule, c: Case): readonly NotJudged[] {
  return rule.needs.flatMap((need) => {
    if (need === 'certificateBytes') return c.snapshot.servers.flatMap((server) => printedOnly(rule, server));
    if (isOrganisationNeed(need, c)) return entry(rule, null, need, c.snapshot.organisation[need]);
    return c.snapshot.servers.flatMap((server) =>
      entry(rule, server.name, need, (server as ServerReadings)[need]),
    );
  });
}

/** Rows without bytes are read certificates of which this rule sees nothing. */
function printedOnly(rule: Rule, { name, certificates }: ServerReadings): readonly NotJudged[] {
  const rows = isRead(certificates) ? certificates.read : [];
  const printed = rows.filter(({ raw }) => raw === null).length;
  if (printed === 0) return [];
  const detail = `of ${printed} of ${rows.length} only the text was exported`;
  return [{ rule: rule.id, server: name, missing: 'certificates', reason: 'incomplete', detail }];
}

function isOrganisationNeed(
  need: Exclude<Need, 'certificateBytes'>,
  c: Case,
): need is keyof OrganisationReadings {
  return need in c.snapshot.organisation;
}

function entry(
  rule: Rule,
  server: string | null,
  need: Need,
  reading: Reading<unknown>,
): readonly NotJudged[] {
  if (isRead(reading)) return [];
  return [
    {
      rule: rule.id,
      server,
      missing: need,
      reason: reading.notRead.code,
      detail: reading.notRead.detail ?? null,
    },
  ];
}
