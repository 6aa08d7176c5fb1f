import { describe, expect, it } from 'vitest';
import type { EventGap } from '../../../../main/gather/saved/evtx/event-reading.ts';
import { readEvtx, readEvtxStream } from '../../../../main/gather/saved/evtx/read-evtx.ts';
import { textValue, value } from './binxml-writer.ts';
import { ChunkWriter, logFile, sealHeader } from './log-writer.ts';

const read = (bytes: Uint8Array) => readEvtx(bytes, { source: 'log.evtx' });
const ids = (bytes: Uint8Array) => read(bytes).events.map((event) => event.recordId);
const gap = (reason: EventGap['reason'], where = 'chunk 0', stillRead = false, count = 1): EventGap => ({
  reason,
  count,
  where,
  stillRead,
});

/** A chunk of `count` events with ids from `first`; `starts` tells where each record begins. */
function chunkOf(count: number, first = 1): { writer: ChunkWriter; starts: readonly number[] } {
  const writer = new ChunkWriter();
  const starts = Array.from({ length: count }, (_, index) =>
    writer.event(first + index, 'MSExchangeTransport', 12014, [
      textValue(`mail${first + index}.contoso.com`),
    ]),
  );
  return { writer, starts };
}

const soundFile = (): Uint8Array => logFile([chunkOf(5).writer.finish(), chunkOf(5, 6).writer.finish()]);

describe('a log copied from a running server', () => {
  it('is read to its last chunk although the file header counts only the first', () => {
    const chunks = [chunkOf(3).writer.finish(), chunkOf(3, 4).writer.finish()];
    const log = read(logFile(chunks, { chunkCount: 1, flags: 1 }));
    expect(log).toMatchObject({ chunks: 2, complete: true, counts: { records: 6 }, header: { dirty: true } });
  });

  it('is read beyond the end that a chunk header knew of', () => {
    const { writer, starts } = chunkOf(5);
    const log = read(logFile([writer.finish({ free: starts[3] as number, count: 3 })]));
    expect(log.counts).toEqual({ records: 5, built: 5, notRead: 0 });
  });

  it('but what lies behind that end from the round before is not taken for new', () => {
    const { writer, starts } = chunkOf(5);
    writer.view.setBigUint64((starts[4] as number) + 8, 1n, true);
    expect(ids(logFile([writer.finish({ free: starts[4] as number, count: 4 })]))).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it('keeps two records with the same number', () => {
    expect(ids(logFile([chunkOf(2).writer.finish(), chunkOf(2).writer.finish()]))).toEqual([
      '1',
      '2',
      '1',
      '2',
    ]);
  });
});

describe('a record that lies about its size', () => {
  it.each([0, 1, 27, 0xffff_ffff, 70_000, 512])(
    'of %i bytes is read all the same, and so are the next ones',
    (size) => {
      const { writer, starts } = chunkOf(5);
      writer.view.setUint32((starts[1] as number) + 4, size, true);
      const log = read(logFile([writer.finish()]));
      expect(log.events.map((event) => event.recordId)).toEqual(['1', '2', '3', '4', '5']);
      expect(log.notRead).toEqual([gap('record-size', 'chunk 0', true)]);
      expect(log.complete).toBe(false);
    },
  );

  it('in both of its sizes is read too, when its content ends where the next record begins', () => {
    const { writer, starts } = chunkOf(3);
    writer.view.setUint32((starts[1] as number) + 4, 0, true);
    writer.view.setUint32((starts[2] as number) - 4, 0, true);
    expect(ids(logFile([writer.finish()]))).toEqual(['1', '2', '3']);
  });

  it('and has no content either costs only itself', () => {
    const { writer, starts } = chunkOf(3);
    writer.bytes.fill(0, (starts[1] as number) + 4, starts[2]);
    const log = read(logFile([writer.finish()]));
    expect(log.events.map((event) => event.recordId)).toEqual(['1', '3']);
    expect(log.notRead).toEqual([gap('record-size')]);
  });

  it('at the end of a chunk does not make the reading leave the chunk', () => {
    const { writer, starts } = chunkOf(3);
    writer.view.setUint32((starts[2] as number) + 4, 0x7fff_ffff, true);
    expect(ids(logFile([writer.finish(), chunkOf(1, 9).writer.finish()]))).toEqual(['1', '2', '3', '9']);
  });
});

describe('a record that was never written to its end', () => {
  it('is not filled up with zeros as if they were values', () => {
    const { writer, starts } = chunkOf(3);
    writer.bytes.fill(0, (starts[2] as number) - 40, starts[2]);
    const log = read(logFile([writer.finish()]));
    expect(log.events.map((event) => event.recordId)).toEqual(['1', '3']);
    expect(log.notRead).toEqual([gap('record-torn')]);
  });
});

describe('records that the chunk announces and that are not there', () => {
  it('are counted', () => {
    const { writer, starts } = chunkOf(5);
    const chunk = writer.finish();
    chunk.fill(0, starts[2], starts[4]);
    const log = read(logFile([chunk]));
    expect(log.counts.records).toBe(3);
    expect(log.notRead).toEqual([
      gap('record-missing', 'chunk 0', false, 2),
      gap('chunk-checksum', 'chunk 0', true),
    ]);
  });
});

describe('a damaged chunk', () => {
  it('with a wrong checksum is read, and that is said', () => {
    const chunk = chunkOf(3).writer.finish();
    chunk[52] = (chunk[52] as number) ^ 1;
    sealHeader(chunk);
    const log = read(logFile([chunk]));
    expect(log.counts).toEqual({ records: 3, built: 3, notRead: 1 });
    expect(log.notRead).toEqual([gap('chunk-checksum', 'chunk 0', true)]);
    expect(log.complete).toBe(false);
  });

  it('with a wrong header does not steer the reading', () => {
    const chunk = chunkOf(3).writer.finish();
    new DataView(chunk.buffer).setUint32(48, 600, true);
    const log = read(logFile([chunk]));
    expect(log.counts.records).toBe(3);
    expect(log.notRead.map((entry) => entry.reason)).toEqual(['chunk-header-checksum', 'chunk-checksum']);
  });

  it('without its signature is counted, and its records are read', () => {
    const chunk = chunkOf(3).writer.finish();
    chunk.fill(0, 0, 8);
    const log = read(logFile([chunkOf(1, 8).writer.finish(), chunk]));
    expect(log.counts.records).toBe(4);
    expect(log.notRead).toEqual([gap('chunk-signature', 'chunk 1', true)]);
    expect(log.chunks).toBe(1);
  });

  it('of noise is skipped and counted, and the next one is read', () => {
    const noise = Uint8Array.from({ length: 65_536 }, (_, index) => (index * 2_654_435_761) >>> 24);
    const log = read(logFile([chunkOf(1).writer.finish(), noise, chunkOf(1, 2).writer.finish()]));
    expect(log.events.map((event) => event.recordId)).toEqual(['1', '2']);
    expect(log.notRead).toContainEqual(gap('chunk-signature', 'chunk 1'));
  });

  it('of zeros between others is lost; zeros at the end are only room for more', () => {
    const [empty, first, second] = [new Uint8Array(65_536), chunkOf(1).writer, chunkOf(1, 2).writer];
    const chunks = [first.finish(), empty, empty, second.finish(), empty, empty];
    expect(read(logFile(chunks, { chunkCount: 1 })).notRead).toEqual([
      gap('chunk-empty', 'chunk 1', false, 2),
    ]);
    expect(read(logFile([first.finish(), empty], { chunkCount: 1 })).complete).toBe(true);
    expect(read(logFile([first.finish(), empty], { chunkCount: 2 })).notRead).toEqual([
      gap('chunk-empty', 'chunk 1'),
    ]);
  });
});

describe('a damaged file', () => {
  it('whose header checksum is wrong is read', () => {
    const file = soundFile();
    file[24] = 99;
    expect(read(file).notRead).toEqual([gap('file-checksum', 'file header', true)]);
    expect(read(file).counts.records).toBe(10);
  });

  it('whose first 4 KB are lost is read from its first chunk on', () => {
    const log = read(soundFile().subarray(4096));
    expect(log.counts.records).toBe(10);
    expect(log.notRead).toEqual([gap('file-signature', 'file header', true)]);
  });

  it('into which bytes were inserted is found again at the next chunk', () => {
    const file = soundFile();
    const longer = new Uint8Array(file.length + 100);
    longer.set(file.subarray(0, 4096));
    longer.set(file.subarray(4096), 4196);
    expect(ids(longer)).toHaveLength(10);
    expect(read(longer).complete).toBe(false);
  });

  it('from which bytes were lost is found again at the very next chunk', () => {
    const file = soundFile();
    const without = (from: number, to: number) =>
      new Uint8Array([...file.subarray(0, from), ...file.subarray(to)]);
    // References inside the chunk count from its start, so its records behind the loss lead nowhere.
    const shifted = read(without(4096 + 700, 4096 + 900));
    expect(shifted.events.map((event) => event.recordId)).toEqual(['6', '7', '8', '9', '10']);
    const lost = shifted.notRead.filter((entry) => entry.reason.startsWith('record-'));
    expect(lost.reduce((sum, entry) => sum + entry.count, 0)).toBe(5);
    // Nothing but unused bytes: every record is still there, and its chunk's checksum says so.
    const unused = without(4096 + 40_000, 4096 + 40_100);
    expect(ids(unused)).toEqual(ids(file));
    expect(read(unused).complete).toBe(true);
  });

  it('does not take the signature of a chunk in the text of an event for a chunk', () => {
    for (const damaged of [false, true]) {
      const writer = new ChunkWriter();
      writer.event(1, 'P', 1, [value(0x0e, new TextEncoder().encode('ElfChnk\0'))]);
      const start = writer.event(2, 'P', 1, [textValue('x')]);
      const chunk = writer.finish();
      if (damaged) chunk[start + 16] = 0xff;
      expect(ids(logFile([chunk, chunkOf(1, 3).writer.finish()]))).toEqual(['1', '2', '3']);
    }
  });

  it('that is no event log at all says so and gives nothing', () => {
    for (const bytes of [
      new Uint8Array(0),
      new TextEncoder().encode('#Software: Microsoft Exchange Server\r\n'),
    ]) {
      const log = read(bytes);
      expect(log).toMatchObject({ header: null, chunks: 0, complete: false, events: [] });
      expect(log.notRead).toEqual([gap('file-signature', 'file header')]);
    }
  });

  it('that ends early is read up to the cut, at every one of 200 cuts', () => {
    const file = soundFile();
    const used = 4096 + 65_536 + 4096;
    for (let step = 0; step < 200; step++) {
      const log = read(file.slice(0, Math.floor((used * step) / 200)));
      expect(log.complete).toBe(false);
      expect(log.counts.notRead).toBe(log.notRead.reduce((sum, entry) => sum + entry.count, 0));
      expect(log.events.map((event) => event.recordId)).toEqual(
        Array.from({ length: log.events.length }, (_, index) => `${index + 1}`),
      );
    }
    expect(read(file.slice(0, 4096 + 65_536 + 3000)).notRead).toContainEqual(gap('truncated', 'chunk 1'));
    expect(read(file.slice(0, 4096 + 65_536)).notRead).toEqual([gap('truncated', 'chunk 1')]);
  });
});

describe('a file that comes in pieces', () => {
  it.each([1, 7, 4096, 65_535, 65_536, 100_000, 1_000_000])(
    'of %i bytes reads the same as in one',
    async (size) => {
      const chunk = chunkOf(3, 11).writer.finish();
      chunk.fill(0, 0, 8);
      const file = logFile([
        chunkOf(5).writer.finish(),
        chunk,
        chunkOf(5, 20).writer.finish().slice(0, 30_000),
      ]);
      async function* pieces() {
        for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
      }
      expect(await readEvtxStream(pieces(), { source: 'log.evtx' })).toEqual(read(file));
    },
  );
});
