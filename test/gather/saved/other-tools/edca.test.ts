import { describe, expect, test } from 'vitest';
import type { PlainObject } from '../../../../main/exchange/plain.ts';
import { GapList } from '../../../../main/gather/saved/gap-list.ts';
import { collectTool } from '../../../../main/gather/saved/other-tools/collect-tool.ts';
import { edca, isEdca } from '../../../../main/gather/saved/other-tools/edca.ts';
import { jsonDate, jsonPlain } from '../../../../main/gather/saved/other-tools/json-plain.ts';
import { RecordCollector } from '../../../../main/gather/saved/record-collector.ts';
import { leafThumbprint } from './bundle-sample.ts';
import { edcaSample } from './edca-sample.ts';

function read(text: string) {
  const value = jsonPlain(text);
  if (!isEdca(value)) throw new Error('not recognised');
  const reading = edca(value);
  const collector = new RecordCollector('ex01.json', new GapList());
  collectTool(reading, collector);
  return { reading, found: collector.reading().found };
}

describe('what EDCA collected', () => {
  const { reading, found } = read(edcaSample);

  test('is read with its servers and its time', () => {
    expect(reading).toMatchObject({ tool: 'EDCA', at: '2026-05-01T08:00:00.0000000Z' });
    expect(reading.servers).toEqual(['ex01.contoso.com', 'ex02.contoso.com']);
  });

  test('gives one certificate for its two mentions, of which neither says everything', () => {
    expect(found.certificates).toMatchObject([
      {
        thumbprint: leafThumbprint,
        subject: 'CN=mail.contoso.com',
        notAfter: '2028-10-14T12:00:00.000Z',
        services: ['SMTP'],
        issuer: null,
        server: 'ex01.contoso.com',
      },
    ]);
  });

  test('gives connectors, levels, and the certificates with a special duty', () => {
    expect(found.sendConnectors[0]).toMatchObject({ name: 'Outbound to Office 365', ignoreStartTls: false });
    expect(found.receiveConnectors[0]?.name).toBe('Default Frontend EX01');
    expect(found.smtpSendLogLevels).toMatchObject([{ value: 'Expert', server: 'ex01.contoso.com' }]);
    expect(found.transportServices[0]?.value.internalTransportCertificateThumbprint).toBe(leafThumbprint);
    expect(found.authConfigs[0]?.value.currentThumbprint).toBe('3DAF40EC85C62DD39D98696AB5413E3EB83D6415');
    expect(found.authConfigs[0]?.value.nextThumbprint).toBeNull();
  });

  test('says which server could not be collected', () => {
    expect(reading.notRead).toEqual([
      { reason: { code: 'failed', detail: 'Access is denied.' }, count: 1, where: 'Servers[1]' },
    ]);
    expect(reading.complete).toBe(false);
  });

  test('is not seen in other JSON', () => {
    expect(isEdca(jsonPlain('{"a":1}'))).toBe(false);
    expect(isEdca(jsonPlain('[1]'))).toBe(false);
    expect(isEdca(jsonPlain('"EDCA"'))).toBe(false);
  });
});

describe('JSON from outside', () => {
  test('has keys that are data', () => {
    const value = jsonPlain('{"__proto__":{"polluted":1},"constructor":2}') as PlainObject;
    expect([...value.properties.keys()]).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each([
    ['cut off', '{"a":', 'not JSON, or cut off'],
    ['too deep', `${'['.repeat(100)}${']'.repeat(100)}`, 'more than 64 levels of JSON'],
    ['far too deep', '['.repeat(1_000_000), 'not JSON, or cut off'],
  ])('is refused with a sentence: %s', (_, text, sentence) => {
    expect(() => jsonPlain(text)).toThrow(sentence);
  });

  test('may hold dates as 5.1 writes them', () => {
    expect(jsonDate('/Date(0)/')).toBe('1970-01-01T00:00:00.000Z');
    expect(jsonDate('/Date(1628265451000+0200)/')).toBe('2021-08-06T15:57:31.000Z');
    expect(jsonDate('2021-08-06')).toBe('2021-08-06');
  });
});
