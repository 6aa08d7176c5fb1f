import { BinXmlError } from './binxml-error.ts';
import type { ChunkBytes } from './chunk-bytes.ts';
import { filetimeText, systemTimeText } from './filetime.ts';
import { guidText, hexText, sidText } from './identifiers.ts';
import { boolText, hexNumberText, realText, signedText, unsignedText } from './number-text.ts';
import { valueType } from './value-type.ts';

/**
 * One value of `size` bytes as the text that Event Viewer's XML shows for it. A type we do not know is printed as hex
 * digits, so that nothing is lost. Throws BinXmlError when the bytes cannot be of the type.
 */
export function valueText(chunk: ChunkBytes, type: number, offset: number, size: number): string {
  const { view, bytes } = chunk;
  if (offset + size > bytes.length) throw new BinXmlError('record-content');
  switch (type) {
    case valueType.string:
    case valueType.evtXml:
      return withoutTerminator(chunk.utf16(offset, size));
    case valueType.uint16:
    case valueType.uint32:
    case valueType.uint8:
    case valueType.uint64:
      return unsignedText(view, offset, size);
    case valueType.filetime:
      mustTake(size, 8);
      return filetimeText(view.getUint32(offset, true), view.getUint32(offset + 4, true));
    case valueType.none:
      return '';
    case valueType.ansiString:
      return withoutTerminator(chunk.ansi(offset, size));
    case valueType.int8:
    case valueType.int16:
    case valueType.int32:
    case valueType.int64:
      return signedText(view, offset, size);
    case valueType.float:
    case valueType.double:
      return realText(view, offset, size);
    case valueType.bool:
      return boolText(bytes, offset, size);
    case valueType.guid:
      mustTake(size, 16);
      return guidText(view, offset);
    case valueType.systemTime:
      mustTake(size, 16);
      return systemTimeText(view, offset);
    case valueType.sid:
      return sidText(view, offset, size);
    case valueType.sizeT:
    case valueType.hex32:
    case valueType.hex64:
    case valueType.evtHandle:
      return hexNumberText(view, offset, size);
    default:
      return hexText(bytes, offset, size);
  }
}

function mustTake(size: number, needed: number): void {
  if (size < needed) throw new BinXmlError('record-content');
}

/** Some writers count the closing NUL as part of the text; it is no character of it. */
function withoutTerminator(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return end === text.length ? text : text.slice(0, end);
}
