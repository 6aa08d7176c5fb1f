import { describe, expect, it } from 'vitest';
import { readEvtx } from '../../../../main/gather/saved/evtx/read-evtx.ts';
import { type BinXmlWriter, binXmlValue, textValue, value, writeSystem } from './binxml-writer.ts';
import { ChunkWriter, logFile } from './log-writer.ts';

const read = (chunk: ChunkWriter) => readEvtx(logFile([chunk.finish()]), { source: 'x' });

/** Opens an event with `System`; the caller adds what comes behind. */
function beginEvent(body: BinXmlWriter): BinXmlWriter {
  body.open('Event', [], null).inside().open('System', [], null).inside();
  body.leaf('EventID', (id) => void id.text('1'), null).close();
  return body;
}

/** A harmless record, to show that the reading went on. */
function addWitness(chunk: ChunkWriter): ChunkWriter {
  chunk.event(99, 'Witness', 1, []);
  return chunk;
}

function expectOnlyWitness(chunk: ChunkWriter, reason: string): void {
  const log = read(addWitness(chunk));
  expect(log.events.map((event) => event.provider)).toEqual(['Witness']);
  expect(log.notRead).toEqual([{ reason, count: 1, where: 'chunk 0', stillRead: false }]);
}

describe('a forged record costs only itself, and little time', () => {
  it('with 33 elements inside each other', () => {
    for (const [depth, reason] of [
      [30, null],
      [33, 'limit'],
      [2000, 'limit'],
    ] as const) {
      const chunk = new ChunkWriter();
      chunk.record(1, (writer) => {
        beginEvent(writer).open('UserData', [], null).inside();
        for (let level = 2; level < depth; level++) writer.open('a', [], null).inside();
        writer.text('deep');
        for (let level = 0; level < depth; level++) writer.close();
      });
      if (reason !== null) expectOnlyWitness(chunk, reason);
      else expect(read(chunk).events[0]?.data).toEqual(['deep']);
    }
  });

  it('with templates inside values inside templates, 40 deep', () => {
    const chunk = new ChunkWriter();
    const nest = (at: number, levels: number): ReturnType<typeof binXmlValue> =>
      binXmlValue(at, (writer) => {
        writer.header();
        const begin = writer.at;
        const body = (inner: BinXmlWriter) => inner.header().open('a').inside().slot(0).close().end();
        writer.template((inner) => void body(inner), [textValue('x')]);
        // Count (4) and one descriptor (4) stand in front of the value; its length does not move it.
        const valueAt = writer.at - 2;
        writer.at = begin;
        writer.template(
          (inner) => void body(inner),
          [levels === 0 ? textValue('x') : nest(valueAt, levels - 1)],
        );
        writer.end();
      });
    chunk.record(1, (writer) => {
      const begin = writer.at;
      const body = (inner: BinXmlWriter) => {
        inner.header().open('Event').inside();
        writeSystem(inner, 'P', 1, 1);
        inner.open('UserData').inside().slot(0).close().close().end();
      };
      writer.template(body, [textValue('x')]);
      const valueAt = writer.at - 2;
      writer.at = begin;
      writer.template(body, [nest(valueAt, 40)]);
    });
    expectOnlyWitness(chunk, 'limit');
  });

  it('with a template whose values are instances of itself', () => {
    const chunk = new ChunkWriter();
    let definition = 0;
    chunk.record(1, (writer) => {
      definition = writer.template(
        (body) => {
          writeSmallEvent(body);
        },
        [textValue('once')],
      );
    });
    chunk.record(2, (writer) => {
      const own = binXmlValue(0, (inner) => {
        inner.header().instance(definition, [
          binXmlValue(0, (deeper) =>
            deeper
              .header()
              .instance(definition, [textValue('x')])
              .end(),
          ),
        ]);
        inner.end();
      });
      writer.instance(definition, [own]);
    });
    const log = read(addWitness(chunk));
    expect(log.counts).toEqual({ records: 3, built: 3, notRead: 0 });
    expect(log.events[0]?.data).toEqual(['once']);
  });

  it('whose template definition is the record itself, or lies outside the chunk', () => {
    for (const definition of [0, 512, 536, 65_535, 0x7fff_ffff, 0xffff_ffff]) {
      const chunk = new ChunkWriter();
      chunk.record(1, (writer) => void writer.instance(definition, [textValue('x')]));
      expectOnlyWitness(chunk, 'record-content');
    }
  });

  it('whose template was overwritten by another', () => {
    const chunk = new ChunkWriter();
    let definition = 0;
    chunk.record(1, (writer) => {
      definition = writer.template((body) => void writeSmallEvent(body), [textValue('x')], 0x1111);
    });
    chunk.record(2, (writer) => void writer.instance(definition, [textValue('x')], 0x2222));
    const log = read(chunk);
    expect(log.events.map((event) => event.recordId)).toEqual(['1']);
    expect(log.notRead).toEqual([{ reason: 'record-content', count: 1, where: 'chunk 0', stillRead: false }]);
  });

  it('that asks for terabytes of text with a few kilobytes', () => {
    const chunk = new ChunkWriter();
    // 500 substitutions of a value that is a template with 500 substitutions of 20,000 characters each.
    const many = (writer: BinXmlWriter, name: string) => {
      for (let index = 0; index < 500; index++) writer.open(name).inside().slot(0).close();
    };
    chunk.record(1, (writer) => {
      const begin = writer.at;
      const body = (inner: BinXmlWriter) => {
        inner.header().open('Event').inside();
        writeSystem(inner, 'P', 1, 1);
        inner.open('UserData').inside();
        many(inner, 'a');
        inner.close().close().end();
      };
      writer.template(body, [textValue('x')]);
      const valueAt = writer.at - 2;
      writer.at = begin;
      const inner = binXmlValue(valueAt, (deeper) => {
        deeper.header();
        deeper.template(
          (template) => {
            template.header().open('b').inside();
            many(template, 'c');
            template.close().end();
          },
          [value(0x01, new Uint8Array(14_000).fill(0x41))],
        );
        deeper.end();
      });
      writer.template(body, [inner]);
    });
    const start = performance.now();
    expectOnlyWitnessAfterLimit(chunk);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('whose values claim more bytes than the record has', () => {
    const chunk = new ChunkWriter();
    chunk.record(1, (writer) => {
      writer.template((body) => void writeSmallEvent(body), [textValue('x')]);
      writer.view.setUint16(writer.at - 6, 60_000, true);
    });
    chunk.record(2, (writer) => {
      writer.template((body) => void writeSmallEvent(body), [textValue('x')]);
      writer.view.setUint32(writer.at - 10, 0xffff_ffff, true);
    });
    const log = read(addWitness(chunk));
    expect(log.counts.records).toBe(1);
    expect(log.notRead).toEqual([{ reason: 'record-content', count: 2, where: 'chunk 0', stillRead: false }]);
  });

  it('without an event id, or with one that is no number', () => {
    for (const id of ['', 'x', '-1', '12345678901']) {
      const chunk = new ChunkWriter();
      chunk.record(1, (writer) => {
        writer.open('Event', [], null).inside().open('System', [], null).inside();
        writer
          .leaf('EventID', (text) => void text.text(id), null)
          .close()
          .close();
      });
      expectOnlyWitness(chunk, 'record-content');
    }
  });

  it('whose names are those of the prototype of every object', () => {
    const chunk = new ChunkWriter();
    chunk.record(1, (writer) => {
      beginEvent(writer).open('UserData', [], null).inside();
      for (const name of ['__proto__', 'constructor', 'toString']) {
        writer
          .open(name, [['__proto__', (text) => void text.text('x')]], null)
          .inside()
          .text(name)
          .close();
      }
      writer.close().close();
    });
    expect(read(chunk).events[0]?.data).toEqual(['__proto__', 'constructor', 'toString']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

/** An event with one value in UserData. */
function writeSmallEvent(body: BinXmlWriter): void {
  body.header().open('Event').inside().open('System').inside();
  body.leaf('EventID', (id) => void id.text('1')).close();
  body.open('UserData').inside().open('a').inside().slot(0).close().close().close().end();
}

/** The chunk's budget is spent, so the records behind the forged one in the same chunk are counted as well. */
function expectOnlyWitnessAfterLimit(chunk: ChunkWriter): void {
  const log = readEvtx(logFile([addWitness(chunk).finish(), addWitness(new ChunkWriter()).finish()]), {
    source: 'x',
  });
  expect(log.events.map((event) => event.provider)).toEqual(['Witness']);
  expect(log.notRead).toEqual([{ reason: 'limit', count: 2, where: 'chunk 0', stillRead: false }]);
}
