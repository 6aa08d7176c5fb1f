/**
 * Certificates made for these tests with OpenSSL: an issuing CA of an organisation, and a server certificate for
 * mail.contoso.com from it. No key of them was kept.
 */
export const leafDer = [
  'MIICCDCCAa6gAwIBAgIFSgAAABIwCgYIKoZIzj0EAwIwTTETMBEGCgmSJomT8ixkARkWA2NvbTEXMBUGCgmSJomT8ixkARkW',
  'B2NvbnRvc28xHTAbBgNVBAMMFENvbnRvc28gSXNzdWluZyBDQSAxMB4XDTI2MTEyNDExMzkyNloXDTI4MTAyNDExMzkyNlow',
  'MzEWMBQGA1UECgwNQ29udG9zbywgTHRkLjEZMBcGA1UEAwwQbWFpbC5jb250b3NvLmNvbTBZMBMGByqGSM49AgEGCCqGSM49',
  'AwEHA0IABFhiclb93w5ItxRw7c+N2s+0xD/tqivxXbJTlRx6+WiYtU9/DKI9ccexyIwy/68QbNMefirHLpgVwueZ8AzKnVCj',
  'gZQwgZEwLQYDVR0RBCYwJIIQbWFpbC5jb250b3NvLmNvbYIQZXgwMS5jb250b3NvLmNvbTATBgNVHSUEDDAKBggrBgEFBQcD',
  'ATALBgNVHQ8EBAMCB4AwHQYDVR0OBBYEFCtvXH+D8IBtXgu5EQqrnWFkDHqIMB8GA1UdIwQYMBaAFGfWhVG58pqVGoQkJELD',
  'G8ERETSeMAoGCCqGSM49BAMCA0gAMEUCIQCYS2LADY8owNQbLtk7S78EoHxKVLvDNLly4onGuP+M8gIgNbonIeD92SeOjXEh',
  'IPViH6sgmvq/aVmuUWR8L6U4/sA=',
].join('');

export const issuerDer = [
  'MIIB7zCCAZWgAwIBAgIUDF7/YrT4cTVRAmyUY5GRqQSoliswCgYIKoZIzj0EAwIwTTETMBEGCgmSJomT8ixkARkWA2NvbTEX',
  'MBUGCgmSJomT8ixkARkWB2NvbnRvc28xHTAbBgNVBAMMFENvbnRvc28gSXNzdWluZyBDQSAxMB4XDTI2MTEyNDExMzkyNloX',
  'DTM2MTEyMTExMzkyNlowTTETMBEGCgmSJomT8ixkARkWA2NvbTEXMBUGCgmSJomT8ixkARkWB2NvbnRvc28xHTAbBgNVBAMM',
  'FENvbnRvc28gSXNzdWluZyBDQSAxMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEvkegGQC0koCoQFFqfjzWbAr6894KX+75',
  'vIL54Ltc8iyOQ6HMliHjtfdP58zE5XT2QQta9ru2nDtlSMZKRWSTP6NTMFEwHQYDVR0OBBYEFGfWhVG58pqVGoQkJELDG8ER',
  'ETSeMB8GA1UdIwQYMBaAFGfWhVG58pqVGoQkJELDG8ERETSeMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIg',
  'YF1d2n8voPRXV/Rfs+QY9dn3TDnRfiYVNUmI46XeAuICIQDIdLh2PbaY4vUTUC/JEDOPcMrz4flG+SB/wPBl5XDjcg==',
].join('');

export const leafThumbprint = 'B54E7F91B9156F1732164BF1F3C5CF13D1461CB9';

const at = '2026-11-25T08:00:00.1234567Z';
const answer = (...records: readonly object[]) => ({ at, records });
const failure = (code: string, message: string) => ({ at, failure: { code, message } });

const log = [
  '#Software: Microsoft Exchange Server',
  '#Log-type: SMTP Send Protocol Log',
  '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context',
  '2026-11-25T07:00:01.040Z,Outbound to Office 365,08DD00000000A001,0,192.0.2.5:41000,203.0.113.10:25,+,,',
  '2026-11-25T07:00:01.141Z,Outbound to Office 365,08DD00000000A001,1,192.0.2.5:41000,203.0.113.10:25,*,,Sending certificate',
  `2026-11-25T07:00:01.141Z,Outbound to Office 365,08DD00000000A001,2,192.0.2.5:41000,203.0.113.10:25,*,${leafThumbprint},Certificate thumbprint`,
  '2026-11-25T07:00:01.340Z,Outbound to Office 365,08DD00000000A001,3,192.0.2.5:41000,203.0.113.10:25,<,454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied,',
  '2026-11-25T07:00:01.341Z,Outbound to Office 365,08DD00000000A001,4,192.0.2.5:41000,203.0.113.10:25,-,,Local',
  '',
].join('\r\n');

/**
 * Form: what Export-Rootcause.ps1 wrote when it was run in a PowerShell 7.6 engine with stand-ins for the Exchange cmdlets,
 * shortened; the answers of Windows, which that engine could not give, are written after the script.
 */
export function bundleSample() {
  return {
    format: 'rootcause-bundle',
    version: 1,
    scriptVersion: '1.0.0',
    at,
    machine: 'EX01',
    days: 7,
    redacted: false,
    organisation: {
      exchangeServers: answer({
        Name: 'EX01',
        Fqdn: 'ex01.contoso.com',
        ServerRole: 'Mailbox',
        AdminDisplayVersion: 'Version 15.2 (Build 2562.17)',
        Site: 'contoso.com/Configuration/Sites/Default-First-Site-Name',
      }),
      sendConnectors: answer({
        Name: 'Outbound to Office 365',
        Identity: 'Outbound to Office 365',
        Enabled: true,
        Fqdn: 'mail.contoso.com',
        TlsCertificateName: null,
        RequireTLS: true,
        TlsAuthLevel: 'DomainValidation',
        CloudServicesMailEnabled: true,
        SmartHosts: ['contoso-com.mail.protection.outlook.com'],
        AddressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
        SourceTransportServers: ['EX01'],
        WhenChangedUTC: '2026-01-02T03:04:05.0000000Z',
      }),
      receiveConnectors: answer(),
      authConfig: answer({ CurrentCertificateThumbprint: leafThumbprint, NextCertificateThumbprint: null }),
      hybridConfiguration: answer(),
      federationTrusts: failure('access-denied', 'Access is denied.'),
      edgeSubscriptions: failure('not-available', "The term 'Get-EdgeSubscription' is not recognized"),
    },
    servers: [
      {
        name: 'EX01',
        fqdn: 'ex01.contoso.com',
        certificates: answer({
          Thumbprint: leafThumbprint,
          Services: 'IMAP, POP, IIS, SMTP',
          Status: 'Valid',
          RootCAType: 'Enterprise',
          FriendlyName: '\u05ea\u05e2\u05d5\u05d3\u05d4',
          Identity: `ex01.contoso.com\\${leafThumbprint}`,
        }),
        transportService: answer({ Name: 'EX01', MessageExpirationTimeout: '2.00:00:00' }),
        frontEndService: failure('not-available', 'no such cmdlet'),
        popSettings: answer({ Identity: 'EX01\\1', X509CertificateName: 'mail.contoso.com' }),
        imapSettings: failure('failed', 'the service does not answer'),
        queues: answer({ Identity: 'EX01\\38', Status: 'Retry', MessageCount: 12, LastRetryTime: at }),
        smtpSendLogLevel: answer({ Identity: 'EX01\\MSExchangeTransport\\SmtpSend', EventLevel: 'Expert' }),
        personalStore: answer({ Thumbprint: leafThumbprint, RawData: leafDer }),
        intermediates: answer({ RawData: issuerDer }),
        roots: failure('access-denied', 'Access is denied.'),
        privateKeyAccess: answer({
          Thumbprint: leafThumbprint,
          HasPrivateKey: true,
          NetworkServiceCanRead: false,
        }),
        iisBindings: answer({ Site: 'Default Web Site', Port: 443, CertificateHash: leafThumbprint }),
        rootAutoUpdate: answer({ DisableRootAutoUpdate: null }),
        events: answer({
          since: '2026-11-18T08:00:00.0000000Z',
          logBegins: '2026-11-20T00:00:00.0000000Z',
          limit: null as number | null,
          events: [
            {
              RecordId: '366',
              ProviderName: 'MSExchangeTransport',
              Id: 2004,
              Qualifiers: 16388,
              Level: 4,
              TimeCreated: '2026-11-25T07:00:01.3400000Z',
              LogName: 'Application',
              MachineName: 'EX01.contoso.com',
              Properties: [
                'Outbound to Office 365',
                '<1@contoso.com>',
                '454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied',
              ],
            },
          ],
        }),
        sendLogs: answer({ Path: 'C:\\Logs\\SEND2026112507-1.LOG', Cut: true, Text: log }),
      },
    ],
  };
}
