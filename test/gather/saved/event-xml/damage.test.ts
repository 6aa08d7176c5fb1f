import { describe, expect, it } from 'vitest';
import { readEventXml, readEventXmlText } from '../../../../main/gather/saved/event-xml/read-event-xml.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { needsRealData, readReal, realDataIsThere } from '../evtx/real-data.ts';

const event = (recordId: number, body = '<Data>x</Data>') =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P'/><EventID>${recordId}</EventID>` +
  `<EventRecordID>${recordId}</EventRecordID></System><EventData>${body}</EventData></Event>`;

const read = (text: string) => readEventXmlText(text, { source: 'x' });
const ids = (text: string) => read(text).events.map((found) => found.recordId);
const gaps = (text: string) =>
  read(text).notRead.map(({ reason, where, count }) => `${reason} ${where}: ${count}`);

describe('what lies between events is passed over and counted', () => {
  it('such as the words of a mail', () => {
    const mail = `Hi,\nplease find < attached > the event:\n${event(1)}\nand one more:\n${event(2)}\n-- \nJohn <john@contoso.com>\n`;
    expect(ids(mail)).toEqual(['1', '2']);
    expect(gaps(mail)).toEqual(['junk before event 1: 1', 'junk after event 1: 1', 'junk after event 2: 1']);
    expect(read(mail).complete).toBe(false);
  });

  it('such as the elements of another file', () => {
    expect(ids(`<Objs><Obj>1</Obj></Objs>${event(1)}</Events></Event>`)).toEqual(['1']);
  });
});

describe('a broken event costs only itself', () => {
  it.each<[string, string]>([
    ['a tag that is not closed', event(2).replace('</EventData>', '')],
    ['an end tag that nobody opened', event(2).replace('<EventData>', '')],
    ['an end tag that is missing, so that the next event begins inside', event(2).replace('</Event>', '')],
    ['an unknown entity', event(2, '<Data>&nbsp;</Data>')],
    ['an attribute without quotes', event(2, '<Data Name=x>x</Data>')],
    ['no event id', event(2).replace(/<EventID>.*<\/EventID>/, '')],
    ['an event id that is no number', event(2).replace('<EventID>2', '<EventID>two')],
    ['nothing in it', '<Event/>'],
  ])('%s', (_, broken) => {
    const text = `<Events>${event(1)}${broken}${event(3)}</Events>`;
    expect(ids(text)).toEqual(['1', '3']);
    expect(gaps(text)).toEqual(['event-content event 2: 1']);
  });

  it('a character that XML has no room for costs nothing, but is told', () => {
    const text = `${event(1, '<Data>a\u0001b</Data>')}${event(2, '<Data>a&#1;b</Data>')}`;
    expect(read(text).events.map((found) => found.data)).toEqual([['a\u0001b'], ['a&#1;b']]);
    expect(gaps(text)).toEqual(['damaged-text event 1: 1', 'damaged-text event 2: 1']);
  });

  it('bytes that are no text are shown as such and counted', async () => {
    const bytes = Buffer.from(event(1, '<Data>a#b</Data>'));
    bytes[bytes.indexOf('#')] = 0xff;
    const reading = await readEventXml([bytes], { source: 'x' });
    expect(reading.events[0]?.data).toEqual(['a\ufffdb']);
    expect(reading.notRead).toMatchObject([{ reason: 'damaged-text', count: 1, stillRead: true }]);
  });
});

describe('a file that ends early gives its whole events and says so', () => {
  it('at every cut', () => {
    const text = `<Events>${event(1)}${event(2)}</Events>`;
    const firstEnd = text.indexOf('</Event>') + '</Event>'.length;
    for (let length = '<Events>'.length; length < text.length; length++) {
      const reading = read(text.slice(0, length));
      expect(reading.complete).toBe(false);
      if (length >= firstEnd) expect(reading.events[0]?.recordId).toBe('1');
    }
    expect(gaps(text.slice(0, firstEnd))).toEqual(['truncated after event 1: 1']);
    expect(gaps(text.slice(0, firstEnd + 20))).toEqual(['truncated event 2: 1']);
  });

  it('or begins late', () => {
    expect(gaps(`${event(8)}</Events>`)).toEqual(['truncated before event 1: 1']);
    expect(gaps(`<Events>${event(8)}<!-- </Events>`)).toEqual(['truncated after event 1: 1']);
  });

  it('an empty export is complete', () => {
    expect(read('<?xml version="1.0"?><Events></Events>')).toMatchObject({ complete: true, events: [] });
    expect(read('<Events/>').complete).toBe(true);
  });
});

// hostile-input.md U-01, U-02.
describe('hostile files are refused at the first sign', () => {
  const laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';

  it.each<[string, string]>([
    ['a DOCTYPE in front', `${laughs}<Events>${event(1, '<Data>&b;</Data>')}</Events>`],
    ['an external entity', `<!DOCTYPE l SYSTEM "file:///etc/passwd">${event(1)}`],
    ['an entity declaration alone', `<!ENTITY a "x">${event(1)}`],
    ['a processing instruction', `<?php x ?>${event(1)}`],
    ['a style sheet', `<?xml-stylesheet href="x"?>${event(1)}`],
    ['a DOCTYPE in an event', event(1).replace('<System>', `${laughs}<System>`)],
    ['a processing instruction in an event', event(1).replace('<System>', '<?x y?><System>')],
  ])('%s', (_, text) => {
    const reading = read(text + event(2));
    expect(reading.events).toEqual([]);
    expect(reading.notRead.map((gap) => gap.reason)).toEqual(['refused']);
    expect(reading.complete).toBe(false);
  });

  it('and nothing behind it is read, in whatever pieces it comes', async () => {
    const bytes = Buffer.from(event(1).replace('<System>', `${laughs}<System>`) + event(2).repeat(500));
    for (const size of [100, 5000, 1_000_000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect((await readEventXml(pieces, { source: 'x' })).counts).toEqual({
        records: 0,
        built: 0,
        notRead: 1,
      });
    }
  });

  it('also behind good events, which stay, and in UTF-16', async () => {
    const text = `\ufeff${event(1)}${laughs}${event(2)}`;
    const reading = await readEventXml([Buffer.from(text, 'utf16le')], { source: 'x' });
    expect(reading.events.map((found) => found.recordId)).toEqual(['1']);
    expect(reading.notRead.map((gap) => gap.reason)).toEqual(['refused']);
  });

  it('and other encodings are not guessed', async () => {
    for (const bytes of [
      Buffer.from('+/v8-+ADw-Event+AD4-'),
      Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]),
    ]) {
      const reading = await readEventXml([bytes], { source: 'x' });
      expect(reading.notRead.map((gap) => gap.reason)).toEqual(['encoding']);
      expect(reading.complete).toBe(false);
    }
  });

  it.each<[string, string, string | null]>([
    ['64 elements inside each other', `${'<a>'.repeat(60)}x${'</a>'.repeat(60)}`, null],
    ['65', `${'<a>'.repeat(63)}x${'</a>'.repeat(63)}`, 'limit'],
    ['200,000', `${'<a>'.repeat(200_000)}x${'</a>'.repeat(200_000)}`, 'limit'],
    ['256 attributes', `<Data ${attributes(256)}>x</Data>`, null],
    ['257', `<Data ${attributes(257)}>x</Data>`, 'limit'],
    ['32 M characters of text', `<Data>${'x'.repeat(33_600_000)}</Data>`, 'limit'],
  ])('an event with %s', (_, body, reason) => {
    const text = event(1, body) + event(2);
    expect(ids(text)).toEqual(reason === null ? ['1', '2'] : ['2']);
    expect(read(text).notRead.map((gap) => gap.reason)).toEqual(reason === null ? [] : [reason]);
  });

  it('names of the prototype of every object are only names', () => {
    const text = event(1, '<Data __proto__="x" constructor="y">z</Data>').replace(
      '<System>',
      '<System><__proto__>1</__proto__>',
    );
    expect(read(text).events[0]?.data).toEqual(['z']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

function attributes(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}="1"`).join(' ');
}

describe('text made to be searched again and again takes no longer than other text', () => {
  it.each<[string, string]>([
    ['comments that never end', '<!--'],
    ['roots that never end', '<Events '],
    ['declarations that never end', '<?xml '],
    ['events that never end', '<Event '],
    ['the word Event', 'Event'],
    ['end tags without a bracket', '</Event '],
    ['brackets', '<'],
  ])('four times as much of %s takes about four times as long', (_, unit) => {
    const cost = (size: number): number => {
      const text = event(1) + unit.repeat(size / unit.length) + event(2);
      const before = process.cpuUsage();
      const reading = read(text);
      const { user, system } = process.cpuUsage(before);
      expect(reading.events[0]?.recordId).toBe('1');
      expect(reading.complete).toBe(false);
      return (user + system) / 1e6;
    };
    cost(250_000);
    // Quadratic time would be sixteen times as long.
    expect(cost(2_000_000)).toBeLessThan(9 * cost(500_000) + 0.1);
  });
});

type Mutation = (text: string, random: (limit: number) => number) => string;

const spare = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '</Event>',
  '<Event ',
  '<Event>',
  '</Events>',
  ']]>',
  '<![CDATA[',
  '&#x0;',
  '\0',
  '-->',
  '<!--',
  '\ud800',
  '\ufffd',
  '=',
];

const mutations: readonly Mutation[] = [
  function insert(text, random) {
    const place = random(text.length);
    return text.slice(0, place) + spare[random(spare.length)] + text.slice(place);
  },
  function replace(text, random) {
    const place = random(text.length);
    return (
      text.slice(0, place) +
      String.fromCharCode(random(random(2) === 0 ? 128 : 0x10000)) +
      text.slice(place + 1)
    );
  },
  function remove(text, random) {
    const place = random(text.length);
    return text.slice(0, place) + text.slice(place + 1 + random(200));
  },
  function repeat(text, random) {
    const place = random(text.length);
    return text.slice(0, place + random(500)) + text.slice(place);
  },
  function cut(text, random) {
    return text.slice(0, random(text.length));
  },
];

describe.skipIf(!realDataIsThere)(`damage at random${needsRealData}`, () => {
  // The first 10 events of Application.xml (ts-evtx, test/fixtures).
  it('2,000 times: no hang, no crash, and every event is read or counted', { timeout: 60_000 }, () => {
    const whole = new TextDecoder().decode(readReal('Application.xml'));
    const events = whole.split('<Event ').slice(0, 11);
    const base = `${events.join('<Event ')}</Events>`;
    const sound = read(base);
    expect(sound.counts).toEqual({ records: 10, built: 10, notRead: 0 });
    for (let seed = 0; seed < 2000; seed++) {
      const mutate = mutations[seed % mutations.length] as Mutation;
      const text = mutate(base, seededRandom(seed));
      const start = performance.now();
      const reading = read(text);
      const name = `seed ${seed}, ${mutate.name}`;
      expect(performance.now() - start, name).toBeLessThan(2000);
      const lost = reading.notRead.filter((gap) => !gap.stillRead).reduce((sum, gap) => sum + gap.count, 0);
      expect(reading.counts.records, name).toBe(reading.events.length);
      expect(
        reading.tally.reduce((sum, row) => sum + row.count, 0),
        name,
      ).toBe(reading.counts.records);
      expect(
        reading.notRead.reduce((sum, gap) => sum + gap.count, 0),
        name,
      ).toBe(reading.counts.notRead);
      const oneChange = mutate.name === 'insert' || mutate.name === 'replace';
      const stopped = reading.notRead.some((gap) => gap.reason === 'refused' || gap.reason === 'truncated');
      if (oneChange && !stopped) {
        // One change can break one event, or two when it lets one run into the next.
        expect(reading.counts.records, name).toBeGreaterThanOrEqual(8);
        expect(reading.counts.records + lost + junk(reading.notRead), name).toBeGreaterThanOrEqual(10);
      }
      if (mutate.name === 'cut' && text.length > base.indexOf('<Events>') + 8)
        expect(reading.complete, name).toBe(false);
    }
  });
});

function junk(gaps: readonly { reason: string; count: number }[]): number {
  return gaps.filter((gap) => gap.reason === 'junk').reduce((sum, gap) => sum + gap.count, 0);
}
