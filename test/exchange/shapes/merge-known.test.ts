import { describe, expect, it } from 'vitest';
import { mergeKnown } from '../../../main/exchange/shapes/merge-known.ts';

interface Thing {
  readonly a: string | null;
  readonly b: readonly string[] | null;
  readonly c: { readonly state: string; readonly text?: string };
}

const first = { source: 'one.xml' };
const second = { source: 'two.xml' };
const thing = (
  a: string | null,
  b: readonly string[] | null,
  c: Thing['c'] = { state: 'unknown' },
): Thing => ({ a, b, c });
const merge = (x: Thing, y: Thing) => mergeKnown(x, y, ['a', 'b', 'c'], 'subject', [first, second]);

describe('two views of one thing', () => {
  it('fill each other where one does not know', () => {
    const present = { state: 'present', text: '<I>CN=A<S>CN=B' };
    expect(merge(thing('x', null), thing(null, ['y'], present))).toEqual({
      value: thing('x', ['y'], present),
      contradictions: [],
    });
  });

  it('agree although case and order differ', () => {
    expect(merge(thing('EX01', ['a', 'B']), thing('ex01', ['b', 'A'])).contradictions).toEqual([]);
  });

  it('an empty value is a statement: it contradicts another one and is never overwritten', () => {
    const { value, contradictions } = merge(thing('', []), thing('x', ['y']));
    expect(value).toEqual(thing('', []));
    expect(contradictions).toEqual([
      {
        what: 'a',
        subject: 'subject',
        values: [
          { text: '', origin: first },
          { text: 'x', origin: second },
        ],
      },
      {
        what: 'b',
        subject: 'subject',
        values: [
          { text: 'None', origin: first },
          { text: 'y', origin: second },
        ],
      },
    ]);
  });

  it('a pin that is absent contradicts one that is present', () => {
    const { contradictions } = merge(
      thing(null, null, { state: 'absent' }),
      thing(null, null, { state: 'present', text: '<I>CN=A<S>CN=B' }),
    );
    expect(contradictions[0]?.values.map(({ text }) => text)).toEqual(['absent', '<I>CN=A<S>CN=B']);
  });
});
