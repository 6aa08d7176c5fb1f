import { eventFileReading, isTransportEvent } from '../evtx/event-file-reading.ts';
import type { FileHead, FormatReader, OpenedFile } from '../format-reader.ts';
import type { FileReading } from '../saved-file.ts';
import { readEventXml } from './read-event-xml.ts';

/** Event XML: Event Viewer's "Save as", wevtutil without a root, single events pasted. */
export const eventXmlFormat: FormatReader = { format: 'event-xml', recognises, read };

/** An event element near the beginning; people paste some words before it. */
function recognises({ text }: FileHead): boolean {
  const at = text.search(/<(?:Events?)(?=[\s>])/u);
  return at >= 0 && !text.slice(0, at).includes('<Objs');
}

async function read({ path, source, head, limits, events }: OpenedFile): Promise<FileReading> {
  const reading = await readEventXml(source.chunks(), {
    source: path,
    mostEvents: limits.objects,
    ...(events === 'all' ? {} : { wanted: isTransportEvent }),
  });
  return eventFileReading(reading, head.encoding.encoding);
}
