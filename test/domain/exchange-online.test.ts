import { describe, expect, it } from 'vitest';
import type { SendConnector } from '../../main/domain/connector.ts';
import { exchangeOnlineEvidence, isExchangeOnlineBound } from '../../main/domain/exchange-online.ts';

/** A send connector of which nothing but the name was read. */
const unread: SendConnector = {
  type: 'send',
  name: 'Outbound to Office 365',
  identity: null,
  guid: null,
  enabled: null,
  fqdn: null,
  tlsCertificateName: { state: 'unknown' },
  requireTls: null,
  protocolLoggingLevel: null,
  whenChanged: null,
  origins: [],
  tlsAuthLevel: null,
  tlsDomain: null,
  cloudServicesMailEnabled: null,
  ignoreStartTls: null,
  frontendProxyEnabled: null,
  smartHosts: null,
  addressSpaces: null,
  sourceServers: null,
};

describe('a connector to Exchange Online', () => {
  it.each([
    'contoso-com.mail.protection.outlook.com',
    'CONTOSO-COM.MAIL.PROTECTION.OUTLOOK.COM.',
    'mail.protection.outlook.com',
    'contoso.mail.protection.partner.outlook.cn',
    'contoso.mail.protection.office365.us',
  ])('is known by the smart host %s', (host) => {
    expect(exchangeOnlineEvidence({ ...unread, smartHosts: ['192.0.2.1', host] })).toEqual(['smart-host']);
  });

  it.each([
    'SMTP:contoso.mail.onmicrosoft.com;1',
    'smtp:*.mail.onmicrosoft.com;1',
    'contoso.mail.onmicrosoft.com',
  ])('is known by the address space %s', (space) => {
    expect(exchangeOnlineEvidence({ ...unread, addressSpaces: [space] })).toEqual(['address-space']);
  });

  it('is known by CloudServicesMailEnabled', () => {
    expect(isExchangeOnlineBound({ ...unread, cloudServicesMailEnabled: true })).toBe(true);
  });

  it('names every sign', () => {
    const connector = {
      ...unread,
      smartHosts: ['contoso-com.mail.protection.outlook.com'],
      addressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
      cloudServicesMailEnabled: true,
    };
    expect(exchangeOnlineEvidence(connector)).toEqual([
      'smart-host',
      'address-space',
      'cloud-services-mail-enabled',
    ]);
    expect(isExchangeOnlineBound(connector)).toBe(true);
  });

  it('is not any other connector', () => {
    const internet = {
      ...unread,
      smartHosts: ['evilmail.protection.outlook.com', 'mail.protection.outlook.com.evil.example'],
      addressSpaces: ['SMTP:*;1', 'SMTP:contoso.onmicrosoft.com;1'],
      cloudServicesMailEnabled: false,
    };
    expect(isExchangeOnlineBound(internet)).toBe(false);
    expect(exchangeOnlineEvidence(internet)).toEqual([]);
  });

  it('is unknown when none of the three properties was read', () => {
    expect(isExchangeOnlineBound(unread)).toBeNull();
    expect(isExchangeOnlineBound({ ...unread, smartHosts: [] })).toBe(false);
  });
});
