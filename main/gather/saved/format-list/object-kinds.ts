/** One kind of object people paste: the cmdlet that prints it and the properties that tell it from the others. */
interface ObjectKind {
  readonly cmdlet: string;
  /** No other kind of this table has them. */
  readonly own: readonly string[];
  /** Of use to us, but shared with other kinds. */
  readonly shared: readonly string[];
}

const kinds: readonly ObjectKind[] = [
  {
    cmdlet: 'Get-ExchangeCertificate',
    // Thumbprint, Subject and the dates alone may come from any certificate store, not only from LocalMachine\My.
    own: [
      ...['Services', 'ServicesStringForm', 'RootCAType', 'CertificateDomains', 'IISServices', 'AccessRules'],
      ...['IsSelfSigned', 'PrivateKeyExportable', 'PublicKeySize', 'HasPrivateKey', 'CertificateRequest'],
    ],
    shared: [
      ...[
        'Thumbprint',
        'Subject',
        'Issuer',
        'NotBefore',
        'NotAfter',
        'SerialNumber',
        'FriendlyName',
        'Status',
      ],
      'Identity',
    ],
  },
  {
    cmdlet: 'Get-SendConnector',
    own: [
      ...[
        'AddressSpaces',
        'SmartHosts',
        'SmartHostsString',
        'SmartHostAuthMechanism',
        'SourceTransportServers',
      ],
      ...['CloudServicesMailEnabled', 'TlsAuthLevel', 'IgnoreSTARTTLS', 'DNSRoutingEnabled', 'ForceHELO'],
      ...['FrontendProxyEnabled', 'IsSmtpConnector', 'IsScopedConnector', 'SourceRoutingGroup', 'HomeMTA'],
      ...['HomeMtaServerId', 'UseExternalDNSServersEnabled', 'SourceIPAddress'],
      ...['RequireOorg', 'ConnectedDomains', 'LinkedReceiveConnector', 'AuthenticationCredential'],
    ],
    shared: [
      ...['Name', 'Identity', 'Guid', 'Enabled', 'Fqdn', 'TlsCertificateName', 'RequireTLS', 'TlsDomain'],
      ...['ProtocolLoggingLevel', 'WhenChanged', 'WhenChangedUTC', 'Port', 'Comment', 'MaxMessageSize'],
    ],
  },
  {
    cmdlet: 'Get-ReceiveConnector',
    own: [
      ...['Bindings', 'RemoteIPRanges', 'AuthMechanism', 'PermissionGroups', 'TransportRole', 'Banner'],
      ...['TlsDomainCapabilities', 'ChunkingEnabled', 'PipeliningEnabled', 'MaxInboundConnection'],
      ...['RequireEHLODomain', 'ExtendedProtectionPolicy', 'AdvertiseClientSettings', 'TarpitInterval'],
      ...['SuppressXAnonymousTls', 'EightBitMimeEnabled', 'LongAddressesEnabled'],
    ],
    shared: [
      ...['Name', 'Identity', 'Guid', 'Enabled', 'Fqdn', 'TlsCertificateName', 'RequireTLS', 'Server'],
      ...['ProtocolLoggingLevel', 'WhenChanged', 'WhenChangedUTC', 'Comment', 'MaxMessageSize'],
    ],
  },
  {
    cmdlet: 'Get-Queue',
    own: [
      ...[
        'DeliveryType',
        'NextHopDomain',
        'NextHopCategory',
        'NextHopConnector',
        'MessageCount',
        'LastError',
      ],
      ...['LastRetryTime', 'NextRetryTime', 'RetryCount', 'Velocity', 'RiskLevel', 'OutboundIPPool'],
      ...['DeferredMessageCount', 'LockedMessageCount', 'OverrideSource', 'QueueIdentity'],
    ],
    shared: ['Identity', 'Status', 'TlsDomain'],
  },
  {
    cmdlet: 'Get-AuthConfig',
    own: [
      ...['CurrentCertificateThumbprint', 'PreviousCertificateThumbprint', 'NextCertificateThumbprint'],
      ...['NextCertificateEffectiveDate', 'Realm'],
    ],
    shared: ['Name', 'Identity', 'Guid', 'ServiceName', 'WhenChanged', 'WhenChangedUTC'],
  },
  {
    cmdlet: 'Get-TransportService',
    own: [
      ...['InternalTransportCertificateThumbprint', 'SendProtocolLogPath', 'MessageExpirationTimeout'],
      ...['ReceiveProtocolLogPath', 'MaxOutboundConnections', 'MessageRetryInterval', 'ConnectivityLogPath'],
      ...['MessageTrackingLogEnabled', 'MessageTrackingLogPath', 'OutboundConnectionFailureRetryInterval'],
      ...['TransientFailureRetryInterval', 'PickupDirectoryPath', 'QueueLogPath'],
    ],
    shared: ['Name', 'Identity', 'Guid', 'WhenChanged', 'WhenChangedUTC'],
  },
  {
    cmdlet: 'Get-ExchangeServer',
    own: [
      ...['AdminDisplayVersion', 'ServerRole', 'Edition', 'IsEdgeServer', 'IsHubTransportServer'],
      ...['IsMailboxServer', 'ExchangeLegacyDN', 'IsExchangeTrialEdition'],
    ],
    shared: ['Name', 'Fqdn', 'Site', 'Identity', 'Guid', 'WhenChanged', 'WhenChangedUTC', 'Domain'],
  },
  {
    cmdlet: 'Get-HybridConfiguration',
    own: [
      ...[
        'SendingTransportServers',
        'ReceivingTransportServers',
        'EdgeTransportServers',
        'OnPremisesSmartHost',
      ],
      ...['ClientAccessServers', 'Features', 'Domains', 'ExternalIPAddresses', 'ServiceInstance'],
    ],
    shared: ['TlsCertificateName', 'Name', 'Identity', 'Guid', 'WhenChanged', 'WhenChangedUTC'],
  },
  {
    cmdlet: 'Get-FederationTrust',
    own: ['OrgCertificate', 'OrgPrevCertificate', 'OrgNextCertificate', 'TokenIssuerUri', 'ApplicationUri'],
    shared: ['Name', 'Identity', 'Guid'],
  },
  { cmdlet: 'Get-PopSettings', own: [], shared: ['X509CertificateName', 'Server', 'Name', 'Identity'] },
  { cmdlet: 'Get-ImapSettings', own: [], shared: ['X509CertificateName', 'Server', 'Name', 'Identity'] },
  { cmdlet: 'Get-EdgeSubscription', own: [], shared: ['Name', 'Site', 'Domain'] },
  { cmdlet: 'Get-EventLogLevel', own: ['EventLevel'], shared: ['Identity'] },
];

const spellings = new Map<string, string>();
const owners = new Map<string, ObjectKind>();
for (const kind of kinds) {
  for (const name of [...kind.own, ...kind.shared]) spellings.set(name.toLowerCase(), name);
  for (const name of kind.own) owners.set(name, kind);
}

/** The name as Exchange spells it when it is one we know, in whatever case it was typed; else null. */
export function knownProperty(name: string): string | null {
  return spellings.get(name.toLowerCase()) ?? null;
}

/** Shown in the default view and read by nobody; the shell cuts it on nearly every certificate. */
const ofNoUse: ReadonlySet<string> = new Set(['AccessRules']);

/** False for properties that no diagnosis looks at: a text without them lacks nothing. */
export function isOfUse(name: string): boolean {
  return spellings.has(name.toLowerCase()) && !ofNoUse.has(name);
}

/**
 * The cmdlet whose objects have these properties, or null when they fit none or several. The command in front of the
 * text decides only where the properties alone do not.
 */
export function recogniseObject(names: ReadonlySet<string>, command: string | null): string | null {
  const named = kinds.find((kind) => kind.cmdlet.toLowerCase() === command?.toLowerCase());
  const scores = new Map<ObjectKind, number>();
  for (const name of names) {
    const owner = owners.get(name);
    if (owner !== undefined) scores.set(owner, (scores.get(owner) ?? 0) + 1);
  }
  const best = Math.max(0, ...scores.values());
  const winners = [...scores].filter(([, score]) => score === best).map(([kind]) => kind);
  const [winner] = winners;
  if (winners.length === 1 && winner !== undefined && (names.size > 1 || winner === named)) {
    return winner.cmdlet;
  }
  const fits = named !== undefined && [...named.own, ...named.shared].some((name) => names.has(name));
  return fits && (best === 0 || winners.includes(named)) ? named.cmdlet : null;
}
