import type { Diagnosis } from '../../main/domain/diagnosis.ts';

/**
 * A diagnosis without words, times and places, as lines that read well in a diff: what was judged, not how it is told.
 * `rename` replaces thumbprints that differ from run to run by stable labels.
 */
export function goldenForm(diagnosis: Diagnosis, rename: (text: string) => string = (text) => text): string {
  const { verdict } = diagnosis;
  const lines = [
    `verdict ${verdict.status} ${verdict.headline}`,
    '',
    ...diagnosis.findings.flatMap((f) => [
      `finding ${f.status} ${f.rule}.${f.variant} [${subject(f.subject)}]`,
      ...f.evidence.map(
        (e) =>
          `  evidence ${e.key} (${e.from.source}${e.from.where === undefined ? '' : `, ${e.from.where}`})`,
      ),
      ...f.advice.map((a) => `  advice ${a.class} ${a.key}${a.command === null ? '' : `: ${a.command}`}`),
    ]),
    '',
    ...diagnosis.selection.flatMap((p) => [
      `selection ${p.server} '${p.connector}' ${p.status} by ${p.nameFrom ?? '-'} ${p.nameUsed ?? ''} -> ${p.winner ?? 'nobody'}${p.alternative === null ? '' : ` or ${p.alternative}`}; proof ${p.proof.status}`,
      ...p.candidates
        .filter((c) => c.reason !== 'name-does-not-match')
        .map((c) => `  ${c.outcome} ${c.thumbprint}: ${c.reason} (locally ${c.localTrust})`),
      ...p.assumptions.map((a) => `  assumes ${a}`),
    ]),
    '',
    ...diagnosis.trust.map((t) =>
      `trust ${t.thumbprint}: microsoft ${t.microsoft.answer} by ${t.microsoft.basis}${t.observed === null ? '' : `, ${t.observed.outcome} in log`}; mozilla ${t.mozilla.answer}; ${t.microsoft.reasons.map((r) => r.code).join(' ')} ${t.microsoft.witnesses.join(' ')}`.trimEnd(),
    ),
    '',
    ...notJudged(diagnosis),
    '',
    ...diagnosis.snapshot.sources.map(
      (s) => `source ${s.path} ${s.kind} ${s.complete ? 'complete' : 'incomplete'}`,
    ),
  ];
  return `${rename(lines.join('\n'))}\n`;
}

function subject(s: { server: string | null; thumbprint: string | null; connector: string | null }): string {
  return [s.server, s.connector, s.thumbprint].map((part) => part ?? '-').join(' | ');
}

/** One line for each missing reading, however many rules it leaves open. */
function notJudged(diagnosis: Diagnosis): readonly string[] {
  const gaps = new Map<string, Set<string>>();
  for (const n of diagnosis.notJudged) {
    const key = `not read ${n.missing} ${n.server ?? 'organisation'}: ${n.reason}${n.detail === null ? '' : ` (${n.detail})`}`;
    gaps.set(key, (gaps.get(key) ?? new Set()).add(n.rule));
  }
  return [...gaps].map(([key, rules]) => `${key}; leaves open ${[...rules].join(', ')}`);
}
