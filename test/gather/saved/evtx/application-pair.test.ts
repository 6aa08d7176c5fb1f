import { beforeAll, describe, expect, it } from 'vitest';
import { readEventXml } from '../../../../main/gather/saved/event-xml/read-event-xml.ts';
import type { EventReading } from '../../../../main/gather/saved/evtx/event-reading.ts';
import type { EvtxReading } from '../../../../main/gather/saved/evtx/evtx-scan.ts';
import { readEvtx } from '../../../../main/gather/saved/evtx/read-evtx.ts';
import { needsRealData, readReal, realDataIsThere } from './real-data.ts';

// Application.evtx and Application.xml (ts-evtx, test/fixtures): one log, saved by Event Viewer in both forms.
describe.skipIf(!realDataIsThere)(
  `the same log saved as .evtx and as XML reads the same${needsRealData}`,
  () => {
    let binary: EvtxReading;
    let xml: EventReading;

    beforeAll(async () => {
      binary = readEvtx(readReal('Application.evtx'), { source: 'Application' });
      xml = await readEventXml([readReal('Application.xml')], { source: 'Application' });
    });

    it('has all 366 records in both, and nothing unread', () => {
      expect(binary.counts).toEqual({ records: 366, built: 366, notRead: 0 });
      expect(xml.counts).toEqual({ records: 366, built: 366, notRead: 0 });
      expect(binary.complete && xml.complete).toBe(true);
    });

    it('agrees in every field of every record, in time to 100 ns, and in the place it names', () => {
      const withoutMessage = (reading: EventReading) =>
        reading.events
          .map((event) => ({ ...event, message: null }))
          .toSorted((a, b) => Number(a.recordId) - Number(b.recordId));
      expect(withoutMessage(binary)).toEqual(withoutMessage(xml));
      expect(new Set(binary.events.map((event) => event.recordId)).size).toBe(366);
    });

    it('counts the same events by provider and id', () => {
      const sorted = (reading: EventReading) =>
        reading.tally.map(({ provider, id, count }) => `${provider} ${id} ${count}`).toSorted();
      expect(sorted(binary)).toEqual(sorted(xml));
    });

    it('has message texts in the XML only', () => {
      expect(binary.events.every((event) => event.message === null)).toBe(true);
      expect(xml.events.every((event) => event.message !== null)).toBe(true);
    });

    it('lists the values of EventData and of UserData in order', () => {
      const byId = new Map(binary.events.map((event) => [event.recordId, event]));
      expect(byId.get('366')).toMatchObject({
        provider: 'SecurityCenter',
        id: 15,
        qualifiers: 0,
        level: 4,
        time: '2025-06-08T07:14:05.1454614Z',
        channel: 'Application',
        computer: 'NIKOLAISMETBD82',
        data: ['Windows Defender', 'SECURITY_PRODUCT_STATE_ON'],
      });
      expect(byId.get('14')).toMatchObject({
        provider: 'Microsoft-Windows-RestartManager',
        qualifiers: null,
        data: ['0', '2025-06-03T00:46:01.9935829Z'],
      });
      expect(byId.get('363')?.data).toEqual([]);
    });

    it('knows the days the log covers, whatever was asked for', () => {
      const none = readEvtx(readReal('Application.evtx'), { source: 'x', wanted: () => false });
      expect([none.oldest, none.newest]).toEqual([
        '2025-06-02T16:46:27.6119343Z',
        '2025-06-08T07:14:05.1454614Z',
      ]);
      expect(none.counts).toEqual({ records: 366, built: 0, notRead: 0 });
      expect(none.tally).toEqual(binary.tally);
    });
  },
);
