import type { Diagnosis } from '../domain/diagnosis.ts';
import type { Finding } from '../domain/finding.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { type Case, openCase } from './case.ts';
import { missingNeeds } from './not-judged.ts';
import { rules } from './rules/index.ts';
import { refusedMail } from './rules/refused-mail.ts';
import type { JudgeContext } from './trust-table.ts';
import { decide } from './verdict.ts';

/** Judges a snapshot: pure, so that a saved snapshot gives the same diagnosis a year later for the same `now`. */
export function diagnose(snapshot: Snapshot, context: JudgeContext): Diagnosis {
  const c = openCase(snapshot, context);
  return {
    ...judgeCase(c),
    selection: c.predictions,
    trust: c.trust.all,
    trustLists: [context.microsoft, context.mozilla].map((store) => ({
      id: store.id,
      dated: store.dated,
      source: store.source,
    })),
    judgedAt: new Date(context.now).toISOString(),
    snapshot,
  };
}

/** What the rules say: the verdict, the findings, and what could not be judged. */
export function judgeCase(c: Case): Pick<Diagnosis, 'verdict' | 'findings' | 'notJudged'> {
  const applicable = rules.filter((rule) => rule.applies(c) || missingNeeds(rule, c).length > 0);
  const findings = withoutExplained(applicable.flatMap((rule) => rule.judge(c)));
  return {
    verdict: decide(c, findings),
    findings,
    notJudged: applicable.flatMap((rule) => missingNeeds(rule, c)),
  };
}

/** Leaves out the bare fact of a refusal where another finding explains it and shows the same refusal as evidence. */
function withoutExplained(findings: readonly Finding[]): readonly Finding[] {
  const shown = (finding: Finding): readonly string[] =>
    finding.evidence
      .filter((e) => e.key.startsWith('refused-') || e.key === 'tls-event')
      .map((e) => JSON.stringify([e.key, e.from, e.values['reply'], e.values['event']]));
  const explained = new Set(findings.filter((f) => f.rule !== refusedMail.id).flatMap(shown));
  return findings.filter((f) => f.rule !== refusedMail.id || shown(f).some((e) => !explained.has(e)));
}
