import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { TransportEvent } from '../../../../main/domain/transport-event.ts';
import { readEventXmlText } from '../../../../main/gather/saved/event-xml/read-event-xml.ts';
import { readEvtx } from '../../../../main/gather/saved/evtx/read-evtx.ts';
import {
  evtxexportIsThere,
  needsEvtxexport,
  needsRealData,
  readReal,
  realDataIsThere,
  realPath,
} from './real-data.ts';

// All from omerbenamram/evtx, samples/, except Application.evtx (ts-evtx).
const capi2 = 'E_Windows_system32_winevt_logs_Microsoft-Windows-CAPI2%4Operational.evtx';
const badMagic = 'sample_with_a_bad_chunk_magic.evtx';
const zeroSize = 'sample-with-zero-data-size-event.evtx';
const groupPolicy = 'sample-with-irregular-bool-values.evtx';

const read = (name: string) => readEvtx(readReal(name), { source: name });

describe.skipIf(!realDataIsThere)(`damaged logs are read as far as they go${needsRealData}`, () => {
  it('reads a sound log whole although its header counts fewer records', () => {
    const log = read(groupPolicy);
    expect(log.counts).toEqual({ records: 3028, built: 3028, notRead: 0 });
    expect(log.header?.dirty).toBe(true);
    expect(read(capi2).counts).toEqual({ records: 340, built: 340, notRead: 0 });
  });

  it('takes any number but 0 as true, as Windows does', () => {
    // 961 of these are stored as 1, the others as 8, 16 and 65536.
    const values = read(groupPolicy).events.flatMap((event) => event.data);
    expect(values.filter((text) => text === 'true')).toHaveLength(961 + 48 + 49 + 24);
  });

  it('reads the record whose size is 0 and all behind it, and says that two checks failed', () => {
    const log = read(zeroSize);
    expect(log.counts.records).toBe(450);
    expect(log.events.map((event) => event.recordId)).toEqual(
      Array.from({ length: 450 }, (_, i) => `${i + 1}`),
    );
    expect(log.events[2]).toMatchObject({ provider: 'EventLog', id: 6005, data: [] });
    expect(log.complete).toBe(false);
    expect(log.notRead).toEqual([
      { reason: 'record-size', count: 1, where: 'chunk 0', stillRead: true },
      { reason: 'chunk-checksum', count: 1, where: 'chunk 0', stillRead: true },
    ]);
  });

  it('reads what is left between wiped sectors, and accounts for every record that the chunks announce', () => {
    const log = read(badMagic);
    const lost = (chunk: number) =>
      log.notRead
        .filter((gap) => gap.where === `chunk ${chunk}` && gap.reason.startsWith('record-') && !gap.stillRead)
        .reduce((sum, gap) => sum + gap.count, 0);
    const readIn = (first: number, last: number) =>
      log.events.filter(({ recordId }) => Number(recordId) >= first && Number(recordId) <= last).length;
    // First and last record of the chunks with a header, as the headers give them.
    expect(readIn(46728, 46857) + lost(0)).toBe(130);
    expect(readIn(47628, 47705) + lost(7)).toBe(78);
    expect(readIn(45691, 45819) + lost(8)).toBe(129);
    expect(readIn(45820, 45949) + lost(9)).toBe(130);
    expect(log.counts.records).toBe(298);
    expect(log.complete).toBe(false);
  });

  it('tells apart chunks of zeros, chunks without a signature, and a wrong checksum', () => {
    const reasons = read(badMagic).notRead.map(({ reason, where, count }) => `${reason} ${where}: ${count}`);
    expect(reasons).toContain('chunk-empty chunk 1: 5');
    expect(reasons).toContain('chunk-empty chunk 11: 5');
    expect(reasons).toContain('chunk-signature chunk 6: 1');
    expect(reasons).toContain('chunk-checksum chunk 9: 1');
    // Chunk 6 lost the templates that its 15 records need.
    expect(reasons).toContain('record-content chunk 6: 15');
  });

  it('does not bring back records that the log itself has overwritten', () => {
    // Chunk 7 ends with record 47705; behind it lie records 45689 and 45690 of the round before.
    const ids = new Set(read(badMagic).events.map((event) => event.recordId));
    expect(ids.has('47705')).toBe(true);
    expect(ids.has('45690')).toBe(false);
  });
});

describe.skipIf(!realDataIsThere || !evtxexportIsThere)(
  `another reader finds no record that we do not${needsRealData}${needsEvtxexport}`,
  () => {
    // evtxexport 20181227: gives up chunk 0 of the zero-size sample behind record 2 (115 records), does not look behind
    // wiped sectors (31), and stops at the first entity reference in an attribute of the CAPI2 log (316).
    it.each([
      ['Application.evtx', 366, 0],
      [groupPolicy, 3028, 0],
      [zeroSize, 335, 115],
      [badMagic, 267, 31],
      [capi2, 24, 316],
    ])('%s', (name, theirs, more) => {
      const other = readEventXmlText(export_(name), { source: name });
      const own = read(name);
      expect(other.counts.built).toBe(theirs);
      expect(own.counts.records).toBe(theirs + more);
      const byId = new Map(own.events.map((event) => [event.recordId, comparable(event)]));
      for (const event of other.events) expect(byId.get(event.recordId)).toEqual(comparable(event));
    });
  },
);

function export_(name: string): string {
  const { stdout } = spawnSync('evtxexport', ['-f', 'xml', realPath(name)], { maxBuffer: 256 * 1024 * 1024 });
  return stdout.toString('utf8');
}

/**
 * evtxexport pads hex numbers, writes nine digits of a second, drops text that is nothing but a line end, and miscounts
 * negative numbers (-458754 for 0x80070002, which Event Viewer too shows as -2147024894).
 */
function comparable(event: TransportEvent): unknown {
  const data = event.data.map((text) =>
    text
      .replace(/^-\d+$/, 'negative')
      .replace(/^0x0*(?=[\da-f])/, '0x')
      .replace(/(T\d\d:\d\d:\d\d\.\d{7})00Z$/, '$1Z')
      .replace(/^\n$/, ''),
  );
  return { ...event, data, message: null };
}
