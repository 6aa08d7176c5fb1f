import { describe, expect, test } from 'vitest';
import { dateOrders } from '../../../../main/gather/saved/format-list/date-order.ts';
import { readDate } from '../../../../main/gather/saved/format-list/read-date.ts';

/** The forms are those of Windows regional settings (short date and long time); the moment is the same in each row. */
const sameMoment = [
  ['ISO', '2021-08-26T15:57:31'],
  ['sv-SE', '2021-08-26 15:57:31'],
  ['ja-JP', '2021/08/26 15:57:31'],
  ['en-US', '8/26/2021 3:57:31 PM'],
  ['en-GB', '26/08/2021 15:57:31'],
  ['en-AU', '26/08/2021 3:57:31 PM'],
  ['de-DE', '26.08.2021 15:57:31'],
  ['ru-RU', '26.08.2021 15:57:31'],
  ['cs-CZ', '26. 8. 2021 15:57:31'],
  ['it-IT', '26/08/2021 15:57:31'],
  ['fi-FI', '26.8.2021 15.57.31'],
  ['nl-NL', '26-8-2021 15:57:31'],
  ['ko-KR', '2021-08-26 오후 3:57:31'],
  ['zh-TW', '2021/8/26 下午 03:57:31'],
  ['el-GR', '26/8/2021 3:57:31 μμ'],
  ['es-MX', '26/08/2021 03:57:31 p. m.'],
  ['he-IL, direction mark of a mail program', '\u200f26/08/2021 15:57:31'],
  ['ar-EG', '٢٦/٠٨/٢٠٢١ ٠٣:٥٧:٣١ م'],
  ['th-TH, Buddhist year', '26/8/2564 15:57:31'],
  ['th-TH, Thai digits', '๒๖/๘/๒๕๖๔ ๑๕:๕๗:๓๑'],
  ['hu-HU', '2021. 08. 26. 15:57:31'],
  ['long English', 'Thursday, August 26, 2021 3:57:31 PM'],
  ['month by name', '26-Aug-21 15:57:31'],
] as const;

describe('a date of any culture', () => {
  test.each(sameMoment)('%s: %s', (_, text) => {
    expect(readDate(text)).toEqual({ iso: '2021-08-26T15:57:31', zone: 'unknown' });
  });

  test.each([
    ['2021-08-26T15:57:31Z', '2021-08-26T15:57:31Z'],
    ['2021-08-26T15:57:31.1234567-04:00', '2021-08-26T19:57:31.1234567Z'],
    ['Thu, 26 Aug 2021 15:57:31 GMT', '2021-08-26T15:57:31Z'],
    ['2021-08-26T01:00:00+14:00', '2021-08-25T11:00:00Z'],
  ])('with its zone: %s', (text, iso) => {
    expect(readDate(text)).toEqual({ iso, zone: 'utc' });
  });

  test('that can be read both ways keeps both readings', () => {
    expect(readDate('06/08/2021 15:57')).toEqual({
      ambiguous: ['2021-08-06T15:57:00', '2021-06-08T15:57:00'],
      zone: 'unknown',
    });
  });

  test('with the same day and month needs no decision', () => {
    expect(readDate('06/06/2021 15:57')).toEqual({ iso: '2021-06-06T15:57:00', zone: 'unknown' });
  });

  test('with dots has the day first, as in every culture that writes dots', () => {
    expect(readDate('06.08.2021 15:57:31')).toEqual({ iso: '2021-08-06T15:57:31', zone: 'unknown' });
  });

  test.each([
    ['a day that no month has', '31.02.2021 10:00:00'],
    ['an unknown word beside the time', '26/08/2021 3:57:31 xx'],
    ['a Persian year', '1400/06/04 15:57:31'],
    ['a Hijri year', '18/01/1443 15:57:31'],
    ['no date', 'Valid'],
    ['a version', '15.2.2562.17'],
    ['hour 25', '26.08.2021 25:00:00'],
    ['nothing', ''],
    ['a very long text', `26.08.2021 ${' '.repeat(100)}`],
  ])('is not guessed from %s', (_, text) => {
    expect(readDate(text)).toBeNull();
  });
});

describe('other dates of the same text', () => {
  const at = (text: string, line: number) => ({ text, place: `line ${line}` });

  test('decide the order when one of them has a day above 12', () => {
    const orders = dateOrders([at('06/08/2021 15:57', 3), at('26/08/2022 15:57', 9)], []);
    expect(orders.get('/24')).toEqual({ order: 'day-first', decidedBy: 'line 9' });
  });

  test('decide nothing when they contradict each other, as in a mail about two servers', () => {
    const orders = dateOrders([at('26/08/2021 15:57', 3), at('08/26/2022 15:57', 9)], []);
    expect(orders.get('/24')).toBeUndefined();
  });

  test('decide nothing for dates written in another style', () => {
    const orders = dateOrders([at('8/26/2021 3:57:31 PM', 3)], []);
    expect(orders.get('/24')).toBeUndefined();
    expect(orders.get('/12')).toEqual({ order: 'month-first', decidedBy: 'line 3' });
  });

  test('decide the order when a certificate would end before it begins', () => {
    const notBefore = at('02/03/2021 10:00', 5);
    const notAfter = at('01/04/2021 10:00', 6);
    const orders = dateOrders([notBefore, notAfter], [{ notBefore, notAfter }]);
    expect(orders.get('/24')).toEqual({ order: 'day-first', decidedBy: 'line 6' });
  });
});
