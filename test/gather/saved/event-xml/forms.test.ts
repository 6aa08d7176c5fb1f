import { describe, expect, it } from 'vitest';
import { readEventXml, readEventXmlText } from '../../../../main/gather/saved/event-xml/read-event-xml.ts';
import type { EventReading } from '../../../../main/gather/saved/evtx/event-reading.ts';

const schema = 'http://schemas.microsoft.com/win/2004/08/events/event';

/** Event 12014 as Windows writes it; made by hand after exchange.md 5.3 and 8.4. */
function event(recordId: number, quote = "'", message = ''): string {
  const rendering = `<RenderingInfo Culture='he-IL'><Message>${message}</Message><Level>שגיאה</Level></RenderingInfo>`;
  const text =
    `<Event xmlns='${schema}'><System><Provider Name='MSExchangeTransport'/><EventID Qualifiers='49156'>12014</EventID>` +
    `<Level>2</Level><Task>12</Task><Keywords>0x80000000000000</Keywords>` +
    `<TimeCreated SystemTime='2026-03-01T10:20:30.1234567Z'/><EventRecordID>${recordId}</EventRecordID>` +
    `<Channel>Application</Channel><Computer>EX01.contoso.com</Computer><Security/></System>` +
    `<EventData><Data>mail.contoso.com</Data><Data>Default Frontend EX01</Data></EventData>` +
    `${message === '' ? '' : rendering}</Event>`;
  return text.replaceAll("'", quote);
}

const expected = (recordId: number) => ({
  recordId: `${recordId}`,
  provider: 'MSExchangeTransport',
  id: 12014,
  qualifiers: 49156,
  level: 2,
  time: '2026-03-01T10:20:30.1234567Z',
  channel: 'Application',
  computer: 'EX01.contoso.com',
  data: ['mail.contoso.com', 'Default Frontend EX01'],
  meaning: 'no-certificate-for-name',
  origin: { source: 'events.xml', where: `record ${recordId}` },
});

const read = (text: string): EventReading => readEventXmlText(text, { source: 'events.xml' });
const readBytes = (bytes: Uint8Array) => readEventXml([bytes], { source: 'events.xml' });

function expectTwo(reading: EventReading): void {
  expect(reading.notRead).toEqual([]);
  expect(reading.complete).toBe(true);
  expect(reading.events).toMatchObject([expected(1), expected(2)]);
}

describe('events saved as XML are read in every form an administrator can send', () => {
  it('from Event Viewer, with message texts of any language', () => {
    const message = 'לא נמצא אישור &lt;mail.contoso.com&gt;&#13;&#10;';
    const text = `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>${event(1, "'", message)}${event(2, "'", message)}</Events>`;
    expectTwo(read(text));
    expect(read(text).events[0]?.message).toBe('לא נמצא אישור <mail.contoso.com>\r\n');
  });

  it('from wevtutil, without a root', () => expectTwo(read(`${event(1)}${event(2)}`)));

  it('from wevtutil, one event to a line, several outputs in one file', () => {
    expectTwo(read(`<?xml version='1.0'?>\n${event(1)}\n\n<?xml version='1.0'?>\n${event(2)}\n`));
  });

  it('with double quotes', () => expectTwo(read(event(1, '"') + event(2, '"'))));

  it('without a namespace', () =>
    expectTwo(read((event(1) + event(2)).replaceAll(` xmlns='${schema}'`, ''))));

  it('indented, with blanks around what counts', () => {
    expectTwo(
      read((event(1) + event(2)).replaceAll(/(<\/?(?:System|EventData|Data|Level)>)(?=<)/g, '$1\n    ')),
    );
    expectTwo(read((event(1) + event(2)).replaceAll('>12014<', '>\n 12014 <')));
  });

  it('copied from the tree view of Event Viewer, with its dashes', () => {
    const tree = event(1).replace('<System>', '- <System>').replace('<EventData>', '\n - <EventData>');
    expectTwo(read(`- ${tree}\n- ${event(2)}`));
  });

  it('with a comment between them', () =>
    expectTwo(read(`${event(1)}<!-- <Event> in a comment --> ${event(2)}`)));

  it.each<[string, (text: string) => Uint8Array]>([
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16, most significant byte first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('in %s', async (_, encode) => {
    const text = `<?xml version="1.0" encoding="utf-16"?>${event(1, "'", 'אישור 😀')}${event(2, "'", 'x')}`;
    const reading = await readBytes(encode(text));
    expectTwo(reading);
    expect(reading.events[0]?.message).toBe('אישור 😀');
  });

  it('in pieces of any size', async () => {
    const bytes = Buffer.from(
      `<Events>junk${event(1, "'", 'אישור')}${event(2)}<Event>broken</Evnt></Events>`,
    );
    const whole = await readBytes(bytes);
    for (let size = 1; size < 300; size += 13) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await readEventXml(pieces, { source: 'events.xml' })).toEqual(whole);
    }
  });
});

describe('the values of an event are those of the log', () => {
  const withBody = (body: string) =>
    read(`<Event><System><Provider Name='P'/><EventID>1</EventID></System>${body}</Event>`).events[0];

  it('Data in order, empty ones too, Binary not', () => {
    const body =
      "<EventData><Data Name='a'>x</Data><Data/><Data></Data><Binary>00FF</Binary><Data>y</Data></EventData>";
    expect(withBody(body)?.data).toEqual(['x', '', '', 'y']);
  });

  it('the leaves of UserData in order, even elements named like those of the log', () => {
    const body =
      "<UserData><Own xmlns='urn:own'><Event Id='1'><EventID>5</EventID><Name>n</Name></Event>\n <Message/></Own></UserData>";
    expect(withBody(body)).toMatchObject({ id: 1, data: ['5', 'n', ''], message: null });
  });

  it('text with entities, character references and CDATA', () => {
    expect(
      withBody('<EventData><Data>&lt;I&gt;CN=x&amp;y&#x41;<![CDATA[<S>]]></Data></EventData>')?.data,
    ).toEqual(['<I>CN=x&yA<S>']);
  });

  it('unknown stays unknown', () => {
    expect(withBody('')).toEqual({
      recordId: null,
      provider: 'P',
      id: 1,
      qualifiers: null,
      level: null,
      time: null,
      channel: null,
      computer: null,
      data: [],
      message: null,
      meaning: null,
      subject: null,
      origin: { source: 'events.xml', where: 'event 1' },
    });
  });

  it('only what is wanted is kept; the rest is counted', () => {
    const wanted = (_: string, id: number) => id === 12014;
    const other = "<Event><System><Provider Name='P'/><EventID>1</EventID></System></Event>";
    const reading = readEventXmlText(event(1) + other + other, { source: 'x', wanted });
    expect(reading.counts).toEqual({ records: 3, built: 1, notRead: 0 });
    expect(reading.tally).toEqual([
      { provider: 'MSExchangeTransport', id: 12014, count: 1 },
      { provider: 'P', id: 1, count: 2 },
    ]);
  });
});
