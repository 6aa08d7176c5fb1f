import { describe, expect, it } from 'vitest';
import { receiveConnector } from '../../../main/exchange/shapes/receive-connector.ts';
import { sendConnector } from '../../../main/exchange/shapes/send-connector.ts';
import { enumeration, here, printed, record } from './plain.ts';

const full = {
  Name: 'Outbound to Office 365',
  Identity: 'Outbound to Office 365',
  Guid: '0292c782-9804-4d8b-ae0e-e1c7ab90852b',
  Enabled: true,
  Fqdn: printed('mail.contoso.com'),
  TlsCertificateName: printed('<I>CN=Public CA<S>CN=mail.contoso.com'),
  RequireTLS: true,
  ProtocolLoggingLevel: enumeration('Verbose', 1),
  WhenChanged: '2026-03-23T18:00:30+01:00',
  TlsAuthLevel: enumeration('CertificateValidation', 2),
  TlsDomain: 'mail.protection.outlook.com',
  CloudServicesMailEnabled: true,
  IgnoreSTARTTLS: false,
  FrontendProxyEnabled: false,
  SmartHosts: [printed('contoso-com.mail.protection.outlook.com')],
  AddressSpaces: [printed('SMTP:contoso.mail.onmicrosoft.com;1')],
  SourceTransportServers: [printed('EX01'), printed('EX02')],
};

describe('a send connector', () => {
  it('with all its properties', () => {
    expect(sendConnector(record(full), here)).toEqual({
      type: 'send',
      name: 'Outbound to Office 365',
      identity: 'Outbound to Office 365',
      guid: '0292c782-9804-4d8b-ae0e-e1c7ab90852b',
      enabled: true,
      fqdn: 'mail.contoso.com',
      tlsCertificateName: {
        state: 'present',
        text: '<I>CN=Public CA<S>CN=mail.contoso.com',
        value: { issuer: 'CN=Public CA', subject: 'CN=mail.contoso.com' },
      },
      requireTls: true,
      protocolLoggingLevel: 'Verbose',
      whenChanged: '2026-03-23T17:00:30Z',
      origins: [here],
      tlsAuthLevel: 'CertificateValidation',
      tlsDomain: 'mail.protection.outlook.com',
      cloudServicesMailEnabled: true,
      ignoreStartTls: false,
      frontendProxyEnabled: false,
      smartHosts: ['contoso-com.mail.protection.outlook.com'],
      addressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
      sourceServers: ['EX01', 'EX02'],
    });
  });

  it('with its name alone: everything else is unknown, not empty', () => {
    const connector = sendConnector(record({ Name: 'x' }), here);
    const { type, name, origins, tlsCertificateName, ...rest } = connector;
    expect([type, name, origins, tlsCertificateName]).toEqual(['send', 'x', [here], { state: 'unknown' }]);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  it.each([
    ['Nil', null, { state: 'absent' }],
    ['empty', '', { state: 'absent' }],
    ['plain text', '<I>CN=A<S>CN=B', { state: 'present', value: { issuer: 'CN=A', subject: 'CN=B' } }],
    [
      'its two parts without a ToString',
      printed(null, { CertificateIssuer: 'CN=A', CertificateSubject: 'CN=B' }),
      { state: 'present', text: '<I>CN=A<S>CN=B' },
    ],
    [
      'its two parts, printed by its type',
      printed('Microsoft.Exchange.Data.SmtpX509Identifier', {
        CertificateIssuer: 'CN=A',
        CertificateSubject: 'CN=B',
      }),
      { state: 'present', text: '<I>CN=A<S>CN=B' },
    ],
    ['something else', 'CN=B', { state: 'malformed', text: 'CN=B' }],
  ])('TlsCertificateName: %s', (_, TlsCertificateName, expected) => {
    expect(sendConnector(record({ ...full, TlsCertificateName }), here).tlsCertificateName).toMatchObject(
      expected,
    );
  });

  it('numbers of enumerations, and smart hosts as one text', () => {
    const { SmartHosts: _, ...others } = full;
    const connector = sendConnector(
      record({
        ...others,
        TlsAuthLevel: 3,
        ProtocolLoggingLevel: 0,
        SmartHostsString: 'a.contoso.com,b.contoso.com',
      }),
      here,
    );
    expect(connector).toMatchObject({
      tlsAuthLevel: 'DomainValidation',
      protocolLoggingLevel: 'None',
      smartHosts: ['a.contoso.com', 'b.contoso.com'],
    });
  });
});

describe('a receive connector', () => {
  it('belongs to the server of its identity', () => {
    const object = record({
      Identity: 'EX01\\Default Frontend EX01',
      AuthMechanism: enumeration('Tls, Integrated', 3),
      TransportRole: enumeration('FrontendTransport', 16384),
      Bindings: ['[::]:25', '0.0.0.0:25'],
      TlsDomainCapabilities: [],
      TlsCertificateName: null,
    });
    expect(receiveConnector(object, here)).toMatchObject({
      type: 'receive',
      name: 'Default Frontend EX01',
      server: 'EX01',
      authMechanism: ['Tls', 'Integrated'],
      transportRole: 'FrontendTransport',
      bindings: ['[::]:25', '0.0.0.0:25'],
      tlsDomainCapabilities: [],
      tlsCertificateName: { state: 'absent' },
      fqdn: null,
    });
  });

  it('from numbers alone', () => {
    const object = record({ Name: 'x', AuthMechanism: 31, TransportRole: 32, Server: 'EX02' });
    expect(receiveConnector(object, here)).toMatchObject({
      server: 'EX02',
      authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer'],
      transportRole: 'HubTransport',
    });
  });
});
