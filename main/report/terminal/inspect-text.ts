import { readable } from '../finding-words.ts';
import type { InspectedFile } from '../inspected-file.ts';
import { clippedText, visibleText } from '../visible-text.ts';
import type { Words } from '../words.ts';

const shownObjects = 12;

/** What each file holds, one block a file; gaps are listed with reason, count and place. */
export function inspectText(files: readonly InspectedFile[], words: Words): string {
  return `${files.map((file) => fileLines(file, words).join('\n')).join('\n\n')}\n`;
}

function fileLines(file: InspectedFile, words: Words): readonly string[] {
  const { path, format, kind } = file;
  const encoding = file.encoding ?? words('label.unknown');
  const objects = Object.entries(file.objects);
  const shown = objects.slice(0, shownObjects).map(([name, count]) => `${clippedText(name, 60)} ×${count}`);
  if (objects.length > shownObjects) shown.push(`… +${objects.length - shownObjects}`);
  return [
    words('inspect.file', readable({ path, format, kind, encoding })),
    `  ${words('inspect.counts', file.counts)}${file.complete ? '' : `, ${words('label.incomplete')}`}`,
    ...file.notRead.map((gap) => {
      const parts = [words(`notRead.${gap.reason.code}`), gap.reason.detail, gap.where].filter(
        (x) => x !== undefined,
      );
      return `  ? ×${gap.count} ${clippedText(parts.join(', '), 200)}`;
    }),
    ...file.certificates.map((c) => {
      const services =
        c.services === null ? words('label.unknown') : c.services.join(', ') || words('label.none');
      const names = [
        c.subject ?? words('label.unknown'),
        services,
        c.status ?? words('label.unknown'),
        c.friendlyName ?? '',
      ];
      return `  ${c.thumbprint}  ${clippedText(c.unreadable ?? names.join(' · '), 160)}`;
    }),
    ...file.otherCertificates.map(
      (c) => `  ${c.thumbprint}  ${clippedText(c.subject ?? words('label.unknown'), 160)}`,
    ),
    ...file.connectors.map((c) => `  ${c.type}: ${visibleText(c.name)}`),
    ...file.queues.map(
      (q) => `  ${visibleText(q.identity)}: ${clippedText(q.lastError ?? q.status ?? '', 160)}`,
    ),
    ...(shown.length === 0 ? [] : [`  ${words('inspect.objects', { objects: shown.join(', ') })}`]),
  ];
}
