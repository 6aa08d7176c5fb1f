import { describe, expect, it } from 'vitest';
import { eventRecord } from '../../../main/exchange/shapes/event-record.ts';
import { enumeration, here, printed, record } from './plain.ts';

const eventProperty = 'System.Diagnostics.Eventing.Reader.EventProperty';
const winEvent = {
  Id: 12014,
  Qualifiers: 49156,
  Level: 2,
  RecordId: 123456789012n,
  ProviderName: 'MSExchangeTransport',
  LogName: 'Application',
  MachineName: 'EX01.contoso.com',
  TimeCreated: '2026-03-01T11:22:33.1234567+01:00',
  Message: 'Microsoft Exchange konnte kein Zertifikat finden',
  Properties: [
    printed(eventProperty, { Value: 'mail.contoso.com' }),
    printed(eventProperty, { Value: 'Outbound' }),
  ],
};

describe('an event of Get-WinEvent', () => {
  it('keeps its insertion strings, whatever the language of its message', () => {
    const shape = eventRecord(record(winEvent), here);
    expect(shape?.dataNotRead).toBeNull();
    expect(shape?.event).toMatchObject({
      recordId: '123456789012',
      provider: 'MSExchangeTransport',
      id: 12014,
      qualifiers: 49156,
      level: 2,
      time: '2026-03-01T10:22:33.1234567Z',
      channel: 'Application',
      computer: 'EX01.contoso.com',
      data: ['mail.contoso.com', 'Outbound'],
      message: 'Microsoft Exchange konnte kein Zertifikat finden',
      meaning: 'no-certificate-for-name',
      origin: here,
    });
  });

  it('numbers, dates, nothing and bytes print as the event shows them', () => {
    const Properties = [5, '2026-03-01T00:00:00Z', null, new Uint8Array([0, 171])].map((Value) =>
      printed(eventProperty, { Value }),
    );
    expect(eventRecord(record({ ...winEvent, Properties }), here)?.event.data).toEqual([
      '5',
      '2026-03-01T00:00:00Z',
      '',
      '00AB',
    ]);
  });

  it('a too small -Depth cut the strings off: they are unknown, not the name of a type', () => {
    for (const Properties of [[eventProperty, eventProperty], [printed(eventProperty)]]) {
      const shape = eventRecord(record({ ...winEvent, Properties }), here);
      expect(shape?.event.data).toEqual([]);
      expect(shape?.dataNotRead).toContain('depth of the export');
    }
  });

  it('without Properties it says so', () => {
    const { Properties: _, ...rest } = winEvent;
    expect(eventRecord(record(rest), here)?.dataNotRead).toContain('does not hold the insertion strings');
  });

  it('an event without strings has none', () => {
    expect(eventRecord(record({ ...winEvent, Properties: [] }), here)).toMatchObject({
      dataNotRead: null,
      event: { data: [] },
    });
  });

  it.each(['ProviderName', 'Id'])('without %s it is no event', (missing) => {
    expect(eventRecord(record({ ...winEvent, [missing]: null }), here)).toBeNull();
  });
});

describe('an event of Get-EventLog', () => {
  it('is the same event', () => {
    const object = record({
      Index: 4711,
      EventID: 12014,
      InstanceId: 3221237486n,
      EntryType: enumeration('Error', 1),
      Source: 'MSExchangeTransport',
      ReplacementStrings: ['mail.contoso.com', 'Outbound'],
      TimeGenerated: '2026-03-01T11:22:33+01:00',
      MachineName: 'EX01.contoso.com',
      Message: '',
    });
    expect(eventRecord(object, here)?.event).toMatchObject({
      recordId: '4711',
      id: 12014,
      qualifiers: 49152,
      level: 2,
      time: '2026-03-01T10:22:33Z',
      data: ['mail.contoso.com', 'Outbound'],
      message: null,
      meaning: 'no-certificate-for-name',
    });
  });
});
