import type { TlsCertificateName } from '../../domain/connector.ts';
import type { DirectoryServer, ReceiveConnectorObject, SendConnectorObject } from '../directory.ts';
import { type Random, randomGuid } from '../random.ts';
import { smartHost } from './traffic.ts';

/** As the Hybrid Configuration Wizard leaves it: pinned, TLS required, the other side's name checked. */
export function outboundToOffice365(
  tlsCertificateName: TlsCertificateName,
  sourceServers: readonly string[],
  whenChanged: string,
  random: Random,
): SendConnectorObject {
  return {
    name: 'Outbound to Office 365',
    guid: randomGuid(random),
    enabled: true,
    fqdn: 'mail.contoso.com',
    tlsCertificateName,
    requireTls: true,
    protocolLoggingLevel: 'Verbose',
    whenChanged,
    tlsAuthLevel: 'DomainValidation',
    tlsDomain: 'mail.protection.outlook.com',
    cloudServicesMailEnabled: true,
    ignoreStartTls: false,
    frontendProxyEnabled: false,
    smartHosts: [smartHost],
    addressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
    sourceServers,
  };
}

interface Default {
  readonly name: string;
  readonly port: number;
  readonly role: ReceiveConnectorObject['transportRole'];
  readonly authMechanism: readonly string[];
}

const anonymous = ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer'];
const client = ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS'];

/** The five that Setup makes on a mailbox server. */
const defaults: readonly Default[] = [
  { name: 'Default', port: 2525, role: 'HubTransport', authMechanism: anonymous },
  { name: 'Client Proxy', port: 465, role: 'HubTransport', authMechanism: anonymous },
  { name: 'Default Frontend', port: 25, role: 'FrontendTransport', authMechanism: anonymous },
  { name: 'Outbound Proxy Frontend', port: 717, role: 'FrontendTransport', authMechanism: anonymous },
  { name: 'Client Frontend', port: 587, role: 'FrontendTransport', authMechanism: client },
];

export function receiveConnectorsOf(
  server: DirectoryServer,
  tlsCertificateName: TlsCertificateName,
  whenChanged: string,
  random: Random,
): readonly ReceiveConnectorObject[] {
  return defaults.map(({ name, port, role, authMechanism }) => {
    const fromCloud = name === 'Default Frontend';
    return {
      name: `${name} ${server.name}`,
      guid: randomGuid(random),
      server: server.name,
      transportRole: role,
      enabled: true,
      fqdn: server.fqdn,
      tlsCertificateName: fromCloud ? tlsCertificateName : null,
      requireTls: false,
      protocolLoggingLevel: fromCloud ? 'Verbose' : 'None',
      whenChanged,
      authMechanism,
      bindings: [`[::]:${port}`, `0.0.0.0:${port}`],
      tlsDomainCapabilities: fromCloud ? ['mail.protection.outlook.com:AcceptCloudServicesMail'] : [],
    };
  });
}
