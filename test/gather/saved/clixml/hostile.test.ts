import { describe, expect, it } from 'vitest';
import { isPlainObject } from '../../../../main/exchange/plain.ts';
import { ClixmlWriter, document, element, s, utf16 } from '../clixml-writer.ts';
import { readText } from './read-text.ts';

const record = new ClixmlWriter().object({ props: [s('Name', 'before')] });
const bigEndian = (text: string) =>
  Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
const doctypes = [
  ['billion laughs', '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'],
  ['external entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'],
  ['external subset', '<!DOCTYPE Objs SYSTEM "http://example.invalid/x.dtd">'],
  ['parameter entity', '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.invalid/p"> %p;]>'],
  ['entity alone', '<!ENTITY a "x">'],
] as const;

describe('a document type declaration is refused at its first byte', () => {
  it.each(doctypes)('%s, in UTF-8 and both UTF-16', async (_, doctype) => {
    const text = `<?xml version="1.0"?>${doctype}${document(record)}`;
    for (const bytes of [Buffer.from(text), utf16(text), bigEndian(text)]) {
      const reading = await readText(bytes);
      expect(reading).toMatchObject({ records: 0, complete: false });
      expect(reading.reasons).toEqual([
        'limit: the file holds a DOCTYPE or entity declaration, which is never read',
      ]);
    }
  });

  it('in the middle of the file: what stood before is there', async () => {
    const reading = await readText(document(record, '<!DOCTYPE x>', record));
    expect(reading).toMatchObject({ records: 1, complete: false });
  });

  it('split between pieces of the file', async () => {
    const text = document(record, '<!DOCTYPE x>', record);
    for (let chunk = 1; chunk < 20; chunk++) expect((await readText(text, {}, chunk)).records).toBe(1);
  });

  it('in UTF-7 it is no XML at all, and the declared encoding is refused', async () => {
    const marked = await readText(Buffer.from('+/v8APAAhAEQATwBDAFQAWQBQAEU-'));
    const declared = await readText('<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-');
    for (const reading of [marked, declared]) {
      expect(reading).toMatchObject({ records: 0, complete: false, encoding: null });
      expect(reading.reasons[0]?.toLowerCase()).toContain('utf-7');
    }
  });

  it.each(['<?xml-stylesheet href="x"?>', '<?php echo 1 ?>'])(
    'so is the processing instruction %s',
    async (instruction) => {
      for (const text of [`${instruction}${document(record)}`, document(record, instruction)]) {
        const reading = await readText(text);
        expect(reading.reasons).toEqual([
          'limit: the file holds a processing instruction, which is never carried out',
        ]);
      }
    },
  );

  it('the XML declaration itself is welcome, as is a comment', async () => {
    const reading = await readText(
      `<?xml version="1.0" encoding="utf-8"?>\r\n${document('<!-- a note -->', record)}`,
    );
    expect(reading).toMatchObject({ records: 1, complete: true });
  });
});

describe('each limit has a file just below and one just above', () => {
  const nested = (depth: number) => document(`${'<Obj><LST>'.repeat(depth)}${'</LST></Obj>'.repeat(depth)}`);
  const attributes = (count: number) =>
    document(`<Obj ${Array.from({ length: count }, (_, i) => `a${i}="x"`).join(' ')} />`);
  const objects = (count: number) => document('<Obj />'.repeat(count));
  const rows = [
    ['depth', nested(31), nested(32), {}, '64 elements inside each other'],
    ['attributes', attributes(256), attributes(257), {}, '256 attributes at one element'],
    ['objects', objects(10), objects(11), { objects: 10 }, '10 objects'],
    ['elements', objects(9), objects(10), { xmlElements: 10 }, '10 elements'],
    [
      'length of a value',
      document(element('S', undefined, 'x'.repeat(1000))),
      document(element('S', undefined, 'x'.repeat(1001))),
      { textCharacters: 1000 },
      '1000 characters in one value',
    ],
    [
      'character references',
      document(element('S', undefined, '&#65;'.repeat(10))),
      document(element('S', undefined, '&#65;'.repeat(11))),
      { characterReferences: 10 },
      '10 character references',
    ],
    [
      'lists of type names',
      document('<Obj><TN RefId="0"><T>a</T></TN></Obj>'),
      document('<Obj><TN RefId="0"><T>a</T></TN></Obj><Obj><TN RefId="1"><T>b</T></TN></Obj>'),
      { typeNameLists: 1 },
      '1 lists of type names',
    ],
    ['bytes', document('<S />'), document('<S />', ' '), { fileBytes: document('<S />').length }, 'bytes'],
  ] as const;

  it.each(rows)('%s', async (_, below, above, limits, sentence) => {
    expect(await readText(below, limits)).toMatchObject({ gaps: [], complete: true });
    const reading = await readText(above, limits);
    expect(reading.complete).toBe(false);
    expect(reading.reasons[0]).toMatch(/^limit: more than /);
    expect(reading.reasons[0]).toContain(sentence);
  });

  it('character references are counted once wherever the file is cut into pieces', async () => {
    const text = document(element('S', undefined, '&#65;'.repeat(10)));
    for (let chunk = 1; chunk < 12; chunk++) {
      expect((await readText(text, { characterReferences: 10 }, chunk)).complete).toBe(true);
      expect((await readText(text, { characterReferences: 9 }, chunk)).complete).toBe(false);
    }
  });

  it('an endless value and an endless attribute stop while they are being read', async () => {
    for (const start of ['<S>', '<S N="']) {
      const text = `${document().replace('</Objs>', '')}${start}${'x'.repeat(200_000)}`;
      const reading = await readText(text, { textCharacters: 70_000 });
      expect(reading.reasons).toEqual(['limit: more than 70000 characters in one value']);
    }
  });

  it('a million different oddities are told in a bounded list', async () => {
    const text = document(Array.from({ length: 3000 }, (_, i) => `<E${i} />`).join(''));
    const reading = await readText(text);
    expect(reading.gaps.length).toBeLessThanOrEqual(1001);
    expect(reading.gaps.reduce((sum, { count }) => sum + count, 0)).toBe(3000);
  });
});

/** Type names that .NET deserialisers were abused with; here they can only be read. */
const gadgets = [
  'System.Windows.Data.ObjectDataProvider',
  'System.Diagnostics.Process',
  'System.Configuration.Install.AssemblyInstaller',
  'System.Activities.Presentation.WorkflowDesigner',
  'System.Windows.ResourceDictionary',
  'System.Data.DataSet',
  'System.Security.Principal.WindowsIdentity',
  'System.Management.Automation.PSObject',
  'System.Windows.Markup.XamlReader',
  'System.CodeDom.Compiler.TempFileCollection',
  'System.IdentityModel.Tokens.SessionSecurityToken',
  'System.Drawing.Design.ToolboxItemContainer',
  'Microsoft.Exchange.Data.Directory.Unloaded',
  'System.UnitySerializationHolder',
  'System.Runtime.Remoting.ObjRef',
];

describe('type names and property names are only text', () => {
  it.each(gadgets)('%s', async (gadget) => {
    const text = document(
      new ClixmlWriter().object({ types: [gadget, 'System.Object'], props: [s('MethodName', 'Start')] }),
    );
    const [object] = (await readText(text)).objects;
    expect(object?.typeNames[0]).toBe(gadget);
    expect([...(object?.properties ?? [])]).toEqual([['MethodName', 'Start']]);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('%s', async (key) => {
    const inner = new ClixmlWriter().object({ props: [s('polluted', 'yes')] }, key);
    const reading = await readText(document(`<Obj RefId="90"><Props>${inner}</Props></Obj>`));
    const value = reading.objects[0]?.properties.get(key);
    expect(isPlainObject(value) && value.properties.get('polluted')).toBe('yes');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('a secure string never comes out', () => {
  const canary = '01000000d08c9ddf0115d1118c7a00c04fc297eb-CANARY';
  it.each([
    ['as a property', `<Obj RefId="0"><Props><SS N="Password">${canary}</SS></Props></Obj>`],
    ['at the top', `<SS>${canary}</SS>`],
    [
      'in a list',
      `<Obj RefId="0"><Props><Obj N="L" RefId="1"><LST><SS>${canary}</SS></LST></Obj></Props></Obj>`,
    ],
    [
      'with elements inside',
      `<Obj RefId="0"><Props><SS N="P"><S N="x">${canary}</S><Obj RefId="4"><ToString>${canary}</ToString></Obj></SS></Props></Obj>`,
    ],
    ['as a key', `<Obj RefId="0"><DCT><En><SS N="Key">${canary}</SS><S N="Value">v</S></En></DCT></Obj>`],
  ])('%s', async (_, content) => {
    const reading = await readText(document(content));
    const seen = new Set<unknown>();
    const shown = JSON.stringify(reading, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null) {
        if (seen.has(value)) return '';
        seen.add(value);
      }
      return value instanceof Map ? [...value] : value;
    });
    expect(shown).not.toContain('CANARY');
  });
});

describe('text that is no XML or no export', () => {
  it.each([
    ['another root', '<html><body>x</body></html>', 'the document begins with html'],
    ['broken nesting', document('<Obj><Props></Obj></Props>'), 'the XML is broken at'],
    ['an undefined entity', document('<S>&nbsp;</S>'), 'the XML is broken at'],
    ['a control character', document('<S>\u0001</S>'), 'the XML is broken at'],
    ['two documents', document(record) + document(record), 'the XML is broken at'],
    ['words behind the end', `${document(record)}Done.`, 'the XML is broken at'],
  ])('%s', async (_, text, sentence) => {
    const reading = await readText(text);
    expect(reading.complete).toBe(false);
    expect(reading.reasons[0]).toContain(sentence);
  });

  it.each([
    ['a list without an object', '<LST><S>a</S></LST>', 'inside LST'],
    ['an entry without a dictionary', '<En><S N="Key">a</S><S N="Value">b</S></En>', 'inside Objs'],
    ['a ToString without an object', '<ToString>a</ToString>', 'inside Objs'],
    ['two values in one object', '<Obj><S>a</S><S>b</S></Obj>', 'inside Obj'],
    ['an entry with a third part', '<Obj><DCT><En><S N="Other">a</S></En></DCT></Obj>', 'inside En'],
    ['an element in the type names', '<Obj><TN><S>a</S></TN></Obj>', 'inside TN'],
    [
      'a member of an unknown name',
      `<Obj><ToString><${'x'.repeat(500)} /></ToString></Obj>`,
      'inside ToString',
    ],
  ])('%s is told', async (_, content, place) => {
    const reading = await readText(document(content));
    expect(reading.reasons.at(-1)).toBe(`damaged: an element stands where none may be, ${place}`);
    expect(reading.complete).toBe(false);
    expect(JSON.stringify(reading.gaps).length).toBeLessThan(600);
  });

  it('elements where none may be are told, and nothing of the rest is lost', async () => {
    const text = document(
      '<Obj RefId="0"><Props><S N="A">x<B>true</B></S><S N="C">y</S><S>no name</S></Props></Obj>',
    );
    const reading = await readText(text);
    expect(reading.objects[0]?.properties.get('C')).toBe('y');
    expect(reading.reasons).toEqual([
      'damaged: an element stands where none may be, inside S',
      'damaged: a property without a name',
    ]);
  });
});
