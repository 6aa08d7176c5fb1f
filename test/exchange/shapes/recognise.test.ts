import { describe, expect, it } from 'vitest';
import { recogniseRecord } from '../../../main/exchange/shapes/recognise.ts';
import { record } from './plain.ts';

const configuration = 'Microsoft.Exchange.Data.Directory.SystemConfiguration';

describe('an answer is recognised by its type', () => {
  it.each([
    ['Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate', 'exchange-certificate'],
    [`${configuration}.SmtpSendConnectorConfig`, 'send-connector'],
    [`${configuration}.ReceiveConnector`, 'receive-connector'],
    [`${configuration}.AuthConfig`, 'auth-config'],
    [`${configuration}.HybridConfiguration`, 'hybrid-configuration'],
    ['Microsoft.Exchange.Data.Directory.Management.ExchangeServer', 'exchange-server'],
    [`${configuration}.Pop3AdConfiguration`, 'pop-settings'],
    [`${configuration}.Imap4AdConfiguration`, 'imap-settings'],
    ['Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo', 'queue'],
    ['System.Diagnostics.Eventing.Reader.EventLogRecord', 'event'],
    ['System.Diagnostics.EventLogEntry#Application/MSExchangeTransport/12014', 'event'],
  ])('%s', (type, kind) => {
    for (const prefix of [
      '',
      'Deserialized.',
      'Selected.',
      'Deserialized.Selected.',
      'Selected.Deserialized.',
    ]) {
      expect(recogniseRecord(record({}, [`${prefix}${type}`, 'System.Object']))).toBe(kind);
    }
    expect(recogniseRecord(record({}, ['Local.Derived', type]))).toBe(kind);
  });
});

describe('after signing and through projections, the properties alone must do', () => {
  const types = ['System.Management.Automation.PSCustomObject', 'System.Object'];
  const x = 'x';
  it.each([
    ['exchange-certificate', { RawData: x, SerializationData: x, PSComputerName: x, RunspaceId: x }],
    ['exchange-certificate', { RawData: x, RunspaceId: x, PSShowComputerName: x }],
    ['exchange-certificate', { Thumbprint: x, Services: x, Subject: x }],
    ['exchange-certificate', { thumbprint: x, rootcatype: x }],
    ['exchange-certificate', { Thumbprint: x, Identity: x, HasPrivateKey: x }],
    ['store-certificate', { RawData: x, PSParentPath: 'Certificate::LocalMachine\\Root', RunspaceId: x }],
    ['store-certificate', { RawData: x, Thumbprint: x, Subject: x, HasPrivateKey: x }],
    ['send-connector', { Name: x, AddressSpaces: x, TlsAuthLevel: x, Fqdn: x }],
    ['send-connector', { Identity: x, SmartHosts: x, CloudServicesMailEnabled: x, TlsCertificateName: x }],
    ['receive-connector', { Identity: x, Bindings: x, AuthMechanism: x, Fqdn: x }],
    ['auth-config', { CurrentCertificateThumbprint: x, NextCertificateThumbprint: x }],
    ['hybrid-configuration', { SendingTransportServers: x, OnPremisesSmartHost: x, TlsCertificateName: x }],
    ['exchange-server', { Name: x, AdminDisplayVersion: x, ServerRole: x }],
    ['transport-service', { Name: x, InternalTransportCertificateThumbprint: x }],
    ['pop-settings', { X509CertificateName: x, ProtocolName: 'POP3' }],
    ['imap-settings', { X509CertificateName: x, ProtocolName: 'IMAP4' }],
    ['queue', { Identity: x, DeliveryType: x, Status: x, MessageCount: x, NextHopDomain: x }],
    ['federation-trust', { Name: x, OrgPrivCertificate: x }],
    ['event-log-level', { Identity: x, EventLevel: x }],
    ['event', { ProviderName: x, Id: x, TimeCreated: x }],
    ['event', { Source: x, EventID: x, ReplacementStrings: x }],
  ])('%s: %j', (kind, properties) => {
    expect(recogniseRecord(record(properties, types))).toBe(kind);
  });

  it.each([
    ['a service', { Name: x, Status: x, DisplayName: x, ServiceName: x }],
    [
      'an outbound connector of Exchange Online',
      { Name: x, SmartHosts: x, CloudServicesMailEnabled: x, TlsSettings: x, RecipientDomains: x },
    ],
    ['a mailbox server', { Name: x, AdminDisplayVersion: x, DatabaseCopyAutoActivationPolicy: x }],
    ['a connector with one property', { Name: x, SmartHosts: x }],
    ['settings of no named protocol', { X509CertificateName: x }],
    ['a certificate of which nothing tells the store', { Thumbprint: x, Subject: x }],
    ['nothing', {}],
  ])('%s is none of them', (_, properties) => {
    expect(recogniseRecord(record(properties, types))).toBeNull();
  });
});
