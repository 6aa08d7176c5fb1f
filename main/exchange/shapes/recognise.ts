import { isPlainObject, type PlainObject } from '../plain.ts';
import { name, text } from './fields.ts';

/** The kinds of answers that have a shape here. */
export type RecordKind =
  | 'exchange-certificate'
  | 'store-certificate'
  | 'send-connector'
  | 'receive-connector'
  | 'auth-config'
  | 'hybrid-configuration'
  | 'exchange-server'
  | 'transport-service'
  | 'pop-settings'
  | 'imap-settings'
  | 'queue'
  | 'federation-trust'
  | 'edge-subscription'
  | 'event-log-level'
  | 'event';

/**
 * What kind of answer an object is: by its type names where they are known, otherwise by its properties. Type names alone
 * never suffice: after serialisation signing an answer may arrive as a plain PSObject, and a projection has the type of
 * nothing (exchange.md 1.5).
 */
export function recogniseRecord(object: PlainObject): RecordKind | null {
  for (const written of object.typeNames) {
    const kind = byTypeName.get(bareTypeName(written));
    if (kind !== undefined) return kind;
  }
  return byProperties(object);
}

/** `Deserialized.Selected.A.B.Name#Log` is the type `Name`; prefixes are what remoting and Select-Object add. */
function bareTypeName(written: string): string {
  const marked = written.indexOf('#');
  const whole = marked < 0 ? written : written.slice(0, marked);
  return whole.slice(whole.lastIndexOf('.') + 1);
}

const byTypeName: ReadonlyMap<string, RecordKind> = new Map([
  ['ExchangeCertificate', 'exchange-certificate'],
  ['SmtpSendConnectorConfig', 'send-connector'],
  ['ReceiveConnector', 'receive-connector'],
  ['AuthConfig', 'auth-config'],
  ['HybridConfiguration', 'hybrid-configuration'],
  ['ExchangeServer', 'exchange-server'],
  ['TransportServer', 'transport-service'],
  ['TransportService', 'transport-service'],
  ['Pop3AdConfiguration', 'pop-settings'],
  ['Imap4AdConfiguration', 'imap-settings'],
  ['ExtensibleQueueInfo', 'queue'],
  ['PropertyBagBasedQueueInfo', 'queue'],
  ['QueueInfo', 'queue'],
  ['FederationTrust', 'federation-trust'],
  ['EdgeSubscription', 'edge-subscription'],
  ['EventCategoryObject', 'event-log-level'],
  ['EventLogRecord', 'event'],
  ['EventLogEntry', 'event'],
]);

/** Properties that only Exchange gives a certificate; `SerializationData` is also at every other answer of Exchange. */
const exchangeOnly = [
  'Services',
  'ServicesStringForm',
  'RootCAType',
  'CertificateDomains',
  'IISServices',
  'PrivateKeyExportable',
];
const sendOnly = [
  'AddressSpaces',
  'SourceTransportServers',
  'SmartHosts',
  'SmartHostsString',
  'DNSRoutingEnabled',
  'CloudServicesMailEnabled',
  'TlsAuthLevel',
  'IgnoreSTARTTLS',
  'FrontendProxyEnabled',
  'UseExternalDNSServersEnabled',
];
const receiveOnly = [
  'Bindings',
  'RemoteIPRanges',
  'AuthMechanism',
  'PermissionGroups',
  'TransportRole',
  'TlsDomainCapabilities',
  'SuppressXAnonymousTls',
];
/** Connectors of Exchange Online look alike and are no connectors of a server. */
const onlineOnly = ['RecipientDomains', 'SenderDomains', 'TlsSettings', 'ConnectorSource'];
const hybridOnly = [
  'SendingTransportServers',
  'ReceivingTransportServers',
  'EdgeTransportServers',
  'OnPremisesSmartHost',
];
const queueOnly = ['NextHopDomain', 'DeliveryType', 'MessageCount', 'NextHopConnector', 'LastError'];

type Rule = readonly [kind: RecordKind, applies: (properties: PropertyTest) => boolean];

/** In this order: the first rule that applies decides. */
const rules: readonly Rule[] = [
  ['auth-config', ({ has }) => has('CurrentCertificateThumbprint')],
  ['hybrid-configuration', ({ count }) => count(hybridOnly) >= 2],
  ['send-connector', ({ named, count }) => named && count(sendOnly) >= 2 && count(receiveOnly) === 0],
  ['receive-connector', ({ named, count }) => named && count(receiveOnly) >= 2 && count(sendOnly) === 0],
  ['federation-trust', ({ has }) => has('OrgPrivCertificate')],
  ['exchange-server', ({ named, has }) => named && has('AdminDisplayVersion') && has('ServerRole')],
  [
    'transport-service',
    ({ has }) => has('InternalTransportCertificateThumbprint') || has('MessageExpirationTimeout'),
  ],
  ['queue', ({ has, count }) => (has('Identity') || has('QueueIdentity')) && count(queueOnly) >= 3],
  ['event-log-level', ({ has }) => has('EventLevel') && has('Identity')],
  ['event', ({ has }) => has('ProviderName') && has('Id') && has('TimeCreated')],
  ['event', ({ has }) => has('Source') && has('EventID') && has('ReplacementStrings')],
];

class PropertyTest {
  readonly has: (property: string) => boolean;
  readonly count: (properties: readonly string[]) => number;
  readonly named: boolean;

  constructor(object: PlainObject) {
    const names = new Set<string>();
    for (const name of object.properties.keys()) names.add(name.toLowerCase());
    this.has = (property) => names.has(property.toLowerCase());
    this.count = (properties) => properties.filter(this.has).length;
    this.named = this.has('Name') || this.has('Identity');
  }
}

function byProperties(object: PlainObject): RecordKind | null {
  const properties = new PropertyTest(object);
  const certificate = certificateKind(object, properties);
  if (certificate !== null) return certificate;
  if (properties.count(onlineOnly) > 0) return null;
  if (properties.has('X509CertificateName')) return protocolKind(object);
  return rules.find(([, applies]) => applies(properties))?.[0] ?? null;
}

function certificateKind(object: PlainObject, { has, count }: PropertyTest): RecordKind | null {
  const exchangeProperties = count(exchangeOnly);
  const bytes = has('RawData');
  if (!bytes && !has('Thumbprint')) return null;
  // `Server\\Thumbprint`: the certificates of Windows themselves have no identity.
  if (exchangeProperties > 0 || (has('Thumbprint') && has('Identity'))) return 'exchange-certificate';
  if (bytes && (has('SerializationData') || has('RunspaceId'))) {
    return name(object, 'PSParentPath', 'PSPath') === null ? 'exchange-certificate' : 'store-certificate';
  }
  return bytes ? 'store-certificate' : null;
}

/** Get-PopSettings and Get-ImapSettings have the same properties; one of them holds the protocol's name. */
function protocolKind(object: PlainObject): RecordKind | null {
  const protocol = text(object, 'ProtocolName')?.toUpperCase() ?? '';
  if (protocol.startsWith('POP')) return 'pop-settings';
  if (protocol.startsWith('IMAP')) return 'imap-settings';
  return null;
}

/** The name under which objects without a shape are counted; prefixes stay, because they tell how the object came. */
export function countedTypeName(object: PlainObject): string {
  const [first] = object.typeNames;
  if (first !== undefined && first !== '') return first;
  if (object.items !== null) return 'list';
  return isPlainObject(object.value) || object.value === null ? 'object' : typeof object.value;
}
