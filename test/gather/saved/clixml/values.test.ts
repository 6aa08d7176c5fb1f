import { describe, expect, it } from 'vitest';
import { isPlainObject } from '../../../../main/exchange/plain.ts';
import { ClixmlWriter, document, element, nil, s } from '../clixml-writer.ts';
import { property, readText } from './read-text.ts';

const one = (...props: readonly string[]) => document(new ClixmlWriter().object({ props }));

describe('every element of the format gives the value that PowerShell wrote', () => {
  // Forms of the elements: [MS-PSRP] 2.2.5.1.
  it.each([
    ['S', 'Größe &amp; <![CDATA[<x>]]>', 'Größe & <x>'],
    ['C', '8364', '€'],
    ['B', 'true', true],
    ['By', '255', 255],
    ['SB', '-128', -128],
    ['U16', '65535', 65535],
    ['I16', '-32768', -32768],
    ['U32', '4294967295', 4294967295],
    ['I32', '-2147483648', -2147483648],
    ['U64', '18446744073709551615', 18446744073709551615n],
    ['I64', '9223372036854775807', 9223372036854775807n],
    ['I64', '9007199254740991', 9007199254740991],
    ['I64', '-9007199254740993', -9007199254740993n],
    ['Db', '0.0069444444444444441', 0.0069444444444444441],
    ['Db', 'NaN', 'NaN'],
    ['Db', '1E+400', '1E+400'],
    ['Sg', '1.5', 1.5],
    ['D', '12.5', 12.5],
    ['D', '12.50', '12.50'],
    ['D', '7922816251426433759354395033.5', '7922816251426433759354395033.5'],
    ['DT', '2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+02:00'],
    ['DT', '2026-10-25T02:30:00.1234567+01:00', '2026-10-25T02:30:00.1234567+01:00'],
    ['TS', 'P2DT3H', 'P2DT3H'],
    ['G', '0292c782-9804-4d8b-ae0e-e1c7ab90852b', '0292c782-9804-4d8b-ae0e-e1c7ab90852b'],
    ['URI', 'https://mail.contoso.com/', 'https://mail.contoso.com/'],
    ['Version', '15.2.2562.17', '15.2.2562.17'],
    ['XD', '&lt;a /&gt;', '<a />'],
    ['SBK', 'Get-Date', 'Get-Date'],
  ])('%s with "%s"', async (tag, content, expected) => {
    const reading = await readText(one(element(tag, 'Value', content)));
    expect(property(reading, 'Value')).toEqual(expected);
    expect(reading).toMatchObject({ complete: true, gaps: [] });
  });

  it('bytes are decoded, wrapped base64 too', async () => {
    const reading = await readText(
      one(element('BA', 'Plain', 'AQID'), element('BA', 'Wrapped', ' AQ\r\n  ID ')),
    );
    expect(property(reading, 'Plain')).toEqual(new Uint8Array([1, 2, 3]));
    expect(property(reading, 'Wrapped')).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('an explicit Nil is a property with nothing in it; an absent property is absent', async () => {
    const reading = await readText(one(nil('Fqdn')));
    expect(property(reading, 'Fqdn')).toBeNull();
    expect(reading.objects[0]?.properties.has('TlsDomain')).toBe(false);
  });

  it.each([
    ['B', 'yes'],
    ['I32', '1,000'],
    ['I64', '123456789012345678901234567890'],
    ['BA', 'not base64!'],
    ['C', '70000'],
  ])('a value that has not the form of %s keeps its text and is told', async (tag, content) => {
    const reading = await readText(one(element(tag, 'Value', content)));
    expect(property(reading, 'Value')).toBe(content);
    expect(reading.reasons).toEqual([
      `damaged: a value of the element ${tag} has not the form of its type; its text was kept`,
    ]);
  });
});

describe('_xHHHH_ escapes are undone once, in names and in text', () => {
  it.each([
    ['_x000D__x000A_', '\r\n'],
    ['_x0041_', 'A'],
    ['_x005F_x0041_', '_x0041_'],
    ['_x005F_x005F_x005F_x0041_', '_x005F_x0041_'],
    ['_x005f_', '_'],
    ['_xD83D__xDE00_', '😀'],
    ['_xD800_', '\ud800'],
    ['_xDC00_x', '\udc00x'],
    ['_x00G0_', '_x00G0_'],
    ['_x041_', '_x041_'],
    ['_X0041_', '_X0041_'],
    ['a_x0000_b', 'a\0b'],
    ['__x0041__', '_A_'],
  ])('%s', async (written, expected) => {
    const reading = await readText(one(element('S', 'Value', written), s(`N${written}`, 'x')));
    expect(property(reading, 'Value')).toBe(expected);
    expect(property(reading, `N${expected}`)).toBe('x');
  });
});

describe('objects and containers', () => {
  it('an enumeration keeps its word and its number', async () => {
    const writer = new ClixmlWriter();
    const level = writer.enumeration('ProtocolLoggingLevel', 'Microsoft.Exchange.Data.Level', 'Verbose', 1);
    const reading = await readText(document(writer.object({ props: [level] })));
    expect(property(reading, 'ProtocolLoggingLevel')).toMatchObject({
      text: 'Verbose',
      value: 1,
      typeNames: ['Microsoft.Exchange.Data.Level', 'System.Enum', 'System.ValueType', 'System.Object'],
    });
  });

  it.each(['LST', 'IE', 'QUE', 'STK'])('%s is a list, and an empty one is empty', async (tag) => {
    const text = one(
      `<Obj N="Full" RefId="7"><${tag}><S>a</S><Nil /><I32>2</I32></${tag}></Obj>`,
      `<Obj N="Empty" RefId="8"><${tag} /></Obj>`,
    );
    const reading = await readText(text);
    expect(property(reading, 'Full')).toMatchObject({ items: ['a', null, 2] });
    expect(property(reading, 'Empty')).toMatchObject({ items: [] });
  });

  it('a dictionary is a list of entries, and text keys are properties as well', async () => {
    const entry = (key: string, value: string) =>
      `<En>${element('S', 'Key', key)}${element('S', 'Value', value)}</En>`;
    const text = one(
      `<Obj N="Table" RefId="9"><DCT>${entry('__proto__', 'a')}${entry('b', 'c')}</DCT></Obj>`,
    );
    const table = property(await readText(text), 'Table');
    if (!isPlainObject(table)) throw new Error('no object');
    expect([...table.properties]).toEqual([
      ['__proto__', 'a'],
      ['b', 'c'],
    ]);
    expect(table.items).toHaveLength(2);
  });

  it('an extended property replaces the adapted one of its name, as in PowerShell', async () => {
    const text = document(
      new ClixmlWriter().object({ props: [s('Name', 'adapted')], members: [s('Name', 'extended')] }),
    );
    const reading = await readText(text);
    expect(property(reading, 'Name')).toBe('extended');
    expect(reading.gaps).toEqual([]);
  });

  it('two adapted properties of one name are told', async () => {
    const reading = await readText(one(s('Name', 'first'), s('Name', 'second')));
    expect(reading.reasons).toEqual(['damaged: two properties of one object have the same name']);
    expect(reading.complete).toBe(false);
  });

  it('a progress record and a nested member set are objects of their own', async () => {
    const text = document(
      '<Obj RefId="0"><MS><I64 N="SourceId">1</I64><PR N="Record"><AV>Preparing modules</AV><AI>0</AI><Nil /><T>Completed</T></PR>' +
        '<MS N="PSStandardMembers"><S N="Inner">x</S></MS></MS></Obj>',
    );
    const reading = await readText(text);
    expect(reading.gaps).toEqual([]);
    const record = property(reading, 'Record');
    const inner = property(reading, 'PSStandardMembers');
    expect(isPlainObject(record) && [...record.properties]).toEqual([
      ['AV', 'Preparing modules'],
      ['AI', '0'],
      ['T', 'Completed'],
    ]);
    expect(isPlainObject(inner) && inner.properties.get('Inner')).toBe('x');
  });

  it('an unknown element keeps its text and its properties, and is counted', async () => {
    const text = one('<New N="Plain">some text</New>', '<New N="Deep"><S N="Inner">x</S></New>');
    const reading = await readText(text);
    expect(property(reading, 'Plain')).toBe('some text');
    const deep = property(reading, 'Deep');
    expect(isPlainObject(deep) && deep.properties.get('Inner')).toBe('x');
    expect(reading.gaps).toMatchObject([{ count: 2 }]);
    expect(reading.complete).toBe(true);
  });

  it('top-level values and the elements of a top-level list are records', async () => {
    const writer = new ClixmlWriter();
    const items = [writer.object({ text: 'first' }), writer.object({ text: 'second' }), '<S>third</S>'];
    const list = writer.object({ types: ['System.Object[]'], list: items });
    const reading = await readText(document('<S>text</S>', '<Nil />', list));
    expect(reading.records).toBe(5);
    expect(reading.objects.map(({ text, value }) => text ?? value)).toEqual([
      'text',
      null,
      'first',
      'second',
      'third',
    ]);
    expect(reading.objects.map(({ typeNames }) => typeNames[0])).toEqual([
      'System.String',
      'null',
      undefined,
      undefined,
      'System.String',
    ]);
  });

  it('a list with properties of its own is a record behind its elements', async () => {
    const list = new ClixmlWriter().object({ list: ['<S>a</S>'], members: [s('PSComputerName', 'EX01')] });
    const reading = await readText(document(list));
    expect(reading.records).toBe(2);
  });
});
