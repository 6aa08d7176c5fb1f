import type { FileHead, FormatReader, OpenedFile } from '../format-reader.ts';
import { GapList } from '../gap-list.ts';
import { answerObject } from '../other-tools/answer-object.ts';
import { RecordCollector } from '../record-collector.ts';
import type { FileReading } from '../saved-file.ts';
import { looksLikeFormatList, readFormatList } from './read-format-list.ts';

/** Texts with the output of Format-List and Format-Table in them: mails, tickets, transcripts. */
export const formatListFormat: FormatReader = { format: 'format-list', recognises, read };

function recognises({ encoding, text }: FileHead): boolean {
  return encoding.readable && looksLikeFormatList(text);
}

async function read(file: OpenedFile): Promise<FileReading> {
  const { path, head, limits } = file;
  const gaps = new GapList(limits.distinctGaps);
  const reading = readFormatList(await lenientText(file, gaps));
  const collector = new RecordCollector(path, gaps);
  for (const { cmdlet, object, place, server } of reading.objects) {
    collector.take(answerObject(cmdlet, object, server), place, server);
  }
  return {
    ...collector.reading(),
    encoding: head.encoding.encoding,
    at: null,
    notRead: [...reading.notRead, ...gaps.list()],
    complete: reading.complete && gaps.complete,
  };
}

/**
 * A mail saved in the code page of some machine still has its thumbprints and dates in ASCII: bytes that are no text are
 * kept as U+FFFD and counted.
 */
async function lenientText({ source, head, signal }: OpenedFile, gaps: GapList): Promise<string> {
  const { encoding } = head;
  const label = encoding.readable && encoding.encoding !== 'utf-8-bom' ? encoding.encoding : 'utf-8';
  const decoder = new TextDecoder(label);
  const parts: string[] = [];
  for await (const chunk of source.chunks()) {
    signal?.throwIfAborted();
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  const text = parts.join('');
  const replaced = text.split('\ufffd').length - 1;
  if (replaced > 0)
    gaps.missing('damaged', 'characters that are no text in this encoding', undefined, replaced);
  return text;
}
