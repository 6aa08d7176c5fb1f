/** A date as printed, before it is known which of its two small numbers is the month. */
interface PrintedDate {
  readonly year: number;
  readonly first: number;
  readonly second: number;
  /** Null when only the numbers can tell. */
  readonly order: DateOrder | null;
  /** Milliseconds since midnight, UTC; may be negative or beyond a day because of an offset. */
  readonly time: number;
}

type DateOrder = 'day-first' | 'month-first';

/** As Exchange itself writes it. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:\.?[T .](.*))?$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ](.*))?$/;
const namedMonth = /^(?:[A-Z][a-z]{2}, )?(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4})(?:[T ](.*))?$/;
const clock = /^(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,7}))?$/;
const zone = /^(?:Z|UTC|GMT|([+-])(\d{2}):?(\d{2}))$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const forenoon = ['am', 'a.m.', '上午', '오전', 'πμ', 'π.μ.'];
const afternoon = ['pm', 'p.m.', '下午', '오후', 'μμ', 'μ.μ.'];
const longestDate = 64;

/** A date and time of a protocol log as ISO text in UTC; null when it is no full date, or day and month could be swapped. */
export function parseLogDate(text: string): string | null {
  if (isoTime.test(text)) {
    const date = new Date(text);
    if (date.getUTCDate() === Number(text.slice(8, 10))) return text;
  }
  return parseLogDates([text])[0] as string | null;
}

/**
 * Dates printed by one program at one time, so that one which shows whether the day stands first decides for all.
 * Protocol logs are in UTC (exchange.md 6.4); an offset in the text is honoured.
 */
export function parseLogDates(texts: readonly string[]): readonly (string | null)[] {
  const printed = texts.map(readPrintedDate);
  const orders = new Set(printed.map(orderOf).filter((order) => order !== null));
  const order = orders.size === 1 ? ([...orders][0] as DateOrder) : null;
  return printed.map((date) => (date === null ? null : isoOf(date, orderOf(date) ?? order)));
}

function orderOf(date: PrintedDate | null): DateOrder | null {
  if (date === null) return null;
  if (date.order !== null) return date.order;
  if (date.first > 12) return 'day-first';
  return date.second > 12 ? 'month-first' : null;
}

function readPrintedDate(text: string): PrintedDate | null {
  const trimmed = text.trim();
  if (trimmed.length > longestDate) return null;
  return readYearFirst(trimmed) ?? readYearLast(trimmed) ?? readNamedMonth(trimmed);
}

function readYearFirst(text: string): PrintedDate | null {
  const match = yearFirst.exec(text);
  const time = readTime(match?.[5]);
  if (match === null || time === null) return null;
  return {
    year: Number(match[1]),
    first: Number(match[3]),
    second: Number(match[4]),
    order: 'month-first',
    time,
  };
}

/** With full stops the day always stands first; no culture of .NET writes the month there. */
function readYearLast(text: string): PrintedDate | null {
  const match = yearLast.exec(text);
  const time = readTime(match?.[5]);
  if (match === null || time === null) return null;
  const order = match[2] === '.' ? 'day-first' : null;
  return { year: Number(match[4]), first: Number(match[1]), second: Number(match[3]), order, time };
}

function readNamedMonth(text: string): PrintedDate | null {
  const match = namedMonth.exec(text);
  const time = readTime(match?.[4]);
  const month = months.indexOf(match?.[2]?.toLowerCase() ?? '') + 1;
  if (match === null || time === null || month === 0) return null;
  return { year: Number(match[3]), first: Number(match[1]), second: month, order: 'day-first', time };
}

function readTime(text: string | undefined): number | null {
  if (text === undefined) return null;
  let words = text
    .trim()
    .replace(/Z$/, ' Z')
    .replace(/(?<=\d)(?=[+-]\d)/, ' ')
    .split(' ')
    .filter((word) => word !== '');
  let offset = 0;
  const zoned = zone.exec(words.at(-1) ?? '');
  if (zoned !== null) {
    offset = (Number(zoned[2] ?? 0) * 60 + Number(zoned[3] ?? 0)) * (zoned[1] === '-' ? -1 : 1);
    words = words.slice(0, -1);
  }
  const half = words.find((word) => !clock.test(word))?.toLowerCase() ?? null;
  const match = clock.exec(words.find((word) => clock.test(word)) ?? '');
  if (match === null || words.length > (half === null ? 1 : 2)) return null;
  const hour = hourOf(Number(match[1]), half);
  const [minute, second] = [Number(match[2]), Number(match[3])];
  if (hour === null || minute > 59 || second > 59) return null;
  const milliseconds = Number((match[4] ?? '').padEnd(3, '0').slice(0, 3));
  return ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

function hourOf(hour: number, half: string | null): number | null {
  if (half === null) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  if (forenoon.includes(half)) return hour % 12;
  return afternoon.includes(half) ? (hour % 12) + 12 : null;
}

function isoOf(date: PrintedDate, order: DateOrder | null): string | null {
  if (order === null && date.first !== date.second) return null;
  const [month, day] = order === 'day-first' ? [date.second, date.first] : [date.first, date.second];
  const midnight = Date.UTC(date.year, month - 1, day);
  const checked = new Date(midnight);
  if (date.year < 1000 || checked.getUTCMonth() !== month - 1 || checked.getUTCDate() !== day) return null;
  return new Date(midnight + date.time).toISOString();
}

const dateBegins =
  /^(?:(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?:\D.*)?|\d{1,2}-[A-Za-z]{3}-\d{4}|[A-Z][a-z]{2},)$/;

/** True when a date begins with this word: `8/6/2021` of `8/6/2021 1:57:31 PM`. */
export function beginsDate(word: string): boolean {
  return word.length <= longestDate && dateBegins.test(word);
}
