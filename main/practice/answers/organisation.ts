import { type PlainObject, plainRecord } from '../../exchange/plain.ts';
import type {
  AuthConfigObject,
  Directory,
  DirectoryServer,
  HybridConfigurationObject,
} from '../directory.ts';
import { directoryObjectId, enumeration, flags, smtpX509Identifier, textual } from './values.ts';

const configuration = 'Microsoft.Exchange.Data.Directory.SystemConfiguration';
const management = 'Microsoft.Exchange.Data.Directory.Management';
const serverRoles = { Mailbox: 16439, Edge: 64 };

export function exchangeServers(directory: Directory): readonly PlainObject[] {
  return directory.servers.map((server) =>
    plainRecord(
      {
        Name: server.name,
        Fqdn: server.fqdn,
        ServerRole: flags(`${management}.ServerRole`, serverRoles, [server.role]),
        AdminDisplayVersion: textual('Microsoft.Exchange.Data.ServerVersion', server.version),
        Site: server.site === null ? null : directoryObjectId(server.site),
      },
      [`${management}.ExchangeServer`, 'System.Object'],
      server.name,
    ),
  );
}

export function authConfig(config: AuthConfigObject): PlainObject {
  return plainRecord(
    {
      CurrentCertificateThumbprint: config.currentThumbprint,
      PreviousCertificateThumbprint: config.previousThumbprint,
      NextCertificateThumbprint: config.nextThumbprint,
      NextCertificateEffectiveDate: config.nextEffectiveDate,
    },
    [`${configuration}.AuthConfig`, 'System.Object'],
    'Auth Configuration',
  );
}

export function hybridConfiguration(hybrid: HybridConfigurationObject | null): readonly PlainObject[] {
  if (hybrid === null) return [];
  return [
    plainRecord(
      {
        TlsCertificateName: smtpX509Identifier(hybrid.tlsCertificateName),
        SendingTransportServers: hybrid.sendingTransportServers.map(directoryObjectId),
        ReceivingTransportServers: hybrid.receivingTransportServers.map(directoryObjectId),
        EdgeTransportServers: hybrid.edgeTransportServers.map(directoryObjectId),
        OnPremisesSmartHost: textual('Microsoft.Exchange.Data.SmtpDomain', hybrid.onPremisesSmartHost),
        Domains: hybrid.domains.map((domain) =>
          textual('Microsoft.Exchange.Data.AutoDiscoverSmtpDomain', domain),
        ),
      },
      [`${configuration}.HybridConfiguration`, 'System.Object'],
      'Hybrid Configuration',
    ),
  ];
}

export function federationTrusts(directory: Directory): readonly PlainObject[] {
  return directory.federationTrusts.map((trust) =>
    plainRecord(
      {
        Name: trust.name,
        OrgPrivCertificate: trust.currentThumbprint,
        OrgPrevPrivCertificate: trust.previousThumbprint,
        OrgNextPrivCertificate: trust.nextThumbprint,
      },
      [`${configuration}.FederationTrust`, 'System.Object'],
      trust.name,
    ),
  );
}

export function edgeSubscriptions(directory: Directory): readonly PlainObject[] {
  return directory.edgeSubscriptions.map((subscription) =>
    plainRecord(
      { Name: subscription.name, Site: directoryObjectId(subscription.site) },
      [`${configuration}.EdgeSubscription`, 'System.Object'],
      subscription.name,
    ),
  );
}

export function transportService(server: DirectoryServer): PlainObject {
  return plainRecord(
    {
      InternalTransportCertificateThumbprint: server.internalTransportThumbprint,
      SendProtocolLogPath: textual('Microsoft.Exchange.Data.LocalLongFullPath', server.sendProtocolLogPath),
      MessageExpirationTimeout: textual('Microsoft.Exchange.Data.EnhancedTimeSpan', server.messageExpiration),
    },
    [`${management}.TransportServer`, 'System.Object'],
    server.name,
  );
}

export function clientAccessSettings(protocol: 'Pop3' | 'Imap4', certificateName: string): PlainObject {
  return plainRecord(
    { X509CertificateName: certificateName },
    [`${configuration}.${protocol}AdConfiguration`, 'System.Object'],
    '1',
  );
}

export function eventLogLevel(server: string, level: string): PlainObject {
  return plainRecord(
    {
      Identity: textual(`${configuration}.EventCategoryIdentity`, `${server}\\MSExchangeTransport\\SmtpSend`),
      EventLevel: enumeration(
        'Microsoft.Exchange.Diagnostics.ExEventLog+EventLevel',
        { Lowest: 0, Low: 1, Medium: 3, High: 5, Expert: 7 },
        level,
      ),
    },
    ['Microsoft.Exchange.Management.SystemConfigurationTasks.EventCategoryObject', 'System.Object'],
    `${server}\\MSExchangeTransport\\SmtpSend`,
  );
}
