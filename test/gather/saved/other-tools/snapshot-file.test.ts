import { describe, expect, test } from 'vitest';
import { readRootcauseBundle } from '../../../../main/gather/saved/other-tools/rootcause-bundle.ts';
import { formatSnapshot, parseSnapshot } from '../../../../main/gather/saved/other-tools/snapshot-file.ts';
import { bundleSample } from './bundle-sample.ts';

const snapshot = await readRootcauseBundle(JSON.stringify(bundleSample()), 'case.rootcause.json');
const text = formatSnapshot(snapshot);

/** The text of the snapshot with one value replaced, told by its path. */
function withValue(path: readonly (string | number)[], value: unknown): string {
  const copy: unknown = JSON.parse(text);
  let inner = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) inner = inner[key] as Record<string | number, unknown>;
  inner[path.at(-1) ?? ''] = value;
  return JSON.stringify(copy);
}

describe('a saved snapshot', () => {
  test('comes back exactly as it was', () => {
    expect(parseSnapshot(text)).toEqual(snapshot);
    expect(formatSnapshot(parseSnapshot(text))).toBe(text);
  });

  test('comes back from a file with a byte order mark', () => {
    expect(parseSnapshot(`\ufeff${text}`)).toEqual(snapshot);
  });

  test('keeps its own fields when a later program added some', () => {
    expect(parseSnapshot(withValue(['servers', 0, 'somethingNew'], 1))).toEqual(snapshot);
  });

  test.each([
    ['another version', withValue(['version'], 3), 'has version 3, not 1: a newer Rootcause wrote it'],
    ['an older version', withValue(['version'], 0), 'has version 0, not 1: it is no longer read'],
    ['another format', withValue(['format'], 'rootcause-bundle'), 'this is no rootcause-snapshot'],
    ['a cut file', text.slice(0, -200), 'not JSON, or cut off'],
    ['no JSON', 'hello', 'not JSON, or cut off'],
    ['null', 'null', 'this is no rootcause-snapshot'],
    [
      'a thumbprint that is none',
      withValue(['servers', 0, 'certificates', 'read', 0, 'thumbprint'], 'zz'),
      'servers[0].certificates',
    ],
    [
      'a service that does not exist',
      withValue(['servers', 0, 'certificates', 'read', 0, 'services'], ['FTP']),
      'servers[0].certificates',
    ],
    ['a missing reading', withValue(['servers', 0, 'queues'], undefined), 'servers[0].queues'],
    [
      'bytes that are no base64',
      withValue(['servers', 0, 'intermediates', 'read', 0, 'raw'], '<'),
      'intermediates',
    ],
    [
      'a count below zero',
      withValue(['sources', 0, 'notRead', 0, 'count'], -1),
      'sources[0].notRead[0].count',
    ],
    ['a local time', withValue(['sources', 0, 'at'], '2026-11-25T08:00:00'), 'sources[0].at'],
  ])('is refused with a sentence: %s', (_, changed, sentence) => {
    expect(() => parseSnapshot(changed)).toThrow(sentence);
  });

  test('with a reply wrapped a thousand times is refused, not followed', () => {
    const reply = '{"code":null,"enhanced":null,"text":"","class":"other","reason":null,"inner":';
    const deep = `${reply.repeat(1000)}null${'}'.repeat(1000)}`;
    const sessions = { read: [{ rejection: 'HERE' }], from: { source: '' }, at: null };
    const changed = withValue(['servers', 0, 'sendSessions'], sessions).replace('"HERE"', deep);
    expect(() => parseSnapshot(changed)).toThrow('more than 64 levels of JSON');
  });
});
