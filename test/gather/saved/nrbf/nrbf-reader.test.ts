import { describe, expect, it } from 'vitest';
import { readingLimits } from '../../../../main/gather/saved/limits.ts';
import { type NrbfResult, readNrbf } from '../../../../main/gather/saved/nrbf/nrbf-reader.ts';
import { isNrbfArray, isNrbfObject, type NrbfValue } from '../../../../main/gather/saved/nrbf/nrbf-values.ts';
import {
  byteArray,
  classArray,
  end,
  header,
  i32,
  join,
  library,
  object,
  reference,
  string,
  text,
  types,
  u8,
} from './nrbf-writer.ts';

function root(result: NrbfResult): NrbfValue | undefined {
  if (!result.ok) throw new Error(result.problem.detail);
  return result.stream.resolve(result.stream.root);
}

function member(result: NrbfResult, name: string): NrbfValue | undefined {
  const value = root(result);
  if (!result.ok || !isNrbfObject(value)) throw new Error('no object');
  return result.stream.resolve(value.members.get(name));
}

const lib = library(2, 'Test');
const int = (name: string, value: number) => ({ name, type: types.int32, value: i32(value) });

describe('a serialised .NET stream becomes a table of plain values', () => {
  it('classes, texts and forward references', () => {
    const stream = join(
      header(),
      lib,
      object(1, 'A', [
        { name: 'Name', type: types.string, value: string(3, 'Größe') },
        { name: 'Later', type: types.object, value: reference(5) },
        { name: 'Nothing', type: types.object, value: u8(10) },
      ]),
      byteArray(5, Buffer.from([1, 2])),
      end,
    );
    const result = readNrbf(stream);
    expect(member(result, 'Name')).toBe('Größe');
    expect(member(result, 'Later')).toEqual(new Uint8Array([1, 2]));
    expect(member(result, 'Nothing')).toBeNull();
  });

  it('every primitive type, exactly', () => {
    const values: readonly [number, string, unknown][] = [
      [1, '01', true],
      [2, 'ff', 255],
      [3, 'e282ac', '€'],
      [5, '03312e35', '1.5'],
      [6, '000000000000f83f', 1.5],
      [7, 'feff', -2],
      [8, 'feffffff', -2],
      [9, 'ffffffffffffff7f', 9223372036854775807n],
      [10, 'fe', -2],
      [11, '0000c03f', 1.5],
      [12, '0100000000000000', 1n],
      [13, '0000000000000080', 9223372036854775808n],
      [14, 'feff', 65534],
      [15, 'feffffff', 4294967294],
      [16, 'ffffffffffffffff', 18446744073709551615n],
      [18, '0161', 'a'],
    ];
    const members = values.map(([type, hex], index) => ({
      name: `m${index}`,
      type: [0, u8(type)] as const,
      value: Buffer.from(hex, 'hex'),
    }));
    const result = readNrbf(join(header(), lib, object(1, 'A', members), end));
    expect(values.map((_, index) => member(result, `m${index}`))).toEqual(
      values.map(([, , expected]) => expected),
    );
  });

  it('an object of a class that was described before (ClassWithId)', () => {
    const again = join(u8(1), i32(4), i32(3), i32(8));
    const stream = join(
      header(),
      lib,
      object(1, 'Pair', [
        { name: 'first', type: types.class('P'), value: object(3, 'P', [int('x', 7)]) },
        { name: 'second', type: types.class('P'), value: again },
      ]),
      end,
    );
    const second = member(readNrbf(stream), 'second');
    expect(isNrbfObject(second) && second.members.get('x')).toBe(8);
  });

  it('arrays with runs of nulls, of several dimensions, and of primitives', () => {
    const nulls = readNrbf(
      join(header(), classArray(1, 'X', 5, string(2, 'a'), join(u8(13), u8(3)), string(3, 'b')), end),
    );
    const nullItems = root(nulls);
    expect(isNrbfArray(nullItems) && nullItems.items).toEqual(['a', null, null, null, 'b']);
    const many = root(readNrbf(join(header(), join(u8(16), i32(1), i32(300)), join(u8(14), i32(300)), end)));
    expect(isNrbfArray(many) && many.items.length).toBe(300);
    const square = join(
      u8(7),
      i32(1),
      u8(2),
      i32(2),
      i32(2),
      i32(2),
      u8(0),
      u8(8),
      i32(1),
      i32(2),
      i32(3),
      i32(4),
    );
    const cells = root(readNrbf(join(header(), square, end)));
    expect(isNrbfArray(cells) && cells.items).toEqual([1, 2, 3, 4]);
    const bounded = join(u8(7), i32(1), u8(3), i32(1), i32(1), i32(5), u8(1), string(2, 'x'));
    const shifted = root(readNrbf(join(header(), bounded, end)));
    expect(isNrbfArray(shifted) && shifted.items).toEqual(['x']);
  });

  it('a library record may stand in front of a member', () => {
    const value = join(library(9, 'Other'), object(3, 'P', [int('x', 1)], 9));
    const stream = join(
      header(),
      lib,
      object(1, 'A', [{ name: 'p', type: types.class('P', 9), value }]),
      end,
    );
    expect(isNrbfObject(member(readNrbf(stream), 'p'))).toBe(true);
  });

  it('references in a circle end', () => {
    const circle = join(u8(16), i32(1), i32(1), reference(1));
    expect(isNrbfArray(root(readNrbf(join(header(), circle, end))))).toBe(true);
    const result = readNrbf(join(header(), string(1, 'x'), end));
    expect(result.ok && result.stream.resolve({ kind: 'reference', id: 77 })).toBeUndefined();
  });
});

describe('what makes no sense is a clear problem, never an exception', () => {
  const deep = (levels: number): Buffer => {
    let value = object(1000, 'P', [int('x', 1)]);
    for (let level = levels; level > 0; level--) {
      value = object(level, 'P', [{ name: 'p', type: types.class('P'), value }]);
    }
    return join(header(), lib, value, end);
  };
  it.each([
    ['no header', join(u8(5), i32(1)), 'damaged', 'does not begin like a serialised .NET stream'],
    ['another version', join(u8(0), i32(1), i32(-1), i32(2), i32(0)), 'damaged', 'version 2.0'],
    ['nothing', Buffer.alloc(0), 'incomplete', 'ends at byte 0'],
    ['an end inside a value', join(header(), u8(6), i32(1), u8(9)), 'incomplete', 'inside a value'],
    ['an unknown record', join(header(), u8(99)), 'damaged', 'records of type 99 are not read'],
    ['a method call', join(header(), u8(21)), 'damaged', 'records of type 21 are not read'],
    ['a class without types', join(header(), u8(3)), 'damaged', 'records of type 3 are not read'],
    [
      'an unknown member type',
      join(header(), object(1, 'A', [{ name: 'x', type: [9, u8(0)], value: u8(0) }])),
      'damaged',
      'no member type 9',
    ],
    ['an unknown primitive', join(header(), u8(8), u8(4), u8(0)), 'damaged', 'no primitive type 4'],
    ['a root that is not there', join(header(7), string(1, 'x'), end), 'damaged', 'its own root'],
    [
      'two objects of one number',
      join(header(), string(1, 'x'), string(1, 'y'), end),
      'damaged',
      'two objects',
    ],
    [
      'a class that was never described',
      join(header(), u8(1), i32(1), i32(9)),
      'damaged',
      'not described before',
    ],
    ['a huge array', join(header(), u8(15), i32(1), i32(2_000_000_000), u8(2)), 'damaged', 'does not fit'],
    ['a negative array', join(header(), u8(16), i32(1), i32(-1)), 'damaged', 'an array of -1 values'],
    [
      'a huge array of objects',
      join(header(), u8(16), i32(1), i32(2_000_000_000)),
      'limit',
      'more than 1000000 values',
    ],
    [
      'a run of nulls that is too long',
      join(header(), u8(16), i32(1), i32(2), u8(13), u8(3)),
      'damaged',
      'a run of 3 nulls',
    ],
    [
      'a run of no nulls',
      join(header(), u8(16), i32(1), i32(2), u8(14), i32(0)),
      'damaged',
      'a run of 0 nulls',
    ],
    [
      'a run of nulls as a member',
      join(header(), object(1, 'A', [{ name: 'x', type: types.object, value: join(u8(13), u8(1)) }])),
      'damaged',
      'one member is expected',
    ],
    [
      'an end inside an object',
      join(header(), object(1, 'A', [{ name: 'x', type: types.object, value: end }])),
      'damaged',
      'ends inside an object',
    ],
    ['many members', join(header(), u8(5), i32(1), text('A'), i32(1_000_000)), 'damaged', 'does not fit'],
    ['a rank of 0', join(header(), u8(7), i32(1), u8(0), i32(0)), 'damaged', 'rank 0'],
    ['text that is no UTF-8', join(header(), u8(6), i32(1), u8(1), u8(0xff)), 'damaged', 'not UTF-8'],
    [
      'a length that never ends',
      join(header(), u8(6), i32(1), Buffer.alloc(9, 0xff)),
      'damaged',
      'no number',
    ],
    ['33 objects inside each other', deep(33), 'limit', 'more than 32 serialised objects inside each other'],
  ])('%s', (_, bytes, code, sentence) => {
    const result = readNrbf(bytes);
    expect(result.ok).toBe(false);
    expect(result.ok || result.problem.code).toBe(code);
    expect(result.ok || result.problem.detail).toContain(sentence);
  });

  it('32 objects inside each other are read', () => {
    expect(readNrbf(deep(32)).ok).toBe(true);
  });

  it('limits of size and count', () => {
    const stream = join(header(), string(1, 'a'), string(2, 'b'), end);
    expect(readNrbf(stream, { ...readingLimits, binaryRecords: 2 }).ok).toBe(true);
    expect(readNrbf(stream, { ...readingLimits, binaryRecords: 1 }).ok).toBe(false);
    expect(readNrbf(stream, { ...readingLimits, binaryBytes: stream.length }).ok).toBe(true);
    expect(readNrbf(stream, { ...readingLimits, binaryBytes: stream.length - 1 }).ok).toBe(false);
  });
});
