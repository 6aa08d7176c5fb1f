import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { NotJudged } from '../../domain/finding.ts';
import type { SnapshotSource } from '../../domain/snapshot.ts';
import { utcTime } from '../time-text.ts';
import { clippedText } from '../visible-text.ts';
import type { TerminalOptions } from './diagnosis-text.ts';
import { wrap } from './wrap.ts';

/** What could not be read, once for each reading, with the rules that it leaves open; contradictions come with it. */
export function gapLines(diagnosis: Diagnosis, o: TerminalOptions): readonly string[] {
  const gaps = new Map<
    string,
    { readonly first: NotJudged; readonly servers: Set<string>; readonly rules: Set<string> }
  >();
  for (const gap of diagnosis.notJudged) {
    const key = JSON.stringify([gap.missing, gap.reason, gap.detail]);
    const known = gaps.get(key) ?? { first: gap, servers: new Set<string>(), rules: new Set<string>() };
    known.servers.add(
      gap.server === '' ? o.words('label.unnamedServer') : (gap.server ?? o.words('label.allServers')),
    );
    known.rules.add(gap.rule);
    gaps.set(key, known);
  }
  const lines = [...gaps.values()].map(({ first, servers, rules }) => {
    const because = [o.words(`notRead.${first.reason}`), first.detail].filter((x) => x !== null).join(': ');
    const open = o.words('label.leavesOpen', { rules: [...rules].join(', ') });
    const where = clippedText([...servers].join(', '), 60);
    return wrap(
      `? ${o.words(`part.${first.missing}`)} (${where}): ${clippedText(because, 160)}; ${open}`,
      o.width,
      3,
      ' ',
    );
  });
  return [...lines, ...contradictionLines(diagnosis, o)];
}

function contradictionLines(diagnosis: Diagnosis, o: TerminalOptions): readonly string[] {
  return diagnosis.snapshot.contradictions.map((c) => {
    const values = c.values
      .map((v) => `${clippedText(v.text, 60)} (${clippedText(v.origin.source, 60)})`)
      .join(' ≠ ');
    return wrap(
      `≠ ${o.words('label.contradictions')}: ${clippedText(c.subject, 60)}, ${c.what}: ${values}`,
      o.width,
      3,
      ' ',
    );
  });
}

/** Every source that was opened, then the dated lists that trust was judged by and the moment it was judged for. */
export function sourceLines(diagnosis: Diagnosis, o: TerminalOptions): readonly string[] {
  const lists = diagnosis.trustLists.map(({ source, dated }) =>
    dated === null ? source : `${source}, ${dated}`,
  );
  const time = utcTime(diagnosis.judgedAt) ?? diagnosis.judgedAt;
  const context = [
    ...[...new Set(lists)].map((list) => o.words('label.rootList', { list })),
    o.words('label.judgedFor', { time }),
  ];
  return [
    ...diagnosis.snapshot.sources.map((source) => sourceLine(source, o)),
    ...context.map((line) => o.paint('dim', wrap(line, o.width, 3, ' '))),
  ];
}

function sourceLine(source: SnapshotSource, o: TerminalOptions): string {
  const gaps = source.notRead.map(({ reason, count, where }) => {
    const place = where === undefined ? '' : ` (${where})`;
    return clippedText(`${o.words(`notRead.${reason.code}`)} ×${count}${place}`, 100);
  });
  const incomplete = source.complete ? [] : [o.words('label.incomplete')];
  const parts = [clippedText(source.path, 120), source.kind, ...incomplete, ...gaps];
  return wrap(parts.join(' · '), o.width, 3, ' ');
}
