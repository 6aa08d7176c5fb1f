import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { Finding } from '../../domain/finding.ts';
import { findingReason, findingTitle, headline, readable } from '../finding-words.ts';
import { utcTime } from '../time-text.ts';
import { clippedText } from '../visible-text.ts';
import type { Words } from '../words.ts';
import { certificateLines } from './certificate-lines.ts';
import { gapLines, sourceLines } from './gap-lines.ts';
import type { Paint } from './paint.ts';
import { selectionLines } from './selection-lines.ts';
import { wrap } from './wrap.ts';

export interface TerminalOptions {
  readonly words: Words;
  readonly paint: Paint;
  /** Characters in a line. */
  readonly width: number;
}

const signs = { problem: '✖', risk: '▲', 'no-problem-found': '✔', 'cannot-tell': '?' } as const;
const styles = {
  problem: 'red',
  risk: 'yellow',
  'no-problem-found': 'green',
  'cannot-tell': 'magenta',
} as const;
const findingSigns = { error: '✖', warning: '▲', notice: 'i' } as const;
const findingStyles = { error: 'red', warning: 'yellow', notice: 'cyan' } as const;

/** A diagnosis for a terminal: the answer first, then how it is known, what to do, and what could not be seen. */
export function diagnosisText(diagnosis: Diagnosis, options: TerminalOptions): string {
  const { verdict, findings } = diagnosis;
  const deciding = verdict.finding === null ? null : (findings[verdict.finding] ?? null);
  const groups = groupAlike(
    deciding === null ? findings : [deciding, ...findings.filter((f) => f !== deciding)],
  );
  const others = groups.filter((group) => group[0] !== deciding);
  const blocks = [
    verdictBlock(diagnosis, groups.find((group) => group[0] === deciding) ?? [], options),
    deciding === null ? [] : evidenceBlock(deciding, options),
    deciding === null ? [] : adviceBlock(deciding, options),
    heading('selection', selectionLines(diagnosis, options), options),
    heading('certificates', certificateLines(diagnosis, options), options),
    heading(
      'otherFindings',
      others.flatMap((group) => findingLines(group, options)),
      options,
    ),
    heading('notJudged', gapLines(diagnosis, options), options),
    heading('sources', sourceLines(diagnosis, options), options),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** The same way to fail at several places is told once; the first one, whose verdict may be the headline, speaks. */
function groupAlike(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule}.${finding.variant}.${finding.status}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

function placesOf(group: readonly Finding[], o: TerminalOptions): readonly string[] {
  if (group.length < 2) return [];
  const places = group
    .slice(1)
    .map(({ subject }) =>
      [subject.server === '' ? o.words('label.unnamedServer') : subject.server, subject.connector]
        .filter((part) => part !== null)
        .join(' '),
    );
  return [o.words('label.alsoOn', { places: [...new Set(places)].join(', ') })];
}

function verdictBlock(
  diagnosis: Diagnosis,
  group: readonly Finding[],
  o: TerminalOptions,
): readonly string[] {
  const deciding = group[0] ?? null;
  const { status } = diagnosis.verdict;
  const label = `${signs[status]} ${o.words(`verdict.${status}`)}`;
  const lines = [
    o.paint(['bold', styles[status]], label),
    o.paint('bold', wrap(headline(diagnosis.verdict, o.words), o.width, 0)),
  ];
  if (deciding !== null) lines.push(wrap(findingReason(deciding, o.words), o.width, 0));
  lines.push(...placesOf(group, o).map((line) => wrap(line, o.width, 0)));
  return lines;
}

function evidenceBlock(finding: Finding, o: TerminalOptions): readonly string[] {
  const lines = finding.evidence.flatMap((e, index) => {
    const at = e.at === null ? null : (utcTime(e.at) ?? e.at);
    const place = [e.from.source, e.from.where, at].filter(
      (part) => part !== undefined && part !== null && part !== '',
    );
    const text = wrap(
      o.words(`evidence.${e.key}`, readable(e.values, o.words)),
      o.width,
      4,
      ` ${index + 1}. `,
    );
    return place.length === 0 || e.from.source === 'prediction'
      ? [text]
      : [text, `    ${o.paint('dim', clippedText(place.join(' · '), 200))}`];
  });
  return heading('howWeKnow', lines, o);
}

function adviceBlock(finding: Finding, o: TerminalOptions): readonly string[] {
  const lines = finding.advice.flatMap((advice, index) => {
    const kind = o.words(`remedyClass.${advice.class}`);
    const text = `${o.words(`advice.${advice.key}`, readable(advice.values, o.words))} (${kind})`;
    const command = advice.command === null ? [] : [`      ${o.paint('cyan', advice.command)}`];
    return [wrap(text, o.width, 4, ` ${index + 1}. `), ...command];
  });
  return heading('whatToDo', lines, o);
}

function findingLines(group: readonly Finding[], o: TerminalOptions): readonly string[] {
  const finding = group[0];
  if (finding === undefined) return [];
  const sign = o.paint(findingStyles[finding.status], findingSigns[finding.status]);
  const word = o.words(`severityWord.${finding.status}`);
  const first = finding.advice[0];
  return [
    ` ${sign} ${wrap(`${word}: ${findingTitle(finding, o.words)}`, o.width - 3, 3, '')}`,
    o.paint('dim', wrap(findingReason(finding, o.words), o.width, 3)),
    ...placesOf(group, o).map((line) => wrap(line, o.width, 3)),
    ...(first === undefined
      ? []
      : [wrap(`→ ${o.words(`advice.${first.key}`, readable(first.values, o.words))}`, o.width, 3)]),
  ];
}

function heading(label: string, lines: readonly string[], o: TerminalOptions): readonly string[] {
  return lines.length === 0 ? [] : [o.paint('bold', o.words(`label.${label}`)), ...lines];
}
