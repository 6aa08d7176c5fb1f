import { describe, expect, it } from 'vitest';
import { detectEncoding } from '../../../main/gather/saved/encoding.ts';

const text = '<?xml version="1.0"?><Objs>Grüße</Objs>';
const marked = (mark: readonly number[], bytes: Buffer) => Buffer.concat([Buffer.from(mark), bytes]);
const le = Buffer.from(text, 'utf16le');
const be = Buffer.from(text, 'utf16le').swap16();

describe('the encoding of a file is told by its bytes', () => {
  it.each([
    ['plain UTF-8', Buffer.from(text), 'utf-8', 0],
    ['UTF-8 with its mark', marked([0xef, 0xbb, 0xbf], Buffer.from(text)), 'utf-8-bom', 3],
    ['UTF-16LE with its mark', marked([0xff, 0xfe], le), 'utf-16le', 2],
    ['UTF-16BE with its mark', marked([0xfe, 0xff], be), 'utf-16be', 2],
    ['UTF-16LE without a mark', le, 'utf-16le', 0],
    ['UTF-16BE without a mark', be, 'utf-16be', 0],
    ['an empty file', Buffer.alloc(0), 'utf-8', 0],
    ['declared UTF-8', Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a/>'), 'utf-8', 0],
    // PowerShell's > writes UTF-16 and leaves the declaration as it was.
    [
      'a mark against the declaration',
      marked([0xff, 0xfe], Buffer.from('<?xml encoding="utf-8"?>', 'utf16le')),
      'utf-16le',
      2,
    ],
    [
      'a declaration that an editor left behind',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'),
      'utf-8',
      0,
    ],
  ])('%s', (_, bytes, encoding, bomBytes) => {
    expect(detectEncoding(bytes)).toEqual({ readable: true, encoding, bomBytes });
  });

  it.each([
    ['UTF-32LE', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), 'utf-32'],
    ['UTF-32BE', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c]), 'utf-32'],
    ['UTF-7', Buffer.from('+/v8-x'), 'utf-7'],
    [
      'declared windows-1252',
      Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a/>'),
      'windows-1252',
    ],
    [
      'declared with single quotes',
      Buffer.from("<?xml version='1.0' encoding = 'ISO-8859-1'?><a/>"),
      'iso-8859-1',
    ],
    ['an event log', Buffer.from('ElfFile\0\0\0\0\0\0\0\0\0\x01\0\0\0', 'latin1'), 'binary'],
  ])('%s is refused with a reason', (_, bytes, encoding) => {
    const verdict = detectEncoding(bytes);
    expect(verdict).toMatchObject({ readable: false, encoding });
    expect(verdict.readable || verdict.reason).toMatch(/^the file /);
  });
});
