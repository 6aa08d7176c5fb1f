import type { NotJudged } from '../domain/finding.ts';
import { isRead, type Reading } from '../domain/reading.ts';
import type { OrganisationReadings, ServerReadings, Snapshot } from '../domain/snapshot.ts';
import { askedServers, type Case } from './case.ts';
import type { Need, Rule } from './rule.ts';
import { wholeStore } from './whole-store.ts';

/** What a rule could not look at, one entry for each missing reading; an empty list means that it saw everything. */
export function missingNeeds(rule: Rule, c: Case): readonly NotJudged[] {
  const servers = askedServers(c.snapshot);
  return rule.needs.flatMap((need) => {
    if (need === 'certificateBytes') return servers.flatMap((server) => printedOnly(rule, server));
    if (need === 'wholeStore') return servers.flatMap((server) => partOfStore(rule, server, c.snapshot));
    if (isOrganisationNeed(need, c)) return entry(rule, null, need, c.snapshot.organisation[need]);
    return servers.flatMap((server) => entry(rule, server.name, need, (server as ServerReadings)[need]));
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

/** A certificate that such a list lacks may be on the server all the same. */
function partOfStore(rule: Rule, server: ServerReadings, snapshot: Snapshot): readonly NotJudged[] {
  if (!isRead(server.certificates) || wholeStore(snapshot, server)) return [];
  const detail = 'the list of certificates may not be whole';
  return [{ rule: rule.id, server: server.name, missing: 'certificates', reason: 'incomplete', detail }];
}

function isOrganisationNeed(
  need: Exclude<Need, 'certificateBytes' | 'wholeStore'>,
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
