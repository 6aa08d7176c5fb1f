import { describe, expect, it } from 'vitest';
import {
  bytes,
  enumName,
  field,
  flag,
  flagNames,
  list,
  name,
  number,
  openEnumName,
  text,
} from '../../../main/exchange/shapes/fields.ts';
import { enumeration, printed, record } from './plain.ts';

describe('missing is unknown, Nil is read and empty', () => {
  const object = record({ Nil: null });
  it.each([
    ['text', text(object, 'Nil'), '', text(object, 'Gone'), null],
    ['list', list(object, 'Nil'), [], list(object, 'Gone'), null],
    ['name', name(object, 'Nil'), null, name(object, 'Gone'), null],
    ['flag', flag(object, 'Nil'), null, flag(object, 'Gone'), null],
    ['number', number(object, 'Nil'), null, number(object, 'Gone'), null],
    ['bytes', bytes(object, 'Nil'), null, bytes(object, 'Gone'), null],
    [
      'open enumeration',
      openEnumName(object, 'Nil', new Map()),
      '',
      openEnumName(object, 'Gone', new Map()),
      null,
    ],
    ['flags', flagNames(object, 'Nil', new Map()), [], flagNames(object, 'Gone', new Map()), null],
  ])('%s', (_, nil, whenNil, gone, whenGone) => {
    expect(nil).toEqual(whenNil);
    expect(gone).toEqual(whenGone);
  });
});

describe('a property is found in any spelling of its name', () => {
  it('the exact spelling first', () => {
    expect(field(record({ FQDN: 'a', Fqdn: 'b' }), 'Fqdn')).toBe('b');
    expect(field(record({ fqdn: 'a' }), 'Fqdn')).toBe('a');
  });

  it.each(['__proto__', 'constructor', 'toString'])('%s is nothing unless the source has it', (key) => {
    expect(field(record({}), key)).toBeUndefined();
  });
});

describe('values in every form in which they come', () => {
  it.each([
    ['text', 'x', 'x'],
    ['a number', 5, '5'],
    ['a large number', 9007199254740993n, '9007199254740993'],
    ['a truth value', true, 'True'],
    ['an object that prints', printed('EX01'), 'EX01'],
    ['a boxed text', enumeration('printed', 'inner'), 'inner'],
    ['an enumeration', enumeration('Verbose', 1), 'Verbose'],
    ['a number in a box', enumeration(null, 7), '7'],
    ['bytes', new Uint8Array([1]), ''],
    ['an object that prints nothing', printed(null), ''],
  ])('text of %s', (_, value, expected) => {
    expect(text(record({ A: value }), 'A')).toBe(expected);
  });

  it('an object that holds itself prints nothing and ends', () => {
    const self = { typeNames: [], text: null, properties: new Map(), items: null, value: null as never };
    Object.assign(self, { value: self });
    expect(text(record({ A: self }), 'A')).toBe('');
  });

  it.each([
    [true, true],
    ['True', true],
    ['false', false],
    [enumeration(null, true), true],
    ['yes', null],
    [1, null],
  ])('flag of %j', (value, expected) => {
    expect(flag(record({ A: value }), 'A')).toBe(expected);
  });

  it.each([
    [25, 25],
    ['25', 25],
    [enumeration('None', 0), 0],
    [9007199254740993n, null],
    ['1,000', null],
    ['12.5', null],
    [12.5, null],
    ['99999999999999999999', null],
  ])('number of %s', (value, expected) => {
    expect(number(record({ A: value }), 'A')).toBe(expected);
  });

  it.each([
    ['a list', ['a', 'b'], ['a', 'b']],
    ['a list of objects', [printed('EX01'), printed('EX02')], ['EX01', 'EX02']],
    ['an empty list', [], []],
    ['printed', 'a, b,c', ['a', 'b', 'c']],
    ['printed with braces', '{a, b}', ['a', 'b']],
    ['printed and empty', '{}', []],
    ['one text', 'a', ['a']],
  ])('list: %s', (_, value, expected) => {
    expect(list(record({ A: value }), 'A')).toEqual(expected);
  });

  it('a list element that prints nothing is still an element', () => {
    expect(list(record({ A: ['a', null, printed(null)] }), 'A')).toEqual(['a', '', '']);
  });

  it.each([
    ['bytes', new Uint8Array([1, 2])],
    ['base64', 'AQI='],
    ['base64 in lines', 'AQ\r\nI='],
    ['numbers', [1, 2]],
    ['a box', enumeration(null, new Uint8Array([1, 2]))],
  ])('bytes as %s', (_, value) => {
    expect(bytes(record({ A: value }), 'A')).toEqual(new Uint8Array([1, 2]));
  });

  it.each([['not base64!'], [[1, 256]], [[1, 'x']], [[]], [''], [5]])('%j is no bytes', (value) => {
    expect(bytes(record({ A: value }), 'A')).toBeNull();
  });

  const states = new Map([
    [0, 'None'],
    [1, 'Valid'],
  ] as const);
  it.each([
    ['its word', 'Valid', 'Valid'],
    ['its word in another case', 'valid', 'Valid'],
    ['its number', 1, 'Valid'],
    ['its number as text', '0', 'None'],
    ['word and number', enumeration('Valid', 1), 'Valid'],
    ['a word of another language version', 'Gültig', null],
    ['a number of a later version', 17, null],
  ])('enumeration: %s', (_, value, expected) => {
    expect(enumName(record({ A: value }), 'A', states)).toBe(expected);
  });

  it('an open enumeration keeps words it does not know', () => {
    expect(openEnumName(record({ A: 'Future' }), 'A', states)).toBe('Future');
    expect(openEnumName(record({ A: 17 }), 'A', states)).toBe('17');
  });

  const bits = new Map([
    [1, 'Tls'],
    [2, 'Integrated'],
    [32, 'ExternalAuthoritative'],
  ]);
  it.each([
    ['words', 'Tls, Integrated', ['Tls', 'Integrated']],
    ['words and number', enumeration('Tls, Integrated', 3), ['Tls', 'Integrated']],
    ['number alone', 33, ['Tls', 'ExternalAuthoritative']],
    ['None', enumeration('None', 0), []],
    ['0', 0, []],
  ])('flags: %s', (_, value, expected) => {
    expect(flagNames(record({ A: value }), 'A', bits)).toEqual(expected);
  });
});
