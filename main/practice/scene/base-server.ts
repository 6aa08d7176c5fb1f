import type { Authorities } from '../certificates/authorities.ts';
import type { Clock } from '../clock.ts';
import type { DirectoryServer } from '../directory.ts';
import type { Machine, PersonalEntry } from '../machine.ts';
import type { PracticeCertificate } from '../world.ts';

/** Certificates that every server of the organisation holds. */
export interface SharedCertificates {
  readonly publicMail: PracticeCertificate;
  readonly auth: PracticeCertificate;
  readonly federation: PracticeCertificate;
}

/** A mailbox server as Setup and the Hybrid Configuration Wizard leave it, with the default certificates (exchange.md 1.7). */
export async function createServer(
  name: string,
  shared: SharedCertificates,
  authorities: Authorities,
  clock: Clock,
): Promise<{ readonly server: DirectoryServer; readonly machine: Machine }> {
  const fqdn = `${name}.contoso.com`;
  const id = name.toLowerCase();
  const own = await authorities.selfSigned({
    label: `exchange-${id}`,
    subject: [['CN', name]],
    names: [name, fqdn],
    notBefore: clock.days(-700),
    notAfter: clock.days(1126),
  });
  const webManagement = await authorities.selfSigned({
    label: `wmsvc-${id}`,
    subject: [['CN', `WMSvc-SHA2-${name}`]],
    names: [],
    notBefore: clock.days(-702),
    notAfter: clock.days(2948),
  });
  const server: DirectoryServer = {
    name,
    fqdn,
    role: 'Mailbox',
    version: 'Version 15.2 (Build 2562.17)',
    site: 'Default-First-Site-Name',
    internalTransportThumbprint: own.thumbprint,
    popCertificateName: 'mail.contoso.com',
    imapCertificateName: 'mail.contoso.com',
    sendProtocolLogPath: `C:\\Program Files\\Microsoft\\Exchange Server\\V15\\TransportRoles\\Logs\\Hub\\ProtocolLog\\SmtpSend`,
    messageExpiration: '2.00:00:00',
  };
  const machine: Machine = {
    name,
    fqdn,
    acceptsRemoteSessions: true,
    serviceHostRunning: true,
    personal: [
      personalEntry(shared.publicMail, { friendlyName: 'mail.contoso.com', exportable: true }),
      personalEntry(own, { friendlyName: 'Microsoft Exchange' }),
      personalEntry(shared.auth, {
        friendlyName: 'Microsoft Exchange Server Auth Certificate',
        exportable: true,
      }),
      personalEntry(shared.federation, {
        friendlyName: 'Exchange Delegation Federation',
        exportable: true,
      }),
      personalEntry(webManagement, { friendlyName: 'WMSVC-SHA2', networkServiceCanRead: false }),
    ],
    intermediates: [authorities.internal.issuing, authorities.public.issuing],
    roots: [
      { certificate: authorities.internal.root, kind: 'enterprise' },
      { certificate: authorities.public.root, kind: 'third-party' },
      // Setup trusts what it made itself, so that the server's own services accept it.
      { certificate: own, kind: 'registry' },
      { certificate: webManagement, kind: 'registry' },
    ],
    fetchesIssuers: true,
    iisBindings: [
      { siteId: 1, site: 'Default Web Site', port: 443, thumbprint: shared.publicMail.thumbprint },
      { siteId: 2, site: 'Exchange Back End', port: 444, thumbprint: own.thumbprint },
    ],
    disableRootAutoUpdate: null,
    smtpSendLogLevel: 'Expert',
    events: [
      {
        recordId: 8_200_001,
        provider: 'MSExchange ADAccess',
        id: 2080,
        level: 'information',
        time: clock.days(-30),
        data: ['Microsoft.Exchange.Directory.TopologyService.exe'],
      },
    ],
    queues: [],
    sendSessions: [],
    receiveSessions: [],
  };
  return { server, machine };
}

/** Readable by NETWORK SERVICE unless told otherwise: that is what Exchange shows as SMTP. */
export function personalEntry(
  certificate: PracticeCertificate,
  over: Partial<Omit<PersonalEntry, 'certificate'>> = {},
): PersonalEntry {
  return {
    certificate,
    friendlyName: '',
    hasPrivateKey: true,
    exportable: false,
    networkServiceCanRead: true,
    ...over,
  };
}
