import type { TlsCertificateName } from '../domain/connector.ts';

/** What lives in Active Directory: the same for every server, mutable because commands change it. */
export interface Directory {
  servers: DirectoryServer[];
  sendConnectors: SendConnectorObject[];
  receiveConnectors: ReceiveConnectorObject[];
  authConfig: AuthConfigObject;
  hybridConfiguration: HybridConfigurationObject | null;
  federationTrusts: FederationTrustObject[];
  edgeSubscriptions: EdgeSubscriptionObject[];
}

export interface DirectoryServer {
  readonly name: string;
  readonly fqdn: string;
  readonly role: 'Mailbox' | 'Edge';
  readonly version: string;
  readonly site: string | null;
  /** msExchServerInternalTLSCert: the thumbprint, or null when the attribute is empty. */
  internalTransportThumbprint: string | null;
  popCertificateName: string;
  imapCertificateName: string;
  sendProtocolLogPath: string;
  /** As .NET prints a time span, for example `2.00:00:00`. */
  messageExpiration: string;
}

interface ConnectorObject {
  readonly name: string;
  readonly guid: string;
  enabled: boolean;
  fqdn: string | null;
  tlsCertificateName: TlsCertificateName | null;
  requireTls: boolean;
  protocolLoggingLevel: 'None' | 'Verbose';
  whenChanged: string;
}

export interface SendConnectorObject extends ConnectorObject {
  tlsAuthLevel: 'EncryptionOnly' | 'CertificateValidation' | 'DomainValidation' | null;
  tlsDomain: string | null;
  cloudServicesMailEnabled: boolean;
  ignoreStartTls: boolean;
  frontendProxyEnabled: boolean;
  smartHosts: readonly string[];
  addressSpaces: readonly string[];
  sourceServers: readonly string[];
}

export interface ReceiveConnectorObject extends ConnectorObject {
  readonly server: string;
  readonly transportRole: 'HubTransport' | 'FrontendTransport';
  authMechanism: readonly string[];
  bindings: readonly string[];
  tlsDomainCapabilities: readonly string[];
}

export interface AuthConfigObject {
  currentThumbprint: string;
  previousThumbprint: string;
  nextThumbprint: string;
  nextEffectiveDate: string | null;
}

export interface HybridConfigurationObject {
  tlsCertificateName: TlsCertificateName | null;
  sendingTransportServers: readonly string[];
  receivingTransportServers: readonly string[];
  edgeTransportServers: readonly string[];
  onPremisesSmartHost: string;
  domains: readonly string[];
}

interface FederationTrustObject {
  readonly name: string;
  currentThumbprint: string | null;
  previousThumbprint: string | null;
  nextThumbprint: string | null;
}

interface EdgeSubscriptionObject {
  readonly name: string;
  readonly site: string;
}
