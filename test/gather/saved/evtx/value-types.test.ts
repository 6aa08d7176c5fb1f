import { describe, expect, it } from 'vitest';
import { arrayTexts } from '../../../../main/gather/saved/evtx/array-texts.ts';
import { ChunkBytes } from '../../../../main/gather/saved/evtx/chunk-bytes.ts';
import { crc32 } from '../../../../main/gather/saved/evtx/crc32.ts';
import { eventTime } from '../../../../main/gather/saved/evtx/event-time.ts';
import { filetimeText } from '../../../../main/gather/saved/evtx/filetime.ts';
import { valueText } from '../../../../main/gather/saved/evtx/value-text.ts';
import { utf16 } from './binxml-writer.ts';

const hex = (digits: string) =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The value is put at an odd offset, where values of real records often lie. */
function single(type: number, bytes: Uint8Array): string {
  const chunk = Uint8Array.from([0xaa, ...bytes]);
  return valueText(new ChunkBytes(chunk), type, 1, bytes.length);
}

function array(type: number, bytes: Uint8Array): readonly string[] {
  return arrayTexts(new ChunkBytes(Uint8Array.from([0xaa, ...bytes])), type, 1, bytes.length);
}

// Expected texts: MS-EVEN6 3.1.4.7.3, MS-DTYP 2.3.3, 2.3.4.2, 2.3.13, 2.4.2.1, and the pair of Application.evtx and .xml.
describe('every type of value reads as Event Viewer shows it', () => {
  it.each<[string, number, string, string]>([
    ['null', 0x00, '', ''],
    ['ANSI text', 0x02, '6d61696c00', 'mail'],
    ['ANSI text above ASCII', 0x02, 'e9', 'é'],
    ['int8', 0x03, 'ff', '-1'],
    ['uint8', 0x04, 'ff', '255'],
    ['int16', 0x05, 'feff', '-2'],
    ['uint16', 0x06, 'feff', '65534'],
    ['int32', 0x07, '02000780', '-2147024894'],
    ['uint32', 0x08, '02000780', '2147942402'],
    ['int64', 0x09, '0000000000000080', '-9223372036854775808'],
    ['uint64', 0x0a, 'ffffffffffffffff', '18446744073709551615'],
    ['uint64 above 2^53', 0x0a, '0100000000002000', '9007199254740993'],
    ['a uint64 written in four bytes', 0x0a, '05000000', '5'],
    ['float', 0x0b, 'cdcccc3d', '0.1'],
    ['float infinity', 0x0b, '0000807f', '1.#INF'],
    ['double', 0x0c, '9a9999999999b93f', '0.1'],
    ['double NaN', 0x0c, '000000000000f8ff', '-1.#IND'],
    ['bool true', 0x0d, '01000000', 'true'],
    ['bool false', 0x0d, '00000000', 'false'],
    ['bool 65536', 0x0d, '00000100', 'true'],
    ['bool of one byte', 0x0d, '02', 'true'],
    ['binary', 0x0e, '00ff10', '00FF10'],
    ['GUID', 0x0f, '78563412bc9af0de0123456789abcdef', '{12345678-9ABC-DEF0-0123-456789ABCDEF}'],
    ['SizeT of 32 bits', 0x10, '10270000', '0x2710'],
    ['SizeT of 64 bits', 0x10, '0000000001000000', '0x100000000'],
    ['FILETIME', 0x11, '0000000000000000', '1601-01-01T00:00:00.0000000Z'],
    ['SYSTEMTIME', 0x12, 'ea0703000000010009000500070008 00'.replace(' ', ''), '2026-03-01T09:05:07.008Z'],
    ['SID', 0x13, '010500000000000515000000010000000200000003000000f4010000', 'S-1-5-21-1-2-3-500'],
    ['SID with a large authority', 0x13, '0100010203040506', 'S-1-0x10203040506'],
    ['hex32', 0x14, '02000780', '0x80070002'],
    ['hex32 zero', 0x14, '00000000', '0x0'],
    ['hex64', 0x15, '0000000000008000', '0x80000000000000'],
    ['EvtHandle', 0x20, '0a000000', '0xa'],
    ['a type nobody knows', 0x7e, 'c0ffee', 'C0FFEE'],
  ])('%s', (_, type, bytes, text) => expect(single(type, hex(bytes))).toBe(text));

  it('text and XML text', () => {
    expect(single(0x01, utf16('שלום 😀 mail.contoso.com'))).toBe('שלום 😀 mail.contoso.com');
    expect(single(0x01, utf16('\ufeffa'))).toBe('\ufeffa');
    expect(single(0x23, utf16('<a/>\0'))).toBe('<a/>');
    expect(single(0x01, utf16('a\ud800'))).toBe('a\ufffd');
  });

  it.each<[string, number, string, readonly string[]]>([
    ['ANSI texts', 0x02, '610062630000', ['a', 'bc', '']],
    ['int8', 0x03, '01ff', ['1', '-1']],
    ['uint16', 0x06, '0100ffff', ['1', '65535']],
    ['uint32', 0x08, '0100000002000000', ['1', '2']],
    ['uint64', 0x0a, '01000000000000000200000000000000', ['1', '2']],
    ['double', 0x0c, '000000000000e03f', ['0.5']],
    ['bool', 0x0d, '0000000001000000', ['false', 'true']],
    ['SizeT', 0x10, '010000000200000003000000', ['0x1', '0x2', '0x3']],
    ['SIDs', 0x13, '010100000000000512000000010100000000000513000000', ['S-1-5-18', 'S-1-5-19']],
    ['hex64', 0x15, '0100000000000000', ['0x1']],
    ['binary, which has no arrays', 0x0e, '0102', ['0102']],
    ['nothing', 0x08, '', ['']],
  ])('an array of %s', (_, type, bytes, texts) => expect(array(type, hex(bytes))).toEqual(texts));

  it.each<[string, number, string]>([
    ['a GUID of 15 bytes', 0x0f, '00'.repeat(15)],
    ['a FILETIME of 4 bytes', 0x11, '00000000'],
    ['a uint32 of 3 bytes', 0x08, '000000'],
    ['a float of 2 bytes', 0x0b, '0000'],
    ['a SID shorter than its count', 0x13, '0105000000000005'],
  ])('%s is refused', (_, type, bytes) => expect(() => single(type, hex(bytes))).toThrow('record-content'));

  it('an array whose size is no multiple of its items is refused', () => {
    expect(() => array(0x08, hex('0100000002'))).toThrow('record-content');
  });
});

describe('times are exact to 100 ns', () => {
  const ticks = (text: string) => {
    const value = BigInt(text);
    return filetimeText(Number(value & 0xffff_ffffn), Number(value >> 32n));
  };

  it.each([
    ['133938404451454614', '2025-06-08T07:14:05.1454614Z'],
    ['116444736000000000', '1970-01-01T00:00:00.0000000Z'],
    ['116444735999999999', '1969-12-31T23:59:59.9999999Z'],
    ['9223372036854775807', '+030828-09-14T02:48:05.4775807Z'],
  ])('%s ticks', (value, text) => expect(ticks(value)).toBe(text));

  it('agree with the calendar of the platform on 10,000 moments of 1601 to 9999', () => {
    for (let step = 0n; step < 10_000n; step++) {
      const value = step * 265_046_774_399_999n;
      const expected = new Date(Number(value / 10_000n - 11_644_473_600_000n)).toISOString();
      expect(ticks(`${value}`).slice(0, 23)).toBe(expected.slice(0, 23));
    }
  });

  it.each([
    ['2025-06-08T07:14:05.145461400Z', '2025-06-08T07:14:05.1454614Z'],
    ['2025-06-08T07:14:05.145Z', '2025-06-08T07:14:05.1450000Z'],
    ['2025-06-08T07:14:05Z', '2025-06-08T07:14:05.0000000Z'],
    ['2025-13-08T07:14:05Z', null],
    ['08/06/2025 07:14', null],
    ['', null],
  ])('Windows wrote %j', (text, time) => expect(eventTime(text)).toBe(time));
});

describe('the checksum is that of RFC 1952', () => {
  it('of its well-known check value', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('of any part at any place, in one go or in two', () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 31) >> 3);
    for (const [start, end] of [
      [0, 0],
      [1, 2],
      [3, 100],
      [7, 1000],
    ] as const) {
      const middle = (start + end) >> 1;
      expect(crc32(bytes, middle, end, crc32(bytes, start, middle))).toBe(crc32(bytes.slice(start, end)));
    }
  });
});
