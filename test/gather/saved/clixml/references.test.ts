import { describe, expect, it } from 'vitest';
import { isPlainObject } from '../../../../main/exchange/plain.ts';
import { document } from '../clixml-writer.ts';
import { property, readText } from './read-text.ts';

describe('references', () => {
  it('point to the same object, never to a copy, across records too', async () => {
    const reading = await readText(
      document(
        '<Obj RefId="0"><Props><Obj N="Identity" RefId="1"><ToString>EX01</ToString></Obj><Ref N="Id" RefId="1" /></Props></Obj>',
        '<Obj RefId="2"><Props><Ref N="Id" RefId="1" /></Props></Obj>',
      ),
    );
    const [first, second] = reading.objects;
    expect(first?.properties.get('Id')).toBe(first?.properties.get('Identity'));
    expect(second?.properties.get('Id')).toBe(first?.properties.get('Identity'));
    expect(reading.gaps).toEqual([]);
  });

  it('may go in a circle', async () => {
    const reading = await readText(
      document(
        '<Obj RefId="0"><Props><Obj N="Child" RefId="1"><Props><Ref N="Parent" RefId="0" /></Props></Obj></Props></Obj>',
      ),
    );
    const child = property(reading, 'Child');
    expect(isPlainObject(child) && child.properties.get('Parent')).toBe(reading.objects[0]);
  });

  it('an object that holds itself as its value or its only element is one record, not an endless many', async () => {
    const selfValue = '<Obj RefId="0"><Ref RefId="0" /></Obj>';
    const selfList =
      '<Obj RefId="1"><LST><Obj RefId="2"><LST><Ref RefId="2" /></LST></Obj><Ref RefId="1" /></LST></Obj>';
    const reading = await readText(document(selfValue, selfList));
    expect(reading.records).toBe(3);
    expect(reading.complete).toBe(true);
  });

  it('lists of references to lists do not multiply', async () => {
    const lists = Array.from({ length: 20 }, (_, level) => {
      const inside = level === 0 ? '<S>a</S>' : `<Ref RefId="${level - 1}" />`.repeat(10);
      return `<Obj RefId="${level}"><LST>${inside}</LST></Obj>`;
    });
    const reading = await readText(document(...lists));
    expect(reading.records).toBe(1 + 19 * 10);
  });

  it('to an object that is not there leave the property missing, and are told', async () => {
    const reading = await readText(document('<Obj RefId="0"><Props><Ref N="Id" RefId="99" /></Props></Obj>'));
    expect(reading.objects[0]?.properties.has('Id')).toBe(false);
    expect(reading.reasons).toEqual([
      'damaged: a reference to an object that the file does not hold before it',
    ]);
    expect(reading.complete).toBe(false);
  });

  it('to type names that are not there are told', async () => {
    const reading = await readText(document('<Obj RefId="0"><TNRef RefId="5" /></Obj>'));
    expect(reading.reasons).toEqual([
      'damaged: a reference to a list of type names that the file does not hold',
    ]);
  });

  it.each([
    ['0', '0'],
    ['20000000', '20000000'],
    ['x', 'x'],
  ])('two objects with the RefId %s are told', async (first, second) => {
    const reading = await readText(document(`<Obj RefId="${first}" />`, `<Obj RefId="${second}" />`));
    expect(reading.reasons).toEqual(['damaged: two objects have the same RefId']);
    expect(reading.records).toBe(2);
  });

  it('RefIds in any order are no damage', async () => {
    const reading = await readText(document('<Obj RefId="7" />', '<Obj RefId="3" />', '<Obj RefId="5" />'));
    expect(reading).toMatchObject({ records: 3, gaps: [], complete: true });
  });

  it('are counted also where they are split between two pieces of the file or hold a bare >', async () => {
    const text = document(
      '<Obj RefId="0"><Props><Obj N="A" RefId="1"><ToString>x</ToString></Obj><Ref N="a>b" RefId="1" /><Ref\tN="c" RefId=\'1\'/></Props></Obj>',
    );
    for (let chunk = 1; chunk < 40; chunk++) {
      const reading = await readText(text, {}, chunk);
      expect(reading.gaps, `pieces of ${chunk} bytes`).toEqual([]);
      expect(property(reading, 'c')).toMatchObject({ text: 'x' });
    }
  });

  it('100,000 references to one large object cost no copies', async () => {
    const large = `<Obj N="Large" RefId="1"><ToString>${'x'.repeat(100_000)}</ToString></Obj>`;
    const references = Array.from({ length: 100_000 }, (_, index) => `<Ref N="r${index}" RefId="1" />`);
    const before = process.memoryUsage().heapUsed;
    const reading = await readText(
      document(`<Obj RefId="0"><Props>${large}${references.join('')}</Props></Obj>`),
    );
    expect(reading.objects[0]?.properties.size).toBe(100_001);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300_000_000);
  });
});
