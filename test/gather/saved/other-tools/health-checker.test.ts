import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PlainInput, type PlainObject, plainRecord } from '../../../../main/exchange/plain.ts';
import { memorySource } from '../../../../main/gather/saved/byte-source.ts';
import { readClixml } from '../../../../main/gather/saved/clixml/read-clixml.ts';
import { GapList } from '../../../../main/gather/saved/gap-list.ts';
import { collectTool } from '../../../../main/gather/saved/other-tools/collect-tool.ts';
import { healthChecker, isHealthChecker } from '../../../../main/gather/saved/other-tools/health-checker.ts';
import type { ToolReading } from '../../../../main/gather/saved/other-tools/tool-reading.ts';
import { RecordCollector } from '../../../../main/gather/saved/record-collector.ts';
import { leafDer, leafThumbprint } from './bundle-sample.ts';

function found(reading: ToolReading) {
  const collector = new RecordCollector('report.xml', new GapList());
  collectTool(reading, collector);
  return collector.reading();
}

function record(properties: Readonly<Record<string, PlainInput>>): PlainObject {
  return plainRecord(properties);
}

const custom = {
  Thumbprint: leafThumbprint,
  Subject: 'CN=mail.contoso.com',
  FriendlyName: 'mail.contoso.com',
  PublicKeySize: 2048,
  Namespaces: ['mail.contoso.com'],
  Services: 'IMAP, POP, IIS, SMTP',
  Status: 'Unknown',
  LifetimeInDays: 12,
} satisfies Record<string, PlainInput>;

describe('a report saved with -Depth 2', () => {
  /** Structure of the collector's source, written by PowerShell's own serializer at depth 2 with a real certificate object. */
  const bytes = readFileSync(join(import.meta.dirname, 'health-checker-depth-2.xml'));

  test('gives certificates, connectors and servers as the cmdlets would', async () => {
    const roots: PlainObject[] = [];
    await readClixml(memorySource(bytes), (root) => roots.push(root), {});
    expect(roots.map(isHealthChecker)).toEqual([true]);
    const reading = healthChecker(roots[0] ?? record({}));
    expect(reading).toMatchObject({
      tool: 'HealthChecker',
      servers: ['ex01.contoso.com'],
      at: '2026-01-15T08:00:00Z',
      complete: true,
      notRead: [],
    });
    expect(reading.objects.map(({ cmdlet }) => cmdlet).toSorted()).toEqual([
      'Get-AuthConfig',
      'Get-ExchangeCertificate',
      'Get-ExchangeServer',
      'Get-ReceiveConnector',
      'Get-SendConnector',
      'Get-TransportService',
    ]);
    const { certificates, sendConnectors, transportServices } = found(reading).found;
    expect(certificates).toMatchObject([
      { thumbprint: leafThumbprint, raw: leafDer, services: ['IMAP', 'POP', 'IIS', 'SMTP'], status: 'Valid' },
    ]);
    expect(certificates[0]?.server).toBe('ex01.contoso.com');
    expect(sendConnectors[0]?.tlsCertificateName.state).toBe('present');
    expect(transportServices[0]?.server).toBe('EX01');
  });

  test('counts the parts that are of no use to us', async () => {
    const roots: PlainObject[] = [];
    await readClixml(memorySource(bytes), (root) => roots.push(root), {});
    // ExchangeServicesNotRunning, ServerMaintenance, ADSiteCount.
    expect(healthChecker(roots[0] ?? record({})).otherParts).toBe(3);
  });
});

describe('older reports', () => {
  const report = (exchange: Record<string, PlainInput>, organisation: Record<string, PlainInput> = {}) =>
    record({
      ServerName: 'EX01',
      ExchangeInformation: record(exchange),
      OrganizationInformation: record(organisation),
    });

  test('have their own certificate and connector objects only', () => {
    const details = record({ TlsCertificateName: null, TlsCertificateSet: false });
    const send = { Name: 'Outbound', ConnectorType: 'Send', CloudEnabled: true, CertificateDetails: details };
    const receive = { Name: 'Default', Identity: 'EX01\\Default', ConnectorType: 'Receive' };
    const reading = healthChecker(
      report({ ExchangeCertificates: [record(custom)], ExchangeConnectors: [record(send), record(receive)] }),
    );
    const { certificates, sendConnectors, receiveConnectors } = found(reading).found;
    expect(certificates[0]).toMatchObject({ thumbprint: leafThumbprint, names: ['mail.contoso.com'] });
    expect(sendConnectors[0]).toMatchObject({
      cloudServicesMailEnabled: true,
      tlsCertificateName: { state: 'absent' },
      fqdn: null,
    });
    expect(receiveConnectors[0]?.tlsCertificateName).toEqual({ state: 'unknown' });
  });

  test('do not pass their own words for those of Exchange', () => {
    const reading = healthChecker(report({ ExchangeCertificates: [record(custom)] }));
    const [certificate] = found(reading).found.certificates;
    // `Unknown` stands for an empty Status, and the friendly name was replaced by the first DNS name.
    expect(certificate?.status).toBeNull();
    expect(certificate?.friendlyName).toBeNull();
  });

  test('that went through JSON have numbers for enumerations and bytes as a list', () => {
    const raw = [...Buffer.from(leafDer, 'base64')];
    const inner = report({
      ExchangeCertificateInformation: record({
        Certificates: [record({ RawData: raw, Services: 27, Status: 1 })],
      }),
    });
    const wrapped = record({ HealthCheckerExchangeServer: inner, HtmlServerValues: null });
    expect(isHealthChecker(wrapped)).toBe(true);
    const [certificate] = found(healthChecker(wrapped)).found.certificates;
    expect(certificate).toMatchObject({
      thumbprint: leafThumbprint,
      services: ['IMAP', 'POP', 'IIS', 'SMTP'],
      status: 'Valid',
    });
  });

  test('that were cut by their depth say so instead of showing no certificates', () => {
    const reading = healthChecker(
      report({
        ExchangeCertificateInformation: record({ Certificates: ['System.Object', 'System.Object'] }),
      }),
    );
    expect(reading.complete).toBe(false);
    expect(reading.notRead).toContainEqual({
      reason: { code: 'incomplete', detail: 'certificates: cut off by the depth of the export' },
      count: 2,
      where: 'certificates',
    });
  });

  test('of several servers in one file are all read', () => {
    const reports = record({ a: 1 });
    const both: PlainObject = { ...reports, items: [report({ X: 1 }), report({ X: 1 })] };
    expect(healthChecker(both).servers).toEqual(['EX01', 'EX01']);
  });

  test('are not seen in other objects', () => {
    expect(isHealthChecker(record({ Name: 'x' }))).toBe(false);
    expect(isHealthChecker(record({ ExchangeInformation: 'text' }))).toBe(false);
  });
});
