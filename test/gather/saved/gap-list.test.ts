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
    expect(gaps).toMatchObject({ total: 3, complete: false });
  });

  it('an oddity leaves the source complete', () => {
    const gaps = new GapList();
    gaps.oddity('damaged', 'an unknown element');
    expect(gaps).toMatchObject({ total: 1, complete: true });
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
