import type { Known } from '../../domain/reading.ts';
import { isPlainObject, type Plain, type PlainObject } from '../plain.ts';
import { field, firstField, numberOf, textOf } from './fields.ts';

/**
 * The time a property holds, in UTC (ISO 8601, as many digits of the second as the source has). Null when it is missing,
 * empty, or printed in the culture of some machine: `03/04/2026` is a different day in two countries. Of a property whose
 * name ends in `UTC` the zone is known without being written.
 */
export function utcTime(object: PlainObject, ...names: readonly string[]): Known<string> {
  for (const name of names) {
    const value = field(object, name);
    const printed = value === undefined ? null : textOf(value);
    const time = printed === null ? null : toUtc(printed, /utc$/i.test(name));
    if (time !== null) return time;
  }
  return null;
}

const written = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/;

function toUtc(printed: string, isUtc: boolean): string | null {
  const parts = written.exec(printed.trim());
  if (parts === null) return null;
  const [, local = '', fraction, zone = isUtc ? 'Z' : undefined] = parts;
  if (zone === undefined) return null;
  const epoch = Date.parse(`${local}${zone}`);
  if (Number.isNaN(epoch)) return null;
  const seconds = new Date(epoch).toISOString().slice(0, 19);
  return fraction === undefined ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}

/** A duration in seconds: an EnhancedTimeSpan object, `2.00:00:00` as .NET prints it, or `P2D` as Export-Clixml does. */
export function seconds(object: PlainObject, ...names: readonly string[]): Known<number> {
  const value = firstField(object, names);
  if (value === undefined) return null;
  return fromTicks(value) ?? fromPrinted(textOf(value) ?? '');
}

const ticksPerSecond = 10_000_000;

function fromTicks(value: Plain): number | null {
  const ticks = isPlainObject(value) ? numberOf(field(value, 'Ticks')) : null;
  return ticks === null ? null : ticks / ticksPerSecond;
}

function fromPrinted(printed: string): number | null {
  const span = /^(?:(\d{1,8})\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,7})?$/.exec(printed.trim());
  const iso = /^P(?:(\d{1,8})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})(?:\.\d{1,7})?S)?)?$/.exec(
    printed.trim(),
  );
  const parts = span ?? iso;
  if (parts === null || parts.slice(1).every((part) => part === undefined)) return null;
  const [days, hours, minutes, secs] = parts.slice(1).map((part) => Number(part ?? 0));
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (secs ?? 0);
}
