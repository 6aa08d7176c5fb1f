import { describe, expect, test } from 'vitest';
import { isRead, type Reading } from '../../../../main/domain/reading.ts';
import type { ServerReadings } from '../../../../main/domain/snapshot.ts';
import { readRootcauseBundle } from '../../../../main/gather/saved/other-tools/rootcause-bundle.ts';
import { bundleSample, issuerDer, leafDer, leafThumbprint } from './bundle-sample.ts';

const path = 'case.rootcause.json';
const snapshot = await readRootcauseBundle(JSON.stringify(bundleSample()), path);

function server(): ServerReadings {
  const [first] = snapshot.servers;
  if (first === undefined) throw new Error('no server');
  return first;
}

function readOf<T>(reading: Reading<T>): T {
  if (!isRead(reading)) throw new Error(`not read: ${reading.notRead.detail ?? reading.notRead.code}`);
  return reading.read;
}

describe('a bundle of Export-Rootcause.ps1', () => {
  test('gives the certificate with the bytes of the store and the key permission of the disk', () => {
    const [certificate] = readOf(server().certificates);
    expect(certificate).toMatchObject({
      thumbprint: leafThumbprint,
      subject: 'CN=mail.contoso.com, O="Contoso, Ltd."',
      names: ['mail.contoso.com', 'ex01.contoso.com'],
      services: ['IMAP', 'POP', 'IIS', 'SMTP'],
      friendlyName: 'תעודה',
      rootCaType: 'Enterprise',
      hasPrivateKey: true,
      networkServiceCanReadKey: false,
      server: 'ex01.contoso.com',
      raw: leafDer,
      unreadable: null,
    });
    expect(certificate?.origins).toEqual([
      { source: path, where: 'EX01 certificates 1' },
      { source: path, where: 'EX01 privateKeyAccess' },
    ]);
  });

  test('gives what the other stores, IIS and the registry say', () => {
    expect(readOf(server().intermediates).map(({ raw }) => raw)).toEqual([issuerDer]);
    expect(readOf(server().iisBindings)).toEqual([
      { site: 'Default Web Site', port: 443, thumbprint: leafThumbprint },
    ]);
    expect(readOf(server().rootAutoUpdateDisabled)).toBe(false);
  });

  test('gives the event with its meaning, and the time before which nothing is known', () => {
    const log = readOf(server().events);
    expect(log.events[0]).toMatchObject({ meaning: 'delivery-failed', time: '2026-11-25T07:00:01.3400000Z' });
    expect(log.events[0]?.subject?.reply?.class).toBe('untrusted-root');
    expect(log.logBegins).toBe('2026-11-20T00:00:00.0000000Z');
    expect(log.since).toBe('2026-11-18T08:00:00.0000000Z');
  });

  test('gives the session that proves which certificate was sent', () => {
    const [session] = readOf(server().sendSessions);
    expect(session?.sentCertificate?.thumbprint).toBe(leafThumbprint);
    expect(session?.rejection?.class).toBe('untrusted-root');
    expect(session?.origin).toEqual({ source: path, where: 'C:\\Logs\\SEND2026112507-1.LOG line 4' });
  });

  test('keeps the reason of everything that could not be read', () => {
    expect(server().roots).toMatchObject({ notRead: { code: 'access-denied', detail: 'Access is denied.' } });
    expect(snapshot.organisation.federationTrusts).toMatchObject({ notRead: { code: 'access-denied' } });
    expect(snapshot.organisation.edgeSubscriptions).toMatchObject({ notRead: { code: 'not-available' } });
    expect(server().receiveSessions).toMatchObject({ notRead: { code: 'not-asked' } });
    expect(readOf(server().popImap)).toEqual({
      popCertificateName: 'mail.contoso.com',
      imapCertificateName: null,
    });
  });

  test('tells an organisation without a hybrid configuration from one that was not asked', async () => {
    expect(readOf(snapshot.organisation.hybridConfiguration)).toBeNull();
    const bundle = bundleSample();
    const { hybridConfiguration, ...rest } = bundle.organisation;
    expect(hybridConfiguration.records).toEqual([]);
    const without = await readRootcauseBundle(JSON.stringify({ ...bundle, organisation: rest }), path);
    expect(without.organisation.hybridConfiguration).toMatchObject({ notRead: { code: 'not-asked' } });
  });

  test('tells an empty pin from one that was not said', () => {
    const [connector] = readOf(snapshot.organisation.sendConnectors);
    expect(connector?.tlsCertificateName).toEqual({ state: 'absent' });
    expect(connector?.ignoreStartTls).toBeNull();
  });

  test('lists what is only partly there in its source', () => {
    const [source] = snapshot.sources;
    expect(source).toMatchObject({ path, kind: 'bundle', at: '2026-11-25T08:00:00.123Z', complete: true });
    expect(source?.notRead.map(({ reason }) => reason.detail)).toEqual([
      'EX01 imapSettings: the service does not answer',
      'C:\\Logs\\SEND2026112507-1.LOG: only the end of the file',
    ]);
  });

  test('shows the store alone when Exchange refused to list', async () => {
    const bundle = bundleSample();
    const refused = { at: bundle.at, failure: { code: 'failed', message: 'A special Rpc error occurs' } };
    const servers = bundle.servers.map((one) => ({ ...one, certificates: refused }));
    const other = await readRootcauseBundle(JSON.stringify({ ...bundle, servers }), path);
    const [certificate] = readOf(other.servers[0]?.certificates ?? server().certificates);
    expect(certificate).toMatchObject({
      thumbprint: leafThumbprint,
      services: null,
      networkServiceCanReadKey: false,
    });
    expect(other.sources[0]?.complete).toBe(false);
  });

  test('does not claim to know the time before its oldest event when the search was ended', async () => {
    const bundle = bundleSample();
    for (const one of bundle.servers)
      for (const search of one.events.records) Object.assign(search, { limit: 5000 });
    const other = await readRootcauseBundle(JSON.stringify(bundle), path);
    expect(readOf(other.servers[0]?.events ?? server().events).since).toBe('2026-11-25T07:00:01.3400000Z');
    expect(other.sources[0]?.complete).toBe(false);
  });

  test('counts records that make no sense', async () => {
    const bundle = bundleSample();
    for (const one of bundle.servers)
      Object.assign(one.queues, { records: [...one.queues.records, { Status: 'Retry' }] });
    const other = await readRootcauseBundle(JSON.stringify(bundle), path);
    expect(readOf(other.servers[0]?.queues ?? server().queues).length).toBe(1);
    expect(other.sources[0]?.notRead).toContainEqual({
      reason: { code: 'damaged', detail: 'EX01 queues: records that make no sense' },
      count: 1,
      where: 'EX01 queues',
    });
  });
});

describe('a file that is no bundle we read', () => {
  const changed = (change: object) => JSON.stringify({ ...bundleSample(), ...change });

  test.each([
    ['of a later version', changed({ version: 2 }), 'has version 2, not 1: a newer Rootcause wrote it'],
    ['without a version', changed({ version: undefined }), 'has no version'],
    ['of another format', changed({ format: 'x' }), 'this is no rootcause-bundle'],
    ['cut off', changed({}).slice(0, 5000), 'not JSON, or cut off'],
    ['with a field of a wrong type', changed({ days: '7' }), 'days: '],
    ['with a time that is none', changed({ at: 'yesterday' }), 'at: '],
    ['of brackets', '['.repeat(200_000), 'not JSON, or cut off'],
    [
      'of nested objects',
      changed({}).replace('{', `{"extra":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)},`),
      'more than 64 levels of JSON',
    ],
  ])('is refused with a sentence: %s', async (_, text, sentence) => {
    await expect(readRootcauseBundle(text, path)).rejects.toThrow(sentence);
  });

  test('may have fields of a later script', async () => {
    const text = changed({ somethingNew: { a: 1 } });
    expect((await readRootcauseBundle(text, path)).servers.length).toBe(1);
  });

  test('cannot reach a prototype', async () => {
    const text = changed({}).replace('"Name":"EX01"', '"__proto__":{"polluted":1},"Name":"EX01"');
    await readRootcauseBundle(text, path);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
