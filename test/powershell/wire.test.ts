import { describe, expect, it } from 'vitest';
import { isPlainObject } from '../../main/exchange/plain.ts';
import { Credential } from '../../main/powershell/credential.ts';
import { LineReader } from '../../main/powershell/wire/line-reader.ts';
import { DamagedAnswer, plainRecordOf } from '../../main/powershell/wire/plain-values.ts';
import { requestLineWithSecret } from '../../main/powershell/wire/request-line.ts';
import { wireParameters } from '../../main/powershell/wire/wire-values.ts';

const tag = '@0123456789abcdef:';

function read(pieces: readonly string[], longest = 1000) {
  const messages: string[] = [];
  const noise: string[] = [];
  let tooLong = 0;
  const reader = new LineReader(tag, longest, {
    onMessage: (json) => messages.push(json),
    onNoise: (text) => noise.push(text),
    onTooLong: () => {
      tooLong += 1;
    },
  });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { messages, noise, tooLong };
}

describe('tagged lines', () => {
  it('are found in pieces of every size, and end with a line feed alone', () => {
    const text = `${tag}{"a":"\u2028 \u2029 \r x"}\n${tag}2\n`;
    for (let size = 1; size <= text.length; size += 1) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      );
      expect(read(pieces)).toEqual({ messages: ['{"a":"\u2028 \u2029 \r x"}', '2'], noise: [], tooLong: 0 });
    }
  });

  it('are found behind other text, which is reported and never taken for an answer', () => {
    const text = `banner\n\n{"id":1}\nPS> ${tag}1\r\n${tag.slice(0, 9)}\n${tag}2`;
    const { messages, noise } = read([text]);
    expect(messages).toEqual(['1\r']);
    expect(noise).toEqual(['banner', '{"id":1}', 'PS> ', tag.slice(0, 9), `${tag}2`]);
  });

  it('end at a line that grows without end, and nothing after it is believed', () => {
    const { messages, tooLong } = read([...Array.from({ length: 50 }, () => 'x'.repeat(100)), `\n${tag}1\n`]);
    expect({ messages, tooLong }).toEqual({ messages: [], tooLong: 1 });
  });
});

const none = () => ({ cut: 0 });

describe('values of an answer', () => {
  it('come as plain data: type names as text, keys as entries, numbers as exact as they were', () => {
    const record = plainRecordOf(
      {
        $: 'object',
        t: ['Deserialized.System.Diagnostics.Process', 'System.Object'],
        s: 'text',
        p: JSON.parse('{"__proto__":{"$":"object","t":[],"s":"x"},"constructor":1}') as object,
        v: 27,
      },
      none(),
    );
    expect(record).toMatchObject({ text: 'text', value: 27 });
    expect(record.typeNames[0]).toBe('Deserialized.System.Diagnostics.Process');
    expect([...record.properties.keys()]).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['text']).toBeUndefined();
  });

  it.each([
    [{ $: 'long', v: '9007199254740993' }, 9_007_199_254_740_993n],
    [{ $: 'long', v: '42' }, 42],
    [{ $: 'number', v: '1.5' }, 1.5],
    [{ $: 'number', v: 'NaN' }, Number.NaN],
    [{ $: 'date', v: '2026-01-15T08:00:00.000Z' }, '2026-01-15T08:00:00.000Z'],
    [{ $: 'span', v: '2.00:00:00' }, '2.00:00:00'],
    [{ $: 'bytes', v: 'AQID' }, new Uint8Array([1, 2, 3])],
    ['x', 'x'],
    [null, null],
  ])('%j', (wire, plain) => {
    expect(plainRecordOf([wire], none()).items).toEqual([plain]);
  });

  it('that the bridge cut short are counted', () => {
    const count = none();
    plainRecordOf(
      { $: 'object', t: [], s: null, p: { a: { $: 'object', t: [], s: 'x', cut: true } } },
      count,
    );
    expect(count.cut).toBe(1);
  });

  it('that were not agreed are refused without a word of what they hold', () => {
    let deep: unknown = 'C4n4ry';
    for (let level = 0; level < 60; level += 1) deep = [deep];
    const wrong = [
      deep,
      { $: 'C4n4ry' },
      { $: 'long', v: 'C4n4ry' },
      { $: 'date' },
      { $: 'object', p: ['C4n4ry'] },
    ];
    for (const value of wrong) {
      expect(() => plainRecordOf(value, none())).toThrow(DamagedAnswer);
      expect(() => plainRecordOf(value, none())).not.toThrow(/C4n4ry/u);
    }
  });

  it('are lists with their elements', () => {
    const list = plainRecordOf({ $: 'object', t: [], s: null, p: { L: ['a', 'b'] } }, none()).properties.get(
      'L',
    );
    expect(isPlainObject(list) ? list.items : null).toEqual(['a', 'b']);
  });
});

describe('parameters', () => {
  it('stay what they are: text is text, times are times, bytes are bytes', () => {
    const StartTime = '2026-01-08T09:19:00.000Z';
    expect(
      wireParameters({
        Identity: '{"$":"secure"}',
        StartTime,
        Id: [1, 2],
        Data: new Uint8Array([1]),
        Big: 2 ** 40,
      }),
    ).toEqual({
      Identity: '{"$":"secure"}',
      StartTime: { $: 'date', v: StartTime },
      Id: [1, 2],
      Data: { $: 'bytes', v: 'AQ==' },
      Big: { $: 'long', v: '1099511627776' },
    });
  });

  it('that are objects are refused: one could pretend to be a tagged value', () => {
    const object = { $: 'secure', v: 'x' } as unknown as string;
    expect(() => wireParameters({ Identity: object })).toThrow(TypeError);
    expect(() => wireParameters({ Identity: 1.5 })).toThrow(TypeError);
  });
});

describe('a password on its way', () => {
  it.each(['simple', 'q"uote\\back', 'tab\tnew\nline\u0001', 'שלום 😀', '', '"}},{"x":{"'])(
    'arrives as it was typed: %j',
    (password) => {
      const credential = new Credential('CONTOSO\\ad"min', Buffer.from(password));
      const line = requestLineWithSecret(1, 'connect', { session: 'exchange' }, credential);
      expect(line.at(-1)).toBe(0x0a);
      expect(JSON.parse(line.toString())).toEqual({
        id: 1,
        op: 'connect',
        session: 'exchange',
        user: 'CONTOSO\\ad"min',
        password: { $: 'secure', v: password },
      });
    },
  );

  it('is in no printed form of what holds it, and gone when it is erased', () => {
    const bytes = Buffer.from('C4n4ry');
    const credential = new Credential('admin', bytes);
    expect(JSON.stringify({ credential })).toBe('{"credential":"admin"}');
    credential.erase();
    expect(bytes.toString()).toBe('\0'.repeat(6));
  });
});
