import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { Prediction } from '../../domain/prediction.ts';
import { clippedText, visibleText } from '../visible-text.ts';
import type { TerminalOptions } from './diagnosis-text.ts';
import { wrap } from './wrap.ts';

/**
 * Each prediction with its candidates and the reason each one lost; those that never carried the name are left out, and so
 * are receive connectors of which nothing is to be said: they are counted, and the JSON has them.
 */
export function selectionLines(diagnosis: Diagnosis, o: TerminalOptions): readonly string[] {
  const all = diagnosis.selection.filter((p) => p.status !== 'no-starttls');
  const told = all.filter((p) => p.connectorType === 'send' || isRemarkable(p, diagnosis));
  const rest = all.length - told.length;
  return [
    ...told.flatMap((p) => predictionLines(p, o)),
    ...(rest === 0 ? [] : [o.paint('dim', ` ${o.words('label.quietConnectors', { count: rest })}`)]),
  ];
}

function isRemarkable(p: Prediction, diagnosis: Diagnosis): boolean {
  return diagnosis.findings.some((f) => f.subject.connector === p.connector && f.subject.server === p.server);
}

function predictionLines(p: Prediction, o: TerminalOptions): readonly string[] {
  const { words } = o;
  const title = [visibleText(p.server || words('label.unnamedServer')), visibleText(p.connector)];
  if (p.nameUsed !== null) title.push(words('label.searchedBy', { name: p.nameUsed }));
  title.push(words(`selectionStatus.${p.status}`));
  const shown = p.candidates.filter(
    (c) => c.reason !== 'name-does-not-match' && c.reason !== 'not-the-pinned-name',
  );
  return [
    wrap(title.join(' · '), o.width, 3, ' '),
    ...shown.map((c) => {
      const sign = c.outcome === 'selected' ? o.paint('bold', '▶') : '–';
      return `   ${sign} ${c.thumbprint}  ${words(`candidate.${c.reason}`)}`;
    }),
    ...(p.proof.status === 'no-evidence' && p.candidates.length === 0
      ? []
      : [
          `     ${clippedText(words(`proof.${p.proof.status}`, { thumbprint: p.proof.thumbprint ?? '?' }), o.width - 5)}`,
        ]),
    ...p.assumptions.map((a) => o.paint('dim', wrap(`~ ${words(`assumption.${a}`)}`, o.width, 5))),
  ];
}
