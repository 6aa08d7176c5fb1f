import { describe, expect, it } from 'vitest';
import { readEvtx } from '../../../../main/gather/saved/evtx/read-evtx.ts';
import {
  type BinXmlWriter,
  binXmlValue,
  nullValue,
  textValue,
  utf16,
  value,
  writeSystem,
} from './binxml-writer.ts';
import { ChunkWriter, logFile } from './log-writer.ts';

const read = (chunk: ChunkWriter) => readEvtx(logFile([chunk.finish()]), { source: 'Application.evtx' });
const onlyEvent = (chunk: ChunkWriter) => {
  const log = read(chunk);
  expect(log.notRead).toEqual([]);
  expect(log.events).toHaveLength(1);
  return log.events[0];
};

/** One record whose template has the given content in EventData. */
function withEventData(
  content: (body: BinXmlWriter) => void,
  values: Parameters<BinXmlWriter['values']>[0] = [],
) {
  const chunk = new ChunkWriter();
  chunk.record(1, (writer) => {
    writer.template((body) => {
      body.header().open('Event').inside();
      writeSystem(body, 'Provider', 1, 1);
      body.open('EventData').inside();
      content(body);
      body.close().close().end();
    }, values);
  });
  return onlyEvent(chunk)?.data;
}

describe('an Exchange event of the Application log, made by hand after exchange.md 5', () => {
  it('gives event 2004 with connector, message id and reply', () => {
    const chunk = new ChunkWriter();
    const reply = '454 4.7.5 Certificate validation failure, Reason:UntrustedRoot';
    chunk.event(77, 'MSExchangeTransport', 2004, [
      textValue('Outbound to Office 365'),
      textValue('<1@contoso.com>'),
      textValue(reply),
    ]);
    expect(onlyEvent(chunk)).toMatchObject({
      recordId: '77',
      provider: 'MSExchangeTransport',
      id: 2004,
      qualifiers: 49156,
      level: 2,
      time: '2026-03-01T10:20:30.1234567Z',
      channel: 'Application',
      computer: 'EX01.contoso.com',
      data: ['Outbound to Office 365', '<1@contoso.com>', reply],
      message: null,
      meaning: 'delivery-failed',
      subject: { connector: 'Outbound to Office 365', messageId: '<1@contoso.com>', reply: { text: reply } },
      origin: { source: 'Application.evtx', where: 'record 77' },
    });
  });

  it('repeats Data for each text of an array, as Windows does', () => {
    const array = value(0x81, utf16('mail.contoso.com\0Default Frontend EX01\0'));
    expect(withEventData((body) => body.leaf('Data', (data) => void data.slot(0)), [array])).toEqual([
      'mail.contoso.com',
      'Default Frontend EX01',
    ]);
  });

  it('keeps the positions of empty strings, and makes one empty string of an empty array', () => {
    const data = (body: BinXmlWriter) => {
      for (const index of [0, 1, 2]) body.leaf('Data', (inner) => void inner.slot(index));
    };
    expect(withEventData(data, [textValue('a'), textValue(''), textValue('c')])).toEqual(['a', '', 'c']);
    expect(withEventData(data, [textValue('a'), value(0x81, []), nullValue])).toEqual(['a', '', '']);
    expect(withEventData(data, [value(0x81, utf16('a\0\0c\0')), nullValue, nullValue])).toEqual([
      'a',
      '',
      'c',
      '',
      '',
    ]);
  });

  it('does not count Binary as an insertion string', () => {
    const content = (body: BinXmlWriter) =>
      body.leaf('Data', (data) => void data.slot(0)).leaf('Binary', (data) => void data.slot(1));
    expect(withEventData(content, [textValue('a'), value(0x0e, [1, 2, 255])])).toEqual(['a']);
  });

  it('leaves out what an optional substitution or a dependency makes depend on a null value', () => {
    const content = (body: BinXmlWriter) =>
      body
        .leaf('Data', (data) => void data.slot(0, true))
        .leaf('Data', (data) => void data.text('kept'), 1)
        .leaf('Data', (data) => void data.text('gone'), 0);
    expect(withEventData(content, [nullValue, textValue('')])).toEqual(['kept']);
  });

  it('puts constant text, references, CDATA and values together, and passes over instructions', () => {
    const content = (body: BinXmlWriter) => {
      body.open('Data', [['Name', (name) => void name.text('x')]]).inside();
      body.text('a').entity('amp').entity('lt').entity('quot').entity('custom').character(0x41);
      body.instruction('target', 'data').cdata('<b>').slot(0).text('!').close();
    };
    expect(withEventData(content, [textValue('value')])).toEqual(['a&<"&custom;A<b>value!']);
  });

  it('reads EventData and UserData that come as a template of their own, in document order', () => {
    const chunk = new ChunkWriter();
    chunk.record(1, (writer) => {
      // The value begins behind the outer template: found by writing it twice.
      const outer = (body: BinXmlWriter) => {
        body.header().open('Event').inside();
        writeSystem(body, 'Provider', 1, 1);
        body.slot(0).close().end();
      };
      const inner = (body: BinXmlWriter) => {
        body.header();
        body.template(
          (template) => {
            template
              .header()
              .open('UserData')
              .inside()
              .open('Certificate', [['Hash', (hash) => void hash.slot(0)]])
              .inside();
            template
              .leaf('Subject', (text) => void text.slot(1))
              .open('Empty')
              .empty();
            template
              .open('Names')
              .inside()
              .leaf('Name', (text) => void text.slot(2))
              .close();
            template.close().close().end();
          },
          [textValue('AB'), textValue('CN=x'), value(0x81, utf16('a\0b\0'))],
        );
        body.end();
      };
      const start = writer.at;
      writer.template(outer, [nullValue]);
      const behind = writer.at;
      writer.at = start;
      writer.template(outer, [binXmlValue(behind, inner)]);
    });
    expect(onlyEvent(chunk)?.data).toEqual(['CN=x', '', 'a', 'b']);
  });

  it('reads elements written out in the record, with and without dependency identifiers', () => {
    for (const dependency of [null, 0xffff]) {
      const chunk = new ChunkWriter();
      chunk.record(1, (writer) => {
        writer.open('Event', [], dependency).inside();
        writer.open('System', [], dependency).inside();
        writer.open('Provider', [['Name', (name) => void name.text('P')]], dependency).empty();
        writer.leaf('EventID', (id) => void id.text('7'), dependency).close();
        writer
          .open('EventData', [], dependency)
          .inside()
          .leaf('Data', (data) => void data.text('d'), dependency)
          .close();
        writer.close();
      });
      expect(onlyEvent(chunk)).toMatchObject({
        provider: 'P',
        id: 7,
        data: ['d'],
        level: null,
        channel: null,
      });
    }
  });

  it('takes record id and time from the record itself where System leaves them out', () => {
    const chunk = new ChunkWriter();
    chunk.record(41, (writer) => {
      writer.open('Event', [], null).inside().open('System', [], null).inside();
      writer.open('Provider', [['Guid', (guid) => void guid.text('{G}')]], null).empty();
      writer
        .leaf('EventID', (id) => void id.text('7'), null)
        .close()
        .close();
    });
    expect(onlyEvent(chunk)).toMatchObject({
      recordId: '41',
      provider: '{G}',
      time: '2026-03-01T16:20:30.1234567Z',
      origin: { where: 'record 41' },
    });
  });

  it('makes one line end of CR LF, as Event Viewer does in its XML', () => {
    const chunk = new ChunkWriter();
    chunk.event(1, 'Provider', 1, [textValue('a\r\nb\rc\n'), textValue('ends with NUL\0')]);
    expect(onlyEvent(chunk)?.data).toEqual(['a\nb\nc\n', 'ends with NUL']);
  });
});

describe('only what is wanted is read in full', () => {
  const chunk = new ChunkWriter();
  for (const [id, provider] of [
    [2004, 'MSExchangeTransport'],
    [15, 'Other'],
    [2004, 'Other'],
    [2004, 'MSExchangeTransport'],
  ] as const) {
    chunk.event(chunk.at, provider, id, [textValue('x')]);
  }
  const bytes = logFile([chunk.finish()]);
  const wanted = (provider: string, id: number) => provider === 'MSExchangeTransport' && id === 2004;

  it('and the rest is counted by source and id', () => {
    const log = readEvtx(bytes, { source: 'x', wanted });
    expect(log.counts).toEqual({ records: 4, built: 2, notRead: 0 });
    expect(log.events.map((event) => event.provider)).toEqual(['MSExchangeTransport', 'MSExchangeTransport']);
    expect(log.tally).toEqual([
      { provider: 'MSExchangeTransport', id: 2004, count: 2 },
      { provider: 'Other', id: 15, count: 1 },
      { provider: 'Other', id: 2004, count: 1 },
    ]);
  });

  it('and may be handed over one by one instead of being kept', () => {
    const seen: string[] = [];
    const log = readEvtx(bytes, { source: 'x', wanted, onEvent: (event) => seen.push(event.provider) });
    expect(log.events).toEqual([]);
    expect(log.counts.built).toBe(2);
    expect(seen).toHaveLength(2);
  });

  it('and a limit on their number is told, not kept silent', () => {
    const log = readEvtx(bytes, { source: 'x', mostEvents: 3 });
    expect(log.counts).toEqual({ records: 3, built: 3, notRead: 1 });
    expect(log.notRead).toEqual([{ reason: 'limit', count: 1, where: expect.any(String), stillRead: false }]);
    expect(log.complete).toBe(false);
  });
});
