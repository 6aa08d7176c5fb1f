import { describe, expect, it } from 'vitest';
import { GapList } from '../../../main/gather/saved/gap-list.ts';

describe('what was not read is counted', () => {
  it('the same reason is one line with its count and its first place', () => {
    const gaps = new GapList();
    gaps.missing('damaged', 'x', 'object 1');
    gaps.missing('damaged', 'x', 'object 2');
    gaps.missing('limit', 'x');
    expect(gaps.list()).toEqual([
      { reason: { code: 'damaged', detail: 'x' }, count: 2, where: 'object 1' },
      { reason: { code: 'limit', detail: 'x' }, count: 1 },
    ]);
    expect([gaps.total, gaps.complete]).toEqual([3, false]);
  });

  it('an oddity leaves the source complete', () => {
    const gaps = new GapList();
    gaps.oddity('damaged', 'an unknown element');
    expect([gaps.total, gaps.complete]).toEqual([0, true]);
    expect(gaps.list()[0]?.kept).toBe(true);
  });

  it('what no verdict needs is counted and leaves the source complete', () => {
    const gaps = new GapList();
    gaps.harmless('not-available', 'a private key; it is not read');
    expect([gaps.total, gaps.complete]).toEqual([1, true]);
  });

  it('what failed a check and was read all the same is told, not counted', () => {
    const gaps = new GapList();
    gaps.doubtful('damaged', 'zero bytes', 'line 3', 7);
    expect([gaps.total, gaps.complete]).toEqual([0, false]);
    expect(gaps.list()).toEqual([
      { reason: { code: 'damaged', detail: 'zero bytes' }, count: 7, where: 'line 3', kept: true },
    ]);
  });

  it('after the most kinds of gaps the rest share one line', () => {
    const gaps = new GapList(2);
    for (const detail of ['a', 'b', 'c', 'd', 'a']) gaps.missing('damaged', detail);
    expect(gaps.list().map(({ reason, count }) => [reason.detail, count])).toEqual([
      ['a', 2],
      ['b', 1],
      ['further gaps of other kinds', 2],
    ]);
  });
});
