import { DerError, type DerReader, derTag } from './der.ts';

export interface CertificateTime {
  /** Milliseconds since 1970 UTC. */
  readonly epoch: number;
  /** Whether it is written as RFC 5280 4.1.2.5 demands: UTCTime through 2049, then GeneralizedTime, seconds, `Z`. */
  readonly conforming: boolean;
  /** As encoded, for example `491231235959Z`. */
  readonly text: string;
}

const utcForm = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/;
const generalizedForm = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d{1,9})?(Z|[+-]\d{4})$/;

/** Reads a Time; forms outside RFC 5280 are understood, so that they can be shown, and marked not conforming. */
export function readTime(reader: DerReader): CertificateTime {
  const element = reader.next();
  const utc = element.tag === derTag.utcTime;
  if (!utc && element.tag !== derTag.generalizedTime) throw new DerError('bad-value', element.start, 'time');
  const text = reader.bytes.toString('latin1', element.content, element.end);
  const fields = (utc ? utcForm : generalizedForm).exec(text);
  if (fields === null) throw new DerError('bad-value', element.start, 'time');
  const [, years, month, day, hour, minute, second, zone] = fields;
  let year = Number(years);
  if (utc) year += year < 50 ? 2000 : 1900;
  const epoch = epochOf(year, Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0));
  if (epoch === null) throw new DerError('bad-value', element.start, 'no such date');
  const conforming = second !== undefined && zone === 'Z' && !text.includes('.') && (utc || year >= 2050);
  return { epoch: epoch - zoneOffset(zone as string), conforming, text };
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `Date.UTC` moves the years 0-99 to 1900 and lets 31 February pass; a certificate must not profit from either. */
function epochOf(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && leap ? 29 : monthLengths[month - 1];
  if (length === undefined || day < 1 || day > length || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
