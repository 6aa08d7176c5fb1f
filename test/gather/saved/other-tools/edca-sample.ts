import { leafThumbprint } from './bundle-sample.ts';

/** Names and nesting of the collector's source (see the reader), values made up; as ConvertTo-Json of 5.1 writes dates. */
export const edcaSample = JSON.stringify({
  Metadata: {
    FileType: 'Server',
    ToolName: 'EDCA',
    ToolVersion: 'v1.0.0.4',
    CollectionTimestamp: '2026-05-01T10:00:00.0000000+02:00',
    ServerName: 'ex01.contoso.com',
  },
  Servers: [
    {
      Server: 'ex01.contoso.com',
      OS: { Caption: 'Windows' },
      Certificates: [
        {
          Subject: 'CN=mail.contoso.com',
          Thumbprint: leafThumbprint,
          NotAfter: { value: '/Date(1855137600000)/', DisplayHint: 2, DateTime: 'Samstag, 14. Oktober 2028' },
          IsExpired: false,
        },
      ],
      Exchange: {
        Name: 'EX01',
        AdminDisplayVersion: 'Version 15.2 (Build 2562.17)',
        AuthCertificate: { Thumbprint: '3DAF40EC85C62DD39D98696AB5413E3EB83D6415', Found: true },
        InternalTransportCertificate: { Thumbprint: leafThumbprint, Found: true, NotAfter: null },
        ExchangeCertificates: [{ Thumbprint: leafThumbprint.toLowerCase(), Services: 'SMTP' }],
        SendConnectors: [
          {
            Identity: 'Outbound to Office 365',
            Enabled: true,
            TlsCertificateName: '<I>CN=a<S>CN=b',
            SmartHosts: ['contoso-com.mail.protection.outlook.com'],
            IgnoreStartTLS: false,
          },
        ],
        ReceiveConnectors: [{ Identity: 'EX01\\Default Frontend EX01', AuthMechanism: 'Tls', Enabled: true }],
        EventLogLevels: [{ Identity: 'MSExchangeTransport\\SmtpSend', EventLevel: 'Expert' }],
      },
    },
    { Server: 'ex02.contoso.com', CollectionError: 'Access is denied.' },
  ],
});
