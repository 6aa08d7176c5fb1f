import { z } from 'zod';
import type { NotReadCode } from '../../../domain/reading.ts';

/** An enumeration that must name every member of its type: the compiler refuses a list that lacks one. */
export function everyOf<Member extends string>() {
  return <const Members extends readonly Member[]>(
    members: Members & ([Member] extends [Members[number]] ? unknown : never),
  ) => z.enum<Members>(members);
}

export const text = z.string();
export const knownText = z.string().nullable();
export const knownTexts = z.array(text).nullable();
export const knownFlag = z.boolean().nullable();
export const knownNumber = z.number().nullable();
/** ISO 8601, UTC, with up to nine digits of the second. */
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/u, { error: 'must be an ISO time in UTC' });
export const knownMoment = moment.nullable();
export const count = z.int().min(0);

export const originSchema = z.object({ source: text, where: text.exactOptional() });
export const origins = z.array(originSchema);

const notReadCode = everyOf<NotReadCode>()([
  'not-asked',
  'access-denied',
  'not-available',
  'failed',
  'damaged',
  'incomplete',
  'limit',
]);
export const reasonSchema = z.object({
  code: notReadCode,
  cause: text.exactOptional(),
  detail: text.exactOptional(),
});

/** A value with its origin, or the reason why there is none. */
export function readingOf<Value extends z.ZodType>(value: Value) {
  const rest = { from: originSchema, at: knownMoment };
  return z.union([z.object({ read: value, ...rest }), z.object({ notRead: reasonSchema, ...rest })]);
}
