import { describe, expect, it } from 'vitest';
import { isRead, readOrNull } from '../../../main/domain/reading.ts';
import { assembleSnapshot } from '../../../main/gather/saved/assemble.ts';
import { readSavedFile } from '../../../main/gather/saved/read-file.ts';
import { nothingFound, nothingRead, savedFile } from '../../../main/gather/saved/saved-file.ts';
import { makeLeaf, makeRoot } from '../../trust/support/make-certificate.ts';
import { assembler, configuration, one } from './assemble-files.ts';
import { b, ClixmlWriter, document, dt, element, i32, nil, s } from './clixml-writer.ts';
import { certificateExport, sendConnectorExport } from './exchange-export.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const assemble = assembler(folder);
const root = makeRoot();
const leaf = makeLeaf(root);
const { thumbprint } = leaf.parsed;

describe('what no file holds is not asked, never empty', () => {
  it('no files at all', () => {
    const snapshot = assembleSnapshot([]);
    expect(snapshot).toMatchObject({
      format: 'rootcause-snapshot',
      version: 1,
      servers: [],
      sources: [],
      contradictions: [],
    });
    for (const reading of Object.values(snapshot.organisation)) expect(isRead(reading)).toBe(false);
  });

  it('one file of connectors says nothing of certificates', async () => {
    const snapshot = await assemble(sendConnectorExport({ Name: 'Outbound' }));
    expect(readOrNull(snapshot.organisation.sendConnectors)).toMatchObject([{ name: 'Outbound' }]);
    expect(snapshot.organisation.receiveConnectors).toMatchObject({ notRead: { code: 'not-asked' } });
    expect(snapshot.servers).toEqual([]);
  });

  it('a source server of a connector is a server of which nothing else was read', async () => {
    const writer = new ClixmlWriter();
    const connector = writer.object({
      types: [`${configuration}.SmtpSendConnectorConfig`],
      props: [s('Name', 'Outbound'), writer.strings('SourceTransportServers', ['EX01', 'EX02'])],
    });
    const snapshot = await assemble(
      document(connector),
      certificateExport({ der: leaf.der, blob: { identity: `EX01\\${thumbprint}` } }),
    );
    expect(snapshot.servers.map(({ name, certificates }) => [name, isRead(certificates)])).toEqual([
      ['EX01', true],
      ['EX02', false],
    ]);
  });
});

describe('objects of the organisation', () => {
  it('the same connector of two files is one, by its GUID or its name', async () => {
    const guid = '0292c782-9804-4d8b-ae0e-e1c7ab90852b';
    const snapshot = await assemble(
      sendConnectorExport({ Name: 'Outbound', Guid: guid, Fqdn: 'mail.contoso.com' }),
      sendConnectorExport({
        Name: 'OUTBOUND',
        Guid: guid.toUpperCase(),
        TlsDomain: 'mail.protection.outlook.com',
      }),
      sendConnectorExport({ Name: 'Outbound', Guid: 'ffffffff-9804-4d8b-ae0e-e1c7ab90852b' }),
    );
    expect(readOrNull(snapshot.organisation.sendConnectors)).toMatchObject([
      {
        name: 'Outbound',
        fqdn: 'mail.contoso.com',
        tlsDomain: 'mail.protection.outlook.com',
        origins: [{}, {}],
      },
      { name: 'Outbound', guid: 'ffffffff-9804-4d8b-ae0e-e1c7ab90852b' },
    ]);
  });

  it('a connector that was changed between two exports is told', async () => {
    const snapshot = await assemble(
      sendConnectorExport({ Name: 'Outbound', TlsCertificateName: '<I>CN=A<S>CN=B' }),
      sendConnectorExport({ Name: 'Outbound', TlsCertificateName: '<I>CN=C<S>CN=B' }, '2026-04-01T00:00:00Z'),
    );
    expect(snapshot.contradictions.map(({ what }) => what)).toEqual(['tlsCertificateName', 'whenChanged']);
  });

  it('receive connectors of the same name on two servers are two', async () => {
    const connector = (server: string) =>
      one(`${configuration}.ReceiveConnector`, [s('Name', 'Default'), s('Server', server)]);
    const snapshot = await assemble(connector('EX01'), connector('EX02'), connector('ex01.contoso.com'));
    expect(readOrNull(snapshot.organisation.receiveConnectors)).toHaveLength(2);
    expect(snapshot.contradictions).toEqual([]);
  });

  it('the rest of the organisation', async () => {
    const snapshot = await assemble(
      one(`${configuration}.AuthConfig`, [s('CurrentCertificateThumbprint', thumbprint)]),
      one(`${configuration}.AuthConfig`, [s('NextCertificateThumbprint', root.parsed.thumbprint)]),
      one(`${configuration}.HybridConfiguration`, [nil('TlsCertificateName')]),
      one(`${configuration}.FederationTrust`, [
        s('Name', 'Microsoft Federation Gateway'),
        s('OrgPrivCertificate', thumbprint),
      ]),
      one('Exchange.EdgeSubscription', [s('Name', 'EDGE01')]),
    );
    expect(readOrNull(snapshot.organisation.authConfig)).toMatchObject({
      currentThumbprint: thumbprint,
      nextThumbprint: root.parsed.thumbprint,
    });
    expect(readOrNull(snapshot.organisation.hybridConfiguration)).toMatchObject({
      tlsCertificateName: { state: 'absent' },
    });
    expect(readOrNull(snapshot.organisation.federationTrusts)).toMatchObject([
      { currentThumbprint: thumbprint },
    ]);
    expect(readOrNull(snapshot.organisation.edgeSubscriptions)).toEqual([{ name: 'EDGE01', site: null }]);
    expect(snapshot.contradictions).toEqual([]);
  });
});

describe('what belongs to one server', () => {
  it('settings, queues, events and levels', async () => {
    const event = (recordId: string, message: boolean) =>
      one('System.Diagnostics.Eventing.Reader.EventLogRecord', [
        s('ProviderName', 'MSExchangeTransport'),
        i32('Id', 12014),
        s('RecordId', recordId),
        s('MachineName', 'EX01.contoso.com'),
        dt('TimeCreated', '2026-03-01T11:22:33.12+01:00'),
        '<Obj N="Properties" RefId="50"><LST /></Obj>',
        ...(message ? [s('Message', 'words')] : []),
      ]);
    const pop = one(`${configuration}.Pop3AdConfiguration`, [
      s('Identity', 'EX01\\1'),
      s('X509CertificateName', 'mail.contoso.com'),
    ]);
    const imap = one(`${configuration}.Imap4AdConfiguration`, [
      s('Server', 'ex01'),
      s('X509CertificateName', 'EX01'),
    ]);
    const queue = one('Exchange.ExtensibleQueueInfo', [
      s('Identity', 'EX01\\38'),
      s('Status', 'Retry'),
      i32('MessageCount', 3),
    ]);
    const transport = one('Exchange.TransportServer', [
      s('Name', 'EX01'),
      s('InternalTransportCertificateThumbprint', thumbprint),
    ]);
    const level = one('Exchange.EventCategoryObject', [
      s('Identity', 'EX01\\MSExchangeTransport\\SmtpSend'),
      s('EventLevel', 'Lowest'),
    ]);
    const snapshot = await assemble(
      event('7', false),
      event('7', true),
      event('8', false),
      pop,
      imap,
      queue,
      queue,
      transport,
      level,
    );
    expect(snapshot.servers).toHaveLength(1);
    const [server] = snapshot.servers;
    expect(server).toMatchObject({
      name: 'EX01',
      fqdn: 'EX01.contoso.com',
      popImap: { read: { popCertificateName: 'mail.contoso.com', imapCertificateName: 'EX01' } },
      transportService: { read: { internalTransportCertificateThumbprint: thumbprint } },
      smtpSendLogLevel: { read: 'Lowest' },
      queues: { read: [{ identity: 'EX01\\38', origins: [{}, {}] }] },
      events: { read: { logBegins: null, since: null } },
      intermediates: { notRead: { code: 'not-asked' } },
    });
    const events = server === undefined ? [] : (readOrNull(server.events)?.events ?? []);
    expect(events.map(({ recordId, message }) => [recordId, message])).toEqual([
      ['7', 'words'],
      ['8', null],
    ]);
  });

  it('certificates of its other stores', async () => {
    const writer = new ClixmlWriter();
    const stored = (store: string) =>
      writer.object({
        types: ['System.Security.Cryptography.X509Certificates.X509Certificate2'],
        props: [element('BA', 'RawData', root.der.toString('base64'))],
        members: [
          s('PSParentPath', `Certificate::LocalMachine\\${store}`),
          s('PSComputerName', 'EX01'),
          b('x', true),
        ],
      });
    const snapshot = await assemble(document(stored('Root'), stored('Root'), stored('CA'), stored('Other')));
    expect(snapshot.servers).toMatchObject([
      {
        name: 'EX01',
        roots: { read: [{ thumbprint: root.parsed.thumbprint }] },
        intermediates: { read: [{}] },
      },
    ]);
    expect(snapshot.sources[0]?.notRead).toMatchObject([{ count: 1 }]);
  });
});

describe('a damaged source', () => {
  it('gives what it has, and is not complete', async () => {
    const text = certificateExport({ der: leaf.der }, { der: root.der });
    const snapshot = await assemble(text.slice(0, text.length - 200));
    expect(snapshot.servers[0]?.certificates).toMatchObject({ read: [{ thumbprint }] });
    expect(snapshot.sources).toMatchObject([
      {
        kind: 'exchange-certificates',
        at: null,
        complete: false,
        notRead: [{ reason: { code: 'incomplete' } }],
      },
    ]);
  });

  it('that could not be opened is a source as well', async () => {
    const snapshot = assembleSnapshot([await readSavedFile(folder.path('nowhere.xml'))]);
    expect(snapshot.sources).toMatchObject([{ kind: 'unknown', complete: false }]);
  });
});

describe('a saved snapshot', () => {
  it('alone is taken as it is; with other files it is one source among them', () => {
    const saved = assembleSnapshot([]);
    const file = savedFile('a.json', 'snapshot', {
      ...nothingRead,
      found: { ...nothingFound, snapshot: saved },
    });
    expect(assembleSnapshot([file])).toBe(saved);
    const mixed = assembleSnapshot([file, savedFile('b.xml', 'clixml', nothingRead)]);
    expect(mixed.sources.map(({ path, notRead }) => [path, notRead])).toEqual([
      ['a.json', []],
      ['b.xml', []],
    ]);
    expect(mixed.organisation).toEqual(saved.organisation);
  });
});
