import type { FileHead, FormatReader, OpenedFile } from '../format-reader.ts';
import type { FileReading } from '../saved-file.ts';
import { hasSignature } from './chunk-bytes.ts';
import { chunkSignature } from './chunk-header.ts';
import { eventFileReading, isTransportEvent } from './event-file-reading.ts';
import { fileHeaderSize, fileSignature } from './file-header.ts';
import { readEvtxStream } from './read-evtx.ts';

/** Windows event logs (.evtx). */
export const evtxFormat: FormatReader = { format: 'evtx', recognises, read };

/** The file's own signature, or that of a chunk where the first one stands: a damaged header does not hide the log. */
function recognises({ bytes }: FileHead): boolean {
  return (
    hasSignature(bytes, 0, fileSignature) ||
    hasSignature(bytes, fileHeaderSize, chunkSignature) ||
    hasSignature(bytes, 0, chunkSignature)
  );
}

async function read({ path, source, limits, events }: OpenedFile): Promise<FileReading> {
  const reading = await readEvtxStream(source.chunks(), {
    source: path,
    mostEvents: limits.objects,
    ...(events === 'all' ? {} : { wanted: isTransportEvent }),
  });
  return eventFileReading(reading, 'binary');
}
