import { englishMonth, halfOfDay, plainDateText } from './date-words.ts';

/** Which of the first two numbers of `06/08/2021` is the day. */
export type DateOrder = 'day-first' | 'month-first';

/**
 * `utc`: the text named its zone, `iso` ends in `Z`. `unknown`: local time of a machine we know nothing of; `iso` has no
 * zone, and the true moment lies within 14 hours of it taken as UTC.
 */
type DateZone = 'utc' | 'unknown';

export type DateReading =
  | { readonly iso: string; readonly zone: DateZone }
  | { readonly ambiguous: readonly string[]; readonly zone: DateZone };

/** The calendar part before the order of day and month is decided. */
export interface DateNumbers {
  readonly year: number;
  readonly first: number;
  readonly second: number;
  /** Null when only another date of the same style can tell. */
  readonly order: DateOrder | null;
  /** Dates of one style come from one culture: the separator and whether the clock has 12 or 24 hours. */
  readonly style: string;
  readonly time: ClockTime;
}

interface ClockTime {
  readonly seconds: number;
  readonly fraction: string;
  readonly twelveHours: boolean;
  /** Minutes east of UTC, or null when the text does not say. */
  readonly offset: number | null;
}

const longestDate = 80;

/**
 * Reads a date as PowerShell prints it in any culture. `order` is what other dates of the same text have shown; without it
 * a date such as `06/08/2021` keeps both readings. Null when the text is no date, or one in a calendar that would need a
 * table (Hijri, Persian) or with an unknown word beside the time.
 */
export function readDate(text: string, order: DateOrder | null = null): DateReading | null {
  const numbers = dateNumbers(text);
  if (numbers === null) return null;
  const decided = numbers.order ?? order;
  const dayFirst = isoMoment(numbers, numbers.first, numbers.second);
  const monthFirst = isoMoment(numbers, numbers.second, numbers.first);
  const zone: DateZone = numbers.time.offset === null ? 'unknown' : 'utc';
  if (decided === 'day-first') return dayFirst === null ? null : { iso: dayFirst, zone };
  if (decided === 'month-first') return monthFirst === null ? null : { iso: monthFirst, zone };
  if (dayFirst === null || dayFirst === monthFirst)
    return monthFirst === null ? null : { iso: monthFirst, zone };
  if (monthFirst === null) return { iso: dayFirst, zone };
  return { ambiguous: [dayFirst, monthFirst], zone };
}

/** The numbers of a date and what its own form says about their order, or null when it is no date. */
export function dateNumbers(text: string): DateNumbers | null {
  if (text.length > longestDate) return null;
  const plain = plainDateText(text);
  return numericDate(plain) ?? namedMonthDate(plain);
}

function numericDate(plain: string): DateNumbers | null {
  const match = /^(\d{1,4}) ?([./-]) ?(\d{1,2}) ?([./-]) ?(\d{1,4})\.?(?:[T, ]+|$)/u.exec(plain);
  if (match === null || match[2] !== match[4]) return null;
  const [whole, a = '', separator = '', b = '', , c = ''] = match;
  const time = clockTime(plain.slice(whole.length));
  if (time === null) return null;
  const style = `${separator}${time.twelveHours ? 12 : 24}`;
  // A year in front is followed by the month in every Windows culture.
  if (a.length === 4) return withYear(Number(a), Number(c), Number(b), 'day-first', `${style}y`, time);
  if (a.length > 2 || (c.length !== 4 && c.length !== 2)) return null;
  const year = c.length === 4 ? Number(c) : Number(c) + (Number(c) >= 80 ? 1900 : 2000);
  // No Windows culture writes the month first with dots.
  const order = separator === '.' ? 'day-first' : null;
  return withYear(year, Number(a), Number(b), order, style, time);
}

function namedMonthDate(plain: string): DateNumbers | null {
  const body = plain.replace(/^[A-Za-z]{3,9}, /u, '');
  const dayThenMonth = /^(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4}|\d{2})(?:[, ]+|$)/u.exec(body);
  const monthThenDay = /^([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})(?:[, ]+|$)/u.exec(body);
  const match = dayThenMonth ?? monthThenDay;
  if (match === null) return null;
  const [whole, a = '', b = '', c = ''] = match;
  const [day, word] = dayThenMonth === null ? [b, a] : [a, b];
  const month = englishMonth(word);
  const time = clockTime(body.slice(whole.length));
  if (month === null || time === null) return null;
  const year = c.length === 4 ? Number(c) : Number(c) + (Number(c) >= 80 ? 1900 : 2000);
  return withYear(year, Number(day), month, 'day-first', 'named', time);
}

function withYear(
  year: number,
  first: number,
  second: number,
  order: DateOrder | null,
  style: string,
  time: ClockTime,
): DateNumbers | null {
  // th-TH counts from the Buddha: 2564 is 2021. No certificate of today runs to the years 2400 to 2700.
  const gregorian = year >= 2400 && year < 2700 ? year - 543 : year;
  if (gregorian < 1900 || gregorian > 9999) return null;
  return { year: gregorian, first, second, order, style, time };
}

/** Time of day with its half-day word and zone; an absent time is midnight, as PowerShell prints a bare date. */
function clockTime(text: string): ClockTime | null {
  const rest = text.trim();
  if (rest === '') return { seconds: 0, fraction: '', twelveHours: false, offset: null };
  const match =
    /^([^\d:]{0,12}?) ?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,7}))?)? ?([^\d+-]{0,14}?) ?(Z|GMT|UTC|[+-]\d{2}:?\d{2})?$/u.exec(
      rest,
    );
  if (match === null) return null;
  const [, before = '', hours = '', minutes = '', seconds = '0', fraction = '', after = '', zone] = match;
  const half = halfOfDay(before + after);
  if (half === null || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const hour = hourOfDay(Number(hours), half);
  if (hour === null) return null;
  return {
    seconds: hour * 3600 + Number(minutes) * 60 + Number(seconds),
    fraction: fraction.replace(/0+$/u, ''),
    twelveHours: half !== 'none',
    offset: zone === undefined ? null : zoneOffset(zone),
  };
}

function hourOfDay(hour: number, half: 'forenoon' | 'afternoon' | 'none'): number | null {
  if (half === 'none') return hour <= 23 ? hour : null;
  // Some cultures print 24 hours and the word as well.
  if (hour > 12) return half === 'afternoon' && hour <= 23 ? hour : null;
  return (hour % 12) + (half === 'afternoon' ? 12 : 0);
}

function zoneOffset(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/u.exec(zone);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

function isoMoment(numbers: DateNumbers, day: number, month: number): string | null {
  const { year, time } = numbers;
  const midnight = Date.UTC(year, month - 1, day);
  const check = new Date(midnight);
  if (month < 1 || month > 12 || check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) return null;
  const moment = new Date(midnight + time.seconds * 1000 - (time.offset ?? 0) * 60_000);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9999) return null;
  const fraction = time.fraction === '' ? '' : `.${time.fraction}`;
  return `${moment.toISOString().slice(0, 19)}${fraction}${time.offset === null ? '' : 'Z'}`;
}
