import type { Known, Origin } from './reading.ts';

/** The parsed form of `<I>issuer<S>subject` (SmtpX509Identifier; exchange.md 4.6). */
export interface TlsCertificateName {
  readonly issuer: string;
  readonly subject: string;
}

interface ConnectorBase {
  readonly name: string;
  readonly identity: Known<string>;
  readonly guid: Known<string>;
  readonly enabled: Known<boolean>;
  /** The connector's Fqdn; null when the source did not say it, '' when it is empty. */
  readonly fqdn: Known<string>;
  /**
   * `absent`: read and empty. `present`: parsed. `malformed`: set, but not of the form `<I>..<S>..`.
   * `unknown`: the source did not say it.
   */
  readonly tlsCertificateName: TlsCertificateNameField;
  readonly requireTls: Known<boolean>;
  /** None, Verbose. */
  readonly protocolLoggingLevel: Known<string>;
  readonly whenChanged: Known<string>;
  readonly origins: readonly Origin[];
}

export type TlsCertificateNameField =
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' }
  | { readonly state: 'malformed'; readonly text: string }
  | { readonly state: 'present'; readonly text: string; readonly value: TlsCertificateName };

/** Get-SendConnector: an object of the organisation, not of a server. */
export interface SendConnector extends ConnectorBase {
  readonly type: 'send';
  /** EncryptionOnly, CertificateValidation, DomainValidation. */
  readonly tlsAuthLevel: Known<string>;
  readonly tlsDomain: Known<string>;
  readonly cloudServicesMailEnabled: Known<boolean>;
  readonly ignoreStartTls: Known<boolean>;
  readonly frontendProxyEnabled: Known<boolean>;
  readonly smartHosts: Known<readonly string[]>;
  /** As Exchange prints them, for example `SMTP:*;1`. */
  readonly addressSpaces: Known<readonly string[]>;
  readonly sourceServers: Known<readonly string[]>;
}

/** Get-ReceiveConnector: belongs to one server. */
export interface ReceiveConnector extends ConnectorBase {
  readonly type: 'receive';
  readonly server: Known<string>;
  /** Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer, ExternalAuthoritative. */
  readonly authMechanism: Known<readonly string[]>;
  /** HubTransport, FrontendTransport. */
  readonly transportRole: Known<string>;
  readonly bindings: Known<readonly string[]>;
  readonly tlsDomainCapabilities: Known<readonly string[]>;
}

export type Connector = SendConnector | ReceiveConnector;
