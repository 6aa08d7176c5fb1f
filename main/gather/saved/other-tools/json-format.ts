import type { Snapshot } from '../../../domain/snapshot.ts';
import type { FileHead, FormatReader, OpenedFile } from '../format-reader.ts';
import { GapList } from '../gap-list.ts';
import { RecordCollector } from '../record-collector.ts';
import { type FileReading, nothingRead } from '../saved-file.ts';
import { StopReading } from '../stop-reading.ts';
import { collectTool } from './collect-tool.ts';
import { edca, isEdca } from './edca.ts';
import { foundOfSnapshot } from './found-of-snapshot.ts';
import { jsonPlain } from './json-plain.ts';
import { readRootcauseBundle } from './rootcause-bundle.ts';
import { parseSnapshot } from './snapshot-file.ts';
import { wholeText } from './whole-text.ts';

/** JSON files: our snapshots, the bundles of Export-Rootcause.ps1, and what EDCA collected. */
export const jsonFormat: FormatReader = { format: 'snapshot', recognises, read };

type JsonKind = 'snapshot' | 'bundle' | 'edca';

/** The word that tells stands at the very beginning of each of them, as their writers put it there. */
function kindOf(text: string): JsonKind | null {
  const start = text.trimStart().slice(0, 4096);
  if (!start.startsWith('{')) return null;
  if (/"format"\s{0,8}:\s{0,8}"rootcause-snapshot"/u.test(start)) return 'snapshot';
  if (/"format"\s{0,8}:\s{0,8}"rootcause-bundle"/u.test(start)) return 'bundle';
  return /"ToolName"\s{0,8}:\s{0,8}"[^"]{0,40}EDCA/iu.test(start) ? 'edca' : null;
}

function recognises({ text }: FileHead): boolean {
  return kindOf(text) !== null;
}

async function read(file: OpenedFile): Promise<FileReading> {
  const kind = kindOf(file.head.text) ?? 'snapshot';
  const encoding = file.head.encoding.encoding;
  try {
    const text = await wholeText(file);
    if (kind === 'edca') return { ...readEdca(text, file), encoding };
    const snapshot = kind === 'snapshot' ? parseSnapshot(text) : await readRootcauseBundle(text, file.path);
    return { ...ofSnapshot(snapshot, kind), encoding };
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
    const reason = { code: error.code, detail: error.message };
    return { ...nothingRead, kind, encoding, notRead: [{ reason, count: 1 }], complete: false };
  }
}

function ofSnapshot(snapshot: Snapshot, kind: JsonKind): FileReading {
  const [source, ...others] = snapshot.sources;
  const sameTime = others.every(({ at }) => at === source?.at);
  return {
    ...nothingRead,
    kind,
    at: sameTime ? (source?.at ?? null) : null,
    records: 1,
    found: { ...foundOfSnapshot(snapshot), snapshot },
    notRead: snapshot.sources.flatMap(({ notRead }) => notRead),
    complete: snapshot.sources.every(({ complete }) => complete),
    contradictions: snapshot.contradictions,
  };
}

function readEdca(text: string, { path, limits }: OpenedFile): FileReading {
  const value = jsonPlain(text);
  if (!isEdca(value)) throw new StopReading('damaged', 'this JSON is not what EDCA collects');
  const gaps = new GapList(limits.distinctGaps);
  const collector = new RecordCollector(path, gaps);
  const reading = edca(value);
  collectTool(reading, collector);
  return {
    ...nothingRead,
    ...collector.reading(),
    kind: 'edca',
    at: reading.at,
    notRead: [...reading.notRead, ...gaps.list()],
    complete: reading.complete && gaps.complete,
  };
}
