import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRead } from '../../../main/domain/reading.ts';
import { assembleSnapshot } from '../../../main/gather/saved/assemble.ts';
import { readSavedFile } from '../../../main/gather/saved/read-file.ts';
import { readSavedFiles } from '../../../main/gather/saved/read-folder.ts';
import { exportFolder, exportPath, needsRealExports, realExportsAreThere } from './real-exports.ts';

const read = (name: string) => readSavedFile(exportPath(name));

/** Thumbprint, services, status, root type, exportable, friendly name: read from the files by hand. */
const certificates = {
  'connector-and-certificate-scenarios/GetExchangeCertificate.xml': [
    [
      '2D10A746D6BB8D795F1679AEBD89D5D2AE583CB7',
      [],
      'None',
      true,
      'Microsoft Exchange Server Auth Certificate',
    ],
    [
      '611C687DFC4343A5A03E0005A1EC6E9B6AFF586D',
      ['IMAP', 'POP', 'IIS'],
      'Registry',
      false,
      'Microsoft Exchange',
    ],
    ['E267D459A0FB53D0EF225C11FAC062D522648C09', [], 'None', true, 'IIS Express Development Certificate'],
    ['3341CEAF3DF4D3A9527EC98BDD53C54ECC3E0620', [], 'Registry', true, 'WMSVC-SHA2'],
  ],
  'connector-and-certificate-scenarios/GetExchangeCertificateMultipleMatches.xml': [
    [
      '03221367D3A3E863698501592A9B9C420D8D3F4E',
      ['SMTP'],
      'None',
      false,
      'IIS Express Development Certificate',
    ],
    [
      '2D10A746D6BB8D795F1679AEBD89D5D2AE583CB7',
      [],
      'None',
      false,
      'Microsoft Exchange Server Auth Certificate',
    ],
    [
      '611C687DFC4343A5A03E0005A1EC6E9B6AFF586D',
      ['IMAP', 'POP', 'IIS'],
      'Registry',
      false,
      'Microsoft Exchange',
    ],
    [
      'E267D459A0FB53D0EF225C11FAC062D522648C09',
      ['SMTP'],
      'None',
      true,
      'IIS Express Development Certificate',
    ],
    ['3341CEAF3DF4D3A9527EC98BDD53C54ECC3E0620', [], 'Registry', true, 'WMSVC-SHA2'],
  ],
  'e16/GetExchangeCertificate.xml': [
    [
      '92E196F3C8D3D753FCFC5B7690C3173AA1C0ABE3',
      ['SMTP'],
      'None',
      true,
      'Microsoft Exchange Server Auth Certificate',
    ],
    [
      '823884A32609DCDC8C4B5462952586C30D814073',
      ['IMAP', 'POP', 'IIS', 'SMTP'],
      'Registry',
      false,
      'Microsoft Exchange',
    ],
    ['A60C6E62FF85D208DF668D597A1B077E1534147F', [], 'Registry', true, 'CN=WMSvc-WIN-9UC94ETVM30'],
  ],
  // These blobs are signed; the others are from before November 2023.
  'auth-certificate-monitor/GetExchangeCertifiateWithNewAuthConfigCert.xml': [
    [
      'B22BD738BED13136D29B7F410CE2993C5313F8FA',
      ['SMTP'],
      'None',
      true,
      'Microsoft Exchange Server Auth Certificate - 20230105015642',
    ],
    [
      'BC6BF924D6EF046E64F8D1987DC1D7D2F4C0042A',
      ['SMTP'],
      'None',
      true,
      'Microsoft Exchange Server Auth Certificate - 20230104021554',
    ],
    [
      'E1BDF9AE58C93C75E76C9DD882138FB8FF0FA786',
      ['SMTP'],
      'None',
      true,
      'Microsoft Exchange Server Auth Certificate - 20221230045512',
    ],
    ['D003810EBE1624145889D031FBB77ED2BD280FD3', ['IMAP', 'IIS', 'SMTP'], 'None', true, 'E2k16-1'],
    ['2759456DC53C76E3DED093B567B6D8DAA42C0ADD', ['IIS'], 'Registry', true, 'SelfSignedCert'],
    ['FE0FAE9305F294F49DD2426AB214CC17853A7E87', [], 'Registry', true, 'WMSVC-SHA2'],
  ],
} as const;

describe.skipIf(!realExportsAreThere)(`exports of real Exchange servers${needsRealExports}`, () => {
  it.each(Object.entries(certificates))('certificates of %s', async (name, expected) => {
    const file = await read(name);
    expect(file).toMatchObject({
      format: 'clixml',
      kind: 'exchange-certificates',
      encoding: 'utf-8-bom',
      counts: { records: expected.length, notRead: 0 },
      objects: {},
      complete: true,
      contradictions: [],
    });
    const rows = file.found.certificates;
    expect(
      rows.map((row) => [
        row.thumbprint,
        row.services,
        row.rootCaType,
        row.privateKeyExportable,
        row.friendlyName,
      ]),
    ).toEqual(expected);
    for (const row of rows) {
      expect(row).toMatchObject({ status: 'Valid', hasPrivateKey: true, unreadable: null });
      expect(row.identity).toBe(`${row.server}\\${row.thumbprint}`);
      const der = Buffer.from(row.raw ?? '', 'base64');
      expect(createHash('sha1').update(der).digest('hex').toUpperCase()).toBe(row.thumbprint);
    }
  });

  it('bindings of the two web sites', async () => {
    const file = await read('connector-and-certificate-scenarios/GetExchangeCertificate.xml');
    expect(file.found.certificates[1]).toMatchObject({
      iisServices: ['IIS://WIN-CTD3L0RGEN4/W3SVC/1', 'IIS://WIN-CTD3L0RGEN4/W3SVC/2'],
      server: 'WIN-CTD3L0RGEN4.exlab.dom',
      notAfter: '2026-08-06T13:56:14.000Z',
      serialNumber: '1333B3FEE3E2CD894710594489D296B0',
    });
  });

  it('the send connector with its pinned certificate', async () => {
    const file = await read('connector-and-certificate-scenarios/GetSendConnector.xml');
    expect(file).toMatchObject({ kind: 'send-connectors', counts: { records: 1, notRead: 0 } });
    expect(file.found.sendConnectors).toMatchObject([
      {
        name: 'Mail to O365',
        guid: '0292c782-9804-4d8b-ae0e-e1c7ab90852b',
        enabled: true,
        fqdn: '',
        tlsCertificateName: { state: 'present', value: { issuer: 'CN=localhost', subject: 'CN=localhost' } },
        requireTls: false,
        tlsAuthLevel: '',
        tlsDomain: '',
        cloudServicesMailEnabled: true,
        ignoreStartTls: false,
        smartHosts: ['microsoft-com.mail.protection.outlook.com'],
        addressSpaces: ['SMTP:*;1'],
        sourceServers: ['WIN-CTD3L0RGEN4'],
        whenChanged: '2022-03-23T17:00:30Z',
      },
    ]);
  });

  it('the receive connectors, with and without a pin', async () => {
    const file = await read('connector-and-certificate-scenarios/GetReceiveConnector.xml');
    const rows = file.found.receiveConnectors;
    expect(
      rows.map(({ name, transportRole, tlsCertificateName }) => [
        name,
        transportRole,
        tlsCertificateName.state,
      ]),
    ).toEqual([
      ['Default WIN-CTD3L0RGEN4', 'HubTransport', 'absent'],
      ['Client Proxy WIN-CTD3L0RGEN4', 'HubTransport', 'absent'],
      ['Default Frontend WIN-CTD3L0RGEN4', 'FrontendTransport', 'present'],
      ['Outbound Proxy Frontend WIN-CTD3L0RGEN4', 'FrontendTransport', 'absent'],
      ['Client Frontend WIN-CTD3L0RGEN4', 'FrontendTransport', 'absent'],
    ]);
    expect(rows[4]).toMatchObject({
      fqdn: 'WIN-CTD3L0RGEN4.exlab.dom',
      authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS'],
      protocolLoggingLevel: 'None',
      server: 'WIN-CTD3L0RGEN4',
    });
  });

  it.each([
    ['connector-and-certificate-scenarios', '2D10A746D6BB8D795F1679AEBD89D5D2AE583CB7'],
    ['e16', '92E196F3C8D3D753FCFC5B7690C3173AA1C0ABE3'],
  ])('the Auth configuration of %s', async (folder, currentThumbprint) => {
    const file = await read(`${folder}/GetAuthConfig.xml`);
    expect(file.kind).toBe('auth-config');
    expect(file.found.authConfigs.map(({ value }) => value)).toEqual([
      { currentThumbprint, previousThumbprint: '', nextThumbprint: '', nextEffectiveDate: null },
    ]);
  });

  it('the server', async () => {
    const file = await read('e16/GetExchangeServer.xml');
    expect(file.found.exchangeServers.map(({ value }) => value)).toEqual([
      {
        name: 'SOLO-E16A',
        fqdn: 'Solo-E16A.Solo.local',
        role: 'Mailbox',
        version: 'Version 15.1 (Build 2375.7)',
        site: 'Default-First-Site-Name',
      },
    ]);
  });

  it('services of Windows are counted by type', async () => {
    expect(await read('parser-stress/GetService.xml')).toMatchObject({
      format: 'clixml',
      kind: 'other-objects',
      counts: { records: 254, notRead: 0 },
      objects: { 'System.ServiceProcess.ServiceController': 254 },
      complete: true,
    });
  });

  it('an export of nothing holds nothing', async () => {
    expect(await read('parser-stress/Win32_PageFileSetting.xml')).toMatchObject({
      format: 'clixml',
      counts: { records: 0, notRead: 0 },
      objects: {},
      complete: true,
    });
  });

  it('all of them as one folder: three servers, and what two files say differently', async () => {
    const snapshot = assembleSnapshot(await readSavedFiles([exportFolder]));
    const rows = snapshot.servers.map(({ name, fqdn, certificates: reading }) => [
      name,
      fqdn,
      isRead(reading) ? reading.read.length : null,
    ]);
    expect(rows).toEqual([
      ['E2k16-1', 'E2k16-1.Contoso.lab', 6],
      ['WIN-CTD3L0RGEN4', 'WIN-CTD3L0RGEN4.exlab.dom', 5],
      ['Solo-E16A', 'Solo-E16A.Solo.local', 3],
    ]);
    expect(snapshot.contradictions.map(({ what, subject }) => `${what} ${subject.slice(0, 8)}`)).toEqual([
      'currentThumbprint Auth Con',
      'privateKeyExportable 2D10A746',
      'services E267D459',
    ]);
    expect(snapshot.sources).toHaveLength(11);
  });

  it('records out are records in, for every file here', async () => {
    for (const folder of readdirSync(exportFolder)) {
      for (const name of readdirSync(exportPath(folder))) {
        const text = readFileSync(exportPath(`${folder}/${name}`), 'utf8');
        const topLevel = text.split('\n').filter((line) => line.startsWith('  <Obj ')).length;
        const { found, objects, counts } = await read(`${folder}/${name}`);
        const shaped = Object.values(found).reduce(
          (sum, list) => sum + (Array.isArray(list) ? list.length : 0),
          0,
        );
        const counted = Object.values(objects).reduce((sum, count) => sum + count, 0);
        expect([name, counts.records, shaped + counted]).toEqual([name, topLevel, topLevel]);
      }
    }
  });
});
