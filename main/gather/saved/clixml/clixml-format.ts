import type { PlainObject } from '../../../exchange/plain.ts';
import type { FileHead, FormatReader, OpenedFile } from '../format-reader.ts';
import { GapList } from '../gap-list.ts';
import { collectTool } from '../other-tools/collect-tool.ts';
import { healthChecker, isHealthChecker } from '../other-tools/health-checker.ts';
import type { ToolReading } from '../other-tools/tool-reading.ts';
import { RecordCollector } from '../record-collector.ts';
import type { FileReading } from '../saved-file.ts';
import { readClixml } from './read-clixml.ts';

/** Files of Export-Clixml. */
export const clixmlFormat: FormatReader = { format: 'clixml', recognises, read };

/**
 * The root element is `Objs`, behind blanks, an XML declaration, or a DOCTYPE that no honest file has: the reader refuses
 * it and says so, which helps more than "unknown format". A cut file may hold no more than the start of the name.
 */
function recognises({ text, size, bytes }: FileHead): boolean {
  const start = text.trimStart();
  if (start === '') return false;
  if (size <= bytes.length && start.length < 5) return '<Objs'.startsWith(start);
  const at = start.indexOf('<Objs');
  if (at < 0 || !/[\s/>]/.test(start[at + 5] ?? ' ')) return false;
  const before = start.slice(0, at);
  return before === '' || /^<[?!]/.test(before);
}

async function read({ path, source, limits, signal }: OpenedFile): Promise<FileReading> {
  const gaps = new GapList(limits.distinctGaps);
  const collector = new RecordCollector(path, gaps);
  const options = signal === undefined ? { limits } : { limits, signal };
  const tools: ToolReading[] = [];
  const take = (record: PlainObject, where: string): void => {
    if (!isHealthChecker(record)) {
      collector.take(record, where);
      return;
    }
    const tool = healthChecker(record);
    tools.push(tool);
    collectTool(tool, collector);
  };
  const result = await readClixml(source, take, options);
  return {
    ...collector.reading(),
    encoding: result.encoding,
    at: null,
    notRead: [...result.gaps, ...gaps.list(), ...tools.flatMap(({ notRead }) => notRead)],
    complete: result.complete && gaps.complete && tools.every(({ complete }) => complete),
  };
}
