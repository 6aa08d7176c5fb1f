import { describe, expect, it } from 'vitest';
import { seconds, utcTime } from '../../../main/exchange/shapes/times.ts';
import { printed, record } from './plain.ts';

describe('times are told in UTC, or not at all', () => {
  it.each([
    ['2022-03-23T18:00:30+01:00', '2022-03-23T17:00:30Z'],
    ['2022-03-23T17:00:30Z', '2022-03-23T17:00:30Z'],
    ['2026-10-25T02:30:00.1234567+02:00', '2026-10-25T00:30:00.1234567Z'],
    ['2026-10-25T02:30:00.1234567+01:00', '2026-10-25T01:30:00.1234567Z'],
    ['1999-12-31T23:59:59-05:30', '2000-01-01T05:29:59Z'],
  ])('%s', (written, expected) => {
    expect(utcTime(record({ WhenChanged: written }), 'WhenChanged')).toBe(expected);
  });

  it.each([
    '03/04/2026 10:00:00',
    '4.3.2026 10:00:00',
    '2022-03-23T18:00:30',
    '2022-13-45T18:00:30Z',
    '',
    'yesterday',
  ])('"%s" says no certain time', (written) => {
    expect(utcTime(record({ WhenChanged: written }), 'WhenChanged')).toBeNull();
  });

  it('a property whose name ends in UTC needs no zone, and comes first when it is asked first', () => {
    const object = record({
      WhenChanged: '2022-03-23T18:00:30+01:00',
      WhenChangedUTC: '2022-03-23T17:00:31',
    });
    expect(utcTime(object, 'WhenChangedUTC', 'WhenChanged')).toBe('2022-03-23T17:00:31Z');
    expect(
      utcTime(record({ WhenChanged: '2022-03-23T18:00:30+01:00' }), 'WhenChangedUTC', 'WhenChanged'),
    ).toBe('2022-03-23T17:00:30Z');
  });
});

describe('durations in seconds', () => {
  it.each([
    ['an object with ticks', printed('2.00:00:00', { Ticks: 1_728_000_000_000 }), 172_800],
    ['printed with days', '2.00:00:00', 172_800],
    ['printed without days', '00:10:00', 600],
    ['printed with a fraction', '00:00:01.5000000', 1],
    ['as Export-Clixml writes a TimeSpan', 'P2DT1H1M1S', 176_461],
    ['days alone', 'P2D', 172_800],
    ['an object that only prints', printed('12:00:00'), 43_200],
  ])('%s', (_, value, expected) => {
    expect(seconds(record({ MessageExpirationTimeout: value }), 'MessageExpirationTimeout')).toBe(expected);
  });

  it.each(['', 'Unlimited', 'P', '2 days'])('"%s" is no duration', (value) => {
    expect(seconds(record({ A: value }), 'A')).toBeNull();
  });
});
