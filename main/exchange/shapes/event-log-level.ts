import type { Known } from '../../domain/reading.ts';
import type { PlainObject } from '../plain.ts';
import { field, name, openEnumName, textOf } from './fields.ts';

/** One answer of Get-EventLogLevel. */
export interface EventLogLevel {
  /** `MSExchangeTransport\SmtpSend`, without the server. */
  readonly category: string;
  readonly server: Known<string>;
  /** Lowest, Low, Medium, High, Expert. */
  readonly level: Known<string>;
}

const levels: ReadonlyMap<number, string> = new Map([
  [0, 'Lowest'],
  [1, 'Low'],
  [3, 'Medium'],
  [5, 'High'],
  [7, 'Expert'],
]);

/** Null when the answer names no category; the identity is `Category\Name` or `Server\Category\Name`. */
export function eventLogLevel(object: PlainObject): EventLogLevel | null {
  const identity = name(object, 'Identity') ?? textOf(field(object, 'ObjectId') ?? null);
  const parts = identity?.split('\\') ?? [];
  const category = parts.slice(-2);
  if (category.length < 2) return null;
  return {
    category: category.join('\\'),
    server: parts.length > 2 ? (parts[0] ?? null) : null,
    level: openEnumName(object, 'EventLevel', levels),
  };
}
