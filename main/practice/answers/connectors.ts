import { type PlainObject, plainRecord } from '../../exchange/plain.ts';
import type { Directory, ReceiveConnectorObject, SendConnectorObject } from '../directory.ts';
import { objectNotFound } from './failures.ts';
import type { Answer } from './targets.ts';
import {
  directoryObjectId,
  enumeration,
  flags,
  fqdn,
  protocolLoggingLevel,
  smtpX509Identifier,
  textual,
} from './values.ts';

const configuration = 'Microsoft.Exchange.Data.Directory.SystemConfiguration';
const tlsAuthLevels = { EncryptionOnly: 1, CertificateValidation: 2, DomainValidation: 3 };
const transportRoles = { Mailbox: 2, HubTransport: 32, Edge: 64, FrontendTransport: 16384 };
const authMechanisms = {
  Tls: 1,
  Integrated: 2,
  BasicAuth: 4,
  BasicAuthRequireTLS: 8,
  ExchangeServer: 16,
  ExternalAuthoritative: 32,
};

/** Connectors of the whole organisation, or the one of that name or GUID when `identity` is not empty. */
export function sendConnectors(directory: Directory, identity: string): Answer {
  return chosen(directory.sendConnectors, identity, ({ name }) => name, sendConnector);
}

export function receiveConnectors(directory: Directory, identity: string): Answer {
  return chosen(directory.receiveConnectors, identity, receiveIdentity, receiveConnector);
}

function chosen<T extends { readonly guid: string }>(
  all: readonly T[],
  identity: string,
  nameOf: (connector: T) => string,
  answer: (connector: T) => PlainObject,
): Answer {
  if (identity === '') return all.map(answer);
  const wanted = identity.toLowerCase();
  const found = all.filter((one) => nameOf(one).toLowerCase() === wanted || one.guid === wanted);
  return found.length === 0 ? objectNotFound(identity) : found.map(answer);
}

function sendConnector(connector: SendConnectorObject): PlainObject {
  return plainRecord(
    {
      Name: connector.name,
      Identity: directoryObjectId(connector.name),
      Guid: connector.guid,
      Enabled: connector.enabled,
      Fqdn: fqdn(connector.fqdn),
      TlsCertificateName: smtpX509Identifier(connector.tlsCertificateName),
      RequireTLS: connector.requireTls,
      TlsAuthLevel:
        connector.tlsAuthLevel === null
          ? null
          : enumeration('Microsoft.Exchange.Data.TlsAuthLevel', tlsAuthLevels, connector.tlsAuthLevel),
      TlsDomain:
        connector.tlsDomain === null
          ? null
          : textual('Microsoft.Exchange.Data.SmtpDomainWithSubdomains', connector.tlsDomain),
      CloudServicesMailEnabled: connector.cloudServicesMailEnabled,
      IgnoreSTARTTLS: connector.ignoreStartTls,
      FrontendProxyEnabled: connector.frontendProxyEnabled,
      SmartHosts: connector.smartHosts.map((host) =>
        textual('Microsoft.Exchange.Data.SmartHost', host, { Domain: host }),
      ),
      AddressSpaces: connector.addressSpaces.map((space) =>
        textual('Microsoft.Exchange.Data.AddressSpace', space),
      ),
      SourceTransportServers: connector.sourceServers.map(directoryObjectId),
      ProtocolLoggingLevel: protocolLoggingLevel(connector.protocolLoggingLevel),
      WhenChangedUTC: connector.whenChanged,
    },
    [`${configuration}.SmtpSendConnectorConfig`, `${configuration}.MailGateway`, 'System.Object'],
    connector.name,
  );
}

function receiveConnector(connector: ReceiveConnectorObject): PlainObject {
  return plainRecord(
    {
      Name: connector.name,
      Identity: directoryObjectId(receiveIdentity(connector)),
      Guid: connector.guid,
      Enabled: connector.enabled,
      Server: directoryObjectId(connector.server),
      Fqdn: fqdn(connector.fqdn),
      TlsCertificateName: smtpX509Identifier(connector.tlsCertificateName),
      RequireTLS: connector.requireTls,
      AuthMechanism: flags(`${configuration}.AuthMechanisms`, authMechanisms, connector.authMechanism),
      TransportRole: flags(`${configuration}.ServerRole`, transportRoles, [connector.transportRole]),
      Bindings: connector.bindings.map((binding) => textual('Microsoft.Exchange.Data.IPBinding', binding)),
      TlsDomainCapabilities: connector.tlsDomainCapabilities.map((capability) =>
        textual('Microsoft.Exchange.Data.SmtpReceiveDomainCapabilities', capability),
      ),
      ProtocolLoggingLevel: protocolLoggingLevel(connector.protocolLoggingLevel),
      WhenChangedUTC: connector.whenChanged,
    },
    [`${configuration}.ReceiveConnector`, 'System.Object'],
    receiveIdentity(connector),
  );
}

function receiveIdentity(connector: ReceiveConnectorObject): string {
  return `${connector.server}\\${connector.name}`;
}
