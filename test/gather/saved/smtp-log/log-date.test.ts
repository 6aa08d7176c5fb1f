import { expect, test } from 'vitest';
import { parseLogDate, parseLogDates } from '../../../../main/gather/saved/smtp-log/log-date.ts';

// Formats of .NET cultures and of Exchange itself (exchange.md 6.4); the moment is the same wherever it can be told.
test.each([
  ['2021-08-06T13:57:31.000Z', '2021-08-06T13:57:31.000Z'],
  ['2021-08-06T13:57:31Z', '2021-08-06T13:57:31.000Z'],
  ['2021-08-06T13:57:31.1234567Z', '2021-08-06T13:57:31.123Z'],
  ['2021-08-06T15:57:31.000+02:00', '2021-08-06T13:57:31.000Z'],
  ['2021-08-06 13:57:31', '2021-08-06T13:57:31.000Z'],
  ['2021/08/06 13:57:31', '2021-08-06T13:57:31.000Z'],
  ['06.08.2021 13:57:31', '2021-08-06T13:57:31.000Z'],
  ['8/16/2021 1:57:31 PM', '2021-08-16T13:57:31.000Z'],
  ['16/8/2021 1:57:31 PM', '2021-08-16T13:57:31.000Z'],
  ['8/8/2021 12:00:00 AM', '2021-08-08T00:00:00.000Z'],
  ['2021/8/6 오후 1:57:31', '2021-08-06T13:57:31.000Z'],
  ['06-Aug-2021 13:57:31', '2021-08-06T13:57:31.000Z'],
  ['Fri, 06 Aug 2021 13:57:31 GMT', '2021-08-06T13:57:31.000Z'],
])('%s is a moment', (text, iso) => {
  expect(parseLogDate(text)).toBe(iso);
});

test.each([
  ['8/6/2021 1:57:31 PM', 'day and month could be swapped'],
  ['06/08/2021 13:57:31', 'day and month could be swapped'],
  ['06-08-2021 13:57:31', 'day and month could be swapped'],
  ['2021-02-30T00:00:00.000Z', 'no such day'],
  ['2021-13-01T00:00:00.000Z', 'no such month'],
  ['2021-08-06T25:00:00.000Z', 'no such hour'],
  ['13/13/2021 13:57:31', 'no such month'],
  ['8/16/21 1:57:31 PM', 'no century'],
  ['2021-08-06', 'no time'],
  ['016-07-19T12:13:14.863Z', 'cut'],
  ['***', 'redacted'],
  ['', 'blank'],
])('%s is not a moment: %s', (text) => {
  expect(parseLogDate(text)).toBeNull();
});

test('one date that shows the order decides for the other', () => {
  expect(parseLogDates(['8/6/2021 1:57:31 PM', '8/16/2022 1:57:31 PM'])[0]).toBe('2021-08-06T13:57:31.000Z');
  expect(parseLogDates(['6/8/2021 13:57:31', '16/8/2022 13:57:31'])[0]).toBe('2021-08-06T13:57:31.000Z');
});

test('two dates that contradict each other decide nothing', () => {
  expect(parseLogDates(['1/2/2021 0:00:00', '8/16/2022 0:00:00', '16/8/2022 0:00:00'])[0]).toBeNull();
});
