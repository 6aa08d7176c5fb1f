import type { z } from 'zod';
import { overLimit, StopReading } from '../stop-reading.ts';

const mostCharacters = 256 * 1024 * 1024;
const deepest = 64;

/**
 * Parses our own JSON: first what it calls itself and its version, so that a file of a later program gets a sentence that
 * says so, then every field by `schema`. Throws `StopReading`.
 */
export function parseVersioned<Schema extends z.ZodType>(
  text: string,
  format: string,
  version: number,
  schema: Schema,
): z.infer<Schema> {
  if (text.length > mostCharacters) throw overLimit(mostCharacters, 'characters of JSON');
  const value = parse(text);
  const [said, written] = [property(value, 'format'), property(value, 'version')];
  if (said !== format) throw new StopReading('damaged', `this is no ${format}`);
  if (typeof written !== 'number') throw new StopReading('damaged', `this ${format} has no version`);
  if (written !== version) {
    const remedy = written > version ? 'a newer Rootcause wrote it: update this one' : 'it is no longer read';
    throw new StopReading(
      'not-available',
      `this ${format} has version ${written}, not ${version}: ${remedy}`,
    );
  }
  checkDepth(value);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined ? '' : pathText(issue.path);
  throw new StopReading('damaged', `${where}: ${issue?.message ?? 'not of its type'}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new StopReading('damaged', 'not JSON, or cut off');
  }
}

/** Schemas of nested things recurse: a file of brackets must not reach them. */
function checkDepth(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) throw overLimit(deepest, 'levels of JSON');
    level = level.flatMap((inner) =>
      typeof inner === 'object' && inner !== null ? Object.values(inner) : [],
    );
  }
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

/** `servers[0].queues`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./u, '');
}
