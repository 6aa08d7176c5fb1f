import type { ConnectionReport } from '../powershell/connection-report.ts';
import type { ConnectionFailure } from '../powershell/failure/connection-failure.ts';
import type { PlanWarning, SkippedCheck } from '../powershell/plan/connection-plan.ts';
import type { Words } from '../report/words.ts';

/** A failure in four parts: where and how it was tried, what it means, what to do, and what the other side said. */
export function failureText(failure: ConnectionFailure, words: Words): string {
  const { id, attempt, said, code, errorId } = failure;
  const { server, uri, auth } = attempt;
  const user = attempt.user ?? words('connect.signedInUser');
  const values = { server, uri, auth, user };
  const lines = [
    server,
    `  ${words('connect.tried', values)}`,
    `  ${words('connect.means', { text: words(`connect.failure.${id}.means`, values) })}`,
    `  ${words('connect.toDo', { text: words(`connect.failure.${id}.toDo`, values) })}`,
  ];
  if (said !== null) {
    const known = [code, errorId].filter((part) => part !== null).join(', ');
    lines.push(
      `  ${words('connect.said', { text: said, code: known === '' ? words('connect.noCode') : known })}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** What the administrator must know of the way itself, before and after it is taken. */
export function warningLines(
  server: string,
  warnings: readonly PlanWarning[],
  skip: readonly SkippedCheck[],
  words: Words,
): readonly string[] {
  return warnings.map((warning) => words(`connect.warning.${warning}`, { server, checks: skip.join(', ') }));
}

/** How a server was read, and what of it could not be: lines of text. */
export function reportLines(report: ConnectionReport, words: Words): readonly string[] {
  const { server, answeredBy, certificateWay, missing, secondChannel, questions, notes } = report;
  const lines: string[] = [];
  if (answeredBy !== null) lines.push(words('connect.answeredBy', { server, answeredBy }));
  if (certificateWay !== null) lines.push(words(`connect.way.${certificateWay}`, { server }));
  if (secondChannel !== null) {
    const { id, said } = secondChannel;
    lines.push(words('connect.secondChannel', { server, reason: said ?? id }));
  }
  for (const { cmdlet, parameter, groups } of missing ?? []) {
    const what = parameter === null ? cmdlet : `${cmdlet} -${parameter}`;
    lines.push(words('connect.missing', { server, what, groups: groups.join(', ') }));
  }
  for (const text of notes) lines.push(words('connect.note', { server, text }));
  for (const { kind, text, choice } of questions) {
    if (kind === 'text') continue;
    lines.push(words('connect.question', { server, text, choice: choice ?? words('connect.notAnswered') }));
  }
  return lines;
}
