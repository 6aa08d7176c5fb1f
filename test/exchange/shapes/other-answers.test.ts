import { describe, expect, it } from 'vitest';
import { authConfig } from '../../../main/exchange/shapes/auth-config.ts';
import { edgeSubscription } from '../../../main/exchange/shapes/edge-subscription.ts';
import { eventLogLevel } from '../../../main/exchange/shapes/event-log-level.ts';
import { exchangeServer } from '../../../main/exchange/shapes/exchange-server.ts';
import { federationTrust } from '../../../main/exchange/shapes/federation-trust.ts';
import { hybridConfiguration } from '../../../main/exchange/shapes/hybrid-configuration.ts';
import { popImapSettings } from '../../../main/exchange/shapes/pop-imap-settings.ts';
import { queue } from '../../../main/exchange/shapes/queue.ts';
import { transportService } from '../../../main/exchange/shapes/transport-service.ts';
import { enumeration, here, printed, record } from './plain.ts';

const thumbprint = '2D10A746D6BB8D795F1679AEBD89D5D2AE583CB7';

describe('the other answers we read', () => {
  it('Get-AuthConfig', () => {
    const object = record({
      CurrentCertificateThumbprint: thumbprint.toLowerCase(),
      PreviousCertificateThumbprint: '',
      NextCertificateEffectiveDate: '2026-05-01T00:00:00Z',
    });
    expect(authConfig(object)).toEqual({
      currentThumbprint: thumbprint,
      previousThumbprint: '',
      nextThumbprint: null,
      nextEffectiveDate: '2026-05-01T00:00:00Z',
    });
  });

  it('Get-HybridConfiguration', () => {
    const object = record({
      TlsCertificateName: '<I>CN=A<S>CN=B',
      SendingTransportServers: [printed('EX01')],
      ReceivingTransportServers: [],
      OnPremisesSmartHost: printed('mail.contoso.com'),
      Domains: ['contoso.com', 'autod:fabrikam.com'],
    });
    expect(hybridConfiguration(object)).toMatchObject({
      tlsCertificateName: { state: 'present' },
      sendingTransportServers: ['EX01'],
      receivingTransportServers: [],
      edgeTransportServers: null,
      onPremisesSmartHost: 'mail.contoso.com',
      domains: ['contoso.com', 'autod:fabrikam.com'],
    });
  });

  it('Get-ExchangeServer', () => {
    const object = record({
      Name: 'EX01',
      Fqdn: 'ex01.contoso.com',
      ServerRole: enumeration('Mailbox', 2),
      AdminDisplayVersion: printed('Version 15.2 (Build 2562.17)'),
      Site: printed('contoso.com/Configuration/Sites/Berlin'),
    });
    expect(exchangeServer(object)).toEqual({
      name: 'EX01',
      fqdn: 'ex01.contoso.com',
      role: 'Mailbox',
      version: 'Version 15.2 (Build 2562.17)',
      site: 'Berlin',
    });
    expect(exchangeServer(record({}))).toBeNull();
  });

  it('Get-TransportService', () => {
    const object = record({
      InternalTransportCertificateThumbprint: thumbprint,
      SendProtocolLogPath: printed('C:\\Logs\\ProtocolLog\\SmtpSend'),
      MessageExpirationTimeout: printed('2.00:00:00'),
    });
    expect(transportService(object)).toEqual({
      internalTransportCertificateThumbprint: thumbprint,
      sendProtocolLogPath: 'C:\\Logs\\ProtocolLog\\SmtpSend',
      messageExpirationSeconds: 172_800,
    });
  });

  it('Get-PopSettings and Get-ImapSettings each know their half', () => {
    const object = record({ X509CertificateName: 'mail.contoso.com' });
    expect(popImapSettings(object, 'pop')).toEqual({
      popCertificateName: 'mail.contoso.com',
      imapCertificateName: null,
    });
    expect(popImapSettings(object, 'imap')).toEqual({
      popCertificateName: null,
      imapCertificateName: 'mail.contoso.com',
    });
  });

  it('Get-Queue', () => {
    const object = record({
      Identity: printed('EX01\\38'),
      DeliveryType: enumeration('SmartHostConnectorDelivery', 9),
      Status: enumeration('Retry', 2),
      MessageCount: 12,
      NextHopDomain: 'contoso-com.mail.protection.outlook.com',
      NextHopConnector: '0292c782-9804-4d8b-ae0e-e1c7ab90852b',
      LastError: '454 4.7.0 ...',
      LastRetryTime: '2026-03-01T10:00:00+01:00',
      NextRetryTime: null,
    });
    expect(queue(object, here)).toEqual({
      identity: 'EX01\\38',
      server: 'EX01',
      deliveryType: 'SmartHostConnectorDelivery',
      status: 'Retry',
      messageCount: 12,
      nextHopDomain: 'contoso-com.mail.protection.outlook.com',
      nextHopConnector: '0292c782-9804-4d8b-ae0e-e1c7ab90852b',
      tlsDomain: null,
      lastError: '454 4.7.0 ...',
      lastRetryTime: '2026-03-01T09:00:00Z',
      nextRetryTime: null,
      origins: [here],
    });
    expect(queue(record({ MessageCount: 1 }), here)).toBeNull();
  });

  it('Get-FederationTrust', () => {
    expect(
      federationTrust(record({ Name: 'Microsoft Federation Gateway', OrgPrivCertificate: thumbprint })),
    ).toEqual({
      name: 'Microsoft Federation Gateway',
      currentThumbprint: thumbprint,
      previousThumbprint: null,
      nextThumbprint: null,
    });
  });

  it('Get-EdgeSubscription', () => {
    const object = record({ Name: 'EDGE01', Site: printed('contoso.com/Configuration/Sites/DMZ') });
    expect(edgeSubscription(object)).toEqual({ name: 'EDGE01', site: 'DMZ' });
    expect(edgeSubscription(record({}))).toBeNull();
  });

  it.each([
    ['MSExchangeTransport\\SmtpSend', null],
    ['EX01\\MSExchangeTransport\\SmtpSend', 'EX01'],
  ])('Get-EventLogLevel of %s', (identity, server) => {
    const object = record({ Identity: printed(identity), EventLevel: enumeration('Lowest', 0) });
    expect(eventLogLevel(object)).toEqual({
      category: 'MSExchangeTransport\\SmtpSend',
      server,
      level: 'Lowest',
    });
  });
});
