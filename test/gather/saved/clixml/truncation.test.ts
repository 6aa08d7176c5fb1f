import { describe, expect, it } from 'vitest';
import { ba, ClixmlWriter, document, s, utf16 } from '../clixml-writer.ts';
import { readText } from './read-text.ts';

const writer = new ClixmlWriter();
const records = Array.from({ length: 12 }, (_, index) =>
  writer.object({
    types: ['Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate', 'System.Object'],
    text: `Grüße ${index} 😀`,
    props: [ba('RawData', Buffer.alloc(60, index)), s('Größe', 'ä'.repeat(20))],
    members: [s('PSComputerName', 'ex01.contoso.com')],
  }),
);
const text = document(...records);
const inList = document(`<Obj RefId="500"><LST>${records.join('')}</LST></Obj>`);

/** The end of the last tag: a file cut behind it is whole. */
const forms = [
  ['UTF-8', Buffer.from(text), Buffer.from(text.trimEnd()).length],
  ['UTF-16', utf16(text), utf16(text.trimEnd()).length],
  ['a list as one object', Buffer.from(inList), Buffer.from(inList.trimEnd()).length],
] as const;

describe('a file that was cut off gives everything before the cut, and says where it ends', () => {
  it.each(forms)('%s, at 200 places', async (_, bytes, end) => {
    let last = 0;
    for (let step = 0; step < 200; step++) {
      const cut = Math.floor((end - 1) * (step / 200)) + 1;
      const reading = await readText(bytes.subarray(0, cut), {}, 100);
      expect(reading.records).toBeGreaterThanOrEqual(last);
      expect(reading.records).toBeLessThanOrEqual(records.length);
      expect(reading.complete).toBe(false);
      expect(reading.gaps.at(-1), `cut at ${cut}`).toMatchObject({
        reason: { code: 'incomplete', detail: `the file ends early at byte ${cut}` },
        count: 1,
      });
      last = reading.records;
    }
    expect(last).toBeGreaterThan(records.length - 2);
  });

  it.each(forms)('%s, behind the last tag, is whole', async (_, bytes, end) => {
    expect(await readText(bytes.subarray(0, end))).toMatchObject({ records: records.length, complete: true });
  });

  it('zeros where the rest of the file should be are damage', async () => {
    const bytes = Buffer.from(text);
    const torn = Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.alloc(5000)]);
    const reading = await readText(torn);
    expect(reading.records).toBeGreaterThan(2);
    expect(reading.reasons[0]).toMatch(/^damaged: the XML is broken/);
  });
});

describe('bytes that are no text', () => {
  const middle = Buffer.from(text).indexOf('Grüße 6');
  it.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate in UTF-8', [0xed, 0xa0, 0x80]],
    ['a lonely continuation', [0x80]],
    ['a cut sequence', [0xe2, 0x82, 0x41]],
    ['bytes of windows-1252', [0xfc, 0x62, 0x65]],
  ])('%s: the records before are there, and the place is named', async (_, wrong) => {
    const bytes = Buffer.from(text);
    const broken = Buffer.concat([bytes.subarray(0, middle), Buffer.from(wrong), bytes.subarray(middle)]);
    for (const chunk of [7, 64 * 1024]) {
      const reading = await readText(broken, {}, chunk);
      expect(reading).toMatchObject({ records: 6, complete: false });
      expect(reading.reasons).toEqual([
        `damaged: the bytes from ${middle} on are no text in the encoding of the file`,
      ]);
    }
  });

  it('a lone surrogate in UTF-16 likewise', async () => {
    const bytes = utf16(text);
    const at = bytes.indexOf(Buffer.from('Größe', 'utf16le'));
    const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from([0x00, 0xd8]), bytes.subarray(at)]);
    expect((await readText(broken, {}, 64)).reasons[0]).toContain(`the bytes from ${at} on`);
  });

  it('UTF-16 text reads the same in pieces of every size, surrogate halves at the borders', async () => {
    const bytes = utf16(text);
    const whole = await readText(bytes);
    expect(whole.objects[3]?.text).toBe('Grüße 3 😀');
    for (let chunk = 1; chunk < 40; chunk++) {
      const pieces = await readText(bytes.subarray(0, 3000), {}, chunk);
      expect(pieces.objects.map((object) => object.text)).toEqual(
        whole.objects.slice(0, pieces.records).map((object) => object.text),
      );
    }
  });

  it('a byte order mark in the middle is a character like any other', async () => {
    const reading = await readText(document(s(undefined, 'a\ufeffb'), '\ufeff', s(undefined, 'c')));
    expect(reading.objects.map(({ value }) => value)).toEqual(['a\ufeffb', 'c']);
    expect(reading.complete).toBe(true);
  });
});
