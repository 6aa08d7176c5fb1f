import type { CmdletParameters } from '../../exchange/connection.ts';
import type { PlainInput } from '../../exchange/plain.ts';

/** Parameters of the table that are times; their cmdlets take no text. */
const times: ReadonlySet<string> = new Set(['StartTime']);

/**
 * Parameters as the bridge binds them (docs/bridge-protocol.md, section 5). Text stays text whatever it looks like: no form
 * of it can become part of a command.
 * @throws TypeError for an object, which no parameter of the table takes, and for a number that JSON cannot carry.
 */
export function wireParameters(parameters: CmdletParameters): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      times.has(name) && typeof value === 'string' ? { $: 'date', v: value } : wireValue(value),
    ]),
  );
}

function wireValue(value: PlainInput): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('a parameter must be a whole number');
    return isShort(value) ? value : { $: 'long', v: String(value) };
  }
  if (typeof value === 'bigint') return { $: 'long', v: value.toString() };
  if (value instanceof Uint8Array) return { $: 'bytes', v: Buffer.from(value).toString('base64') };
  if (isList(value)) return value.map((item) => wireValue(item));
  throw new TypeError('a parameter must be a plain value');
}

/** Fits 32 bits. */
function isShort(value: number): boolean {
  return value === Math.trunc(value) && Math.abs(value) < 2 ** 31;
}

function isList(value: PlainInput): value is readonly PlainInput[] {
  return Array.isArray(value);
}
