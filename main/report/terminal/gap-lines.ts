import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { NotJudged } from '../../domain/finding.ts';
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
    known.servers.add(gap.server ?? o.words('label.allServers'));
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

export function sourceLines(diagnosis: Diagnosis, o: TerminalOptions): readonly string[] {
  const lists = diagnosis.trustLists.map((list) => `${list.id} ${list.dated ?? '-'}`).join(', ');
  return [
    ...diagnosis.snapshot.sources.map((source) => {
      const gaps = source.notRead.map(
        (g) =>
          `${o.words(`notRead.${g.reason.code}`)} ×${g.count}${g.where === undefined ? '' : ` (${g.where})`}`,
      );
      const incomplete = source.complete ? [] : [o.words('label.incomplete')];
      return wrap(
        [
          clippedText(source.path, 120),
          source.kind,
          ...incomplete,
          ...gaps.map((g) => clippedText(g, 100)),
        ].join(' · '),
        o.width,
        3,
        ' ',
      );
    }),
    o.paint(
      'dim',
      ` ${o.words('label.judgedFor', { time: diagnosis.judgedAt })} · ${o.words('label.rootLists', { lists })}`,
    ),
  ];
}
