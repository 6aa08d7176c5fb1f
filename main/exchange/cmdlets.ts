import { z } from 'zod';
import { administrator, anyRemoteUser, type Cmdlet, eventReader, many, one, viewOnly } from './cmdlet.ts';
import {
  certificateIdentity,
  eventIds,
  eventProviders,
  objectIdentity,
  recordLimit,
  sendLogLevelIdentity,
  serverName,
  thumbprint,
  utcTime,
} from './cmdlet-parameters.ts';

const noParameters = z.strictObject({});
const onServer = z.strictObject({ Server: serverName });

/** The only commands this program can send. A command that is not here cannot be asked for. */
export const cmdlets = {
  'Get-ExchangeServer': {
    effect: 'read',
    channel: 'exchange',
    parameters: noParameters,
    serverParameter: null,
    answer: many('Name', 'Fqdn', 'ServerRole', 'AdminDisplayVersion', 'Site'),
    groups: viewOnly,
  },
  'Get-ExchangeCertificate': {
    effect: 'read',
    channel: 'exchange',
    parameters: z
      .strictObject({
        Server: serverName.optional(),
        Thumbprint: thumbprint.optional(),
        Identity: certificateIdentity.optional(),
      })
      .refine((given) => (given.Identity === undefined) !== (given.Server === undefined), {
        error: 'needs either -Server or -Identity',
      }),
    serverParameter: 'Server',
    answer: {
      ...many(
        ...['Thumbprint', 'Subject', 'Issuer', 'NotBefore', 'NotAfter', 'IsSelfSigned', 'SerialNumber'],
        ...['Services', 'ServicesStringForm', 'Status', 'RootCAType', 'CertificateDomains', 'FriendlyName'],
        ...['Identity', 'HasPrivateKey', 'PrivateKeyExportable', 'IISServices', 'PublicKeySize', 'RawData'],
      ),
      project: true,
    },
    groups: viewOnly,
  },
  'Get-SendConnector': {
    effect: 'read',
    channel: 'exchange',
    parameters: z.strictObject({ Identity: objectIdentity.optional() }),
    serverParameter: null,
    answer: many(
      ...['Name', 'Identity', 'Guid', 'Enabled', 'Fqdn', 'TlsCertificateName', 'RequireTLS', 'TlsAuthLevel'],
      ...['TlsDomain', 'CloudServicesMailEnabled', 'IgnoreSTARTTLS', 'FrontendProxyEnabled', 'SmartHosts'],
      ...['AddressSpaces', 'SourceTransportServers', 'ProtocolLoggingLevel', 'WhenChangedUTC'],
    ),
    groups: viewOnly,
  },
  'Get-ReceiveConnector': {
    effect: 'read',
    channel: 'exchange',
    parameters: z.strictObject({ Identity: objectIdentity.optional() }),
    serverParameter: null,
    answer: many(
      ...['Name', 'Identity', 'Guid', 'Enabled', 'Server', 'Fqdn', 'TlsCertificateName', 'RequireTLS'],
      ...['AuthMechanism', 'TransportRole', 'Bindings', 'TlsDomainCapabilities', 'ProtocolLoggingLevel'],
      'WhenChangedUTC',
    ),
    groups: [...viewOnly, 'Hygiene Management'],
  },
  'Get-AuthConfig': {
    effect: 'read',
    channel: 'exchange',
    parameters: noParameters,
    serverParameter: null,
    answer: one(
      ...['CurrentCertificateThumbprint', 'PreviousCertificateThumbprint', 'NextCertificateThumbprint'],
      'NextCertificateEffectiveDate',
    ),
    groups: viewOnly,
  },
  'Get-HybridConfiguration': {
    effect: 'read',
    channel: 'exchange',
    parameters: noParameters,
    serverParameter: null,
    answer: {
      ...many(
        ...['TlsCertificateName', 'SendingTransportServers', 'ReceivingTransportServers'],
        ...['EdgeTransportServers', 'OnPremisesSmartHost', 'Domains'],
      ),
      records: 'at-most-one',
    },
    groups: viewOnly,
  },
  'Get-FederationTrust': {
    effect: 'read',
    channel: 'exchange',
    parameters: noParameters,
    serverParameter: null,
    answer: many('Name', 'OrgPrivCertificate', 'OrgPrevPrivCertificate', 'OrgNextPrivCertificate'),
    groups: viewOnly,
  },
  'Get-EdgeSubscription': {
    effect: 'read',
    channel: 'exchange',
    parameters: noParameters,
    serverParameter: null,
    answer: many('Name', 'Site'),
    groups: viewOnly,
  },
  'Get-TransportService': {
    effect: 'read',
    channel: 'exchange',
    parameters: z.strictObject({ Identity: serverName }),
    serverParameter: 'Identity',
    answer: one('InternalTransportCertificateThumbprint', 'SendProtocolLogPath', 'MessageExpirationTimeout'),
    groups: viewOnly,
  },
  'Get-PopSettings': {
    effect: 'read',
    channel: 'exchange',
    parameters: onServer,
    serverParameter: 'Server',
    answer: one('X509CertificateName'),
    groups: viewOnly,
  },
  'Get-ImapSettings': {
    effect: 'read',
    channel: 'exchange',
    parameters: onServer,
    serverParameter: 'Server',
    answer: one('X509CertificateName'),
    groups: viewOnly,
  },
  'Get-Queue': {
    effect: 'read',
    channel: 'exchange',
    parameters: onServer,
    serverParameter: 'Server',
    answer: many(
      ...['Identity', 'DeliveryType', 'Status', 'MessageCount', 'NextHopDomain', 'NextHopConnector'],
      ...['TlsDomain', 'LastError', 'LastRetryTime', 'NextRetryTime'],
    ),
    groups: viewOnly,
  },
  'Get-EventLogLevel': {
    effect: 'read',
    channel: 'exchange',
    parameters: z.strictObject({ Identity: sendLogLevelIdentity }),
    serverParameter: 'Identity',
    answer: one('Identity', 'EventLevel'),
    groups: ['Server Management', 'Organization Management'],
  },
  'Get-WinEvent': {
    effect: 'read',
    channel: 'windows',
    parameters: z.strictObject({
      ComputerName: serverName,
      LogName: z.literal('Application'),
      ProviderName: eventProviders.optional(),
      Id: eventIds.optional(),
      StartTime: utcTime.optional(),
      MaxEvents: recordLimit,
      /** Oldest first; with one record this tells where the log begins. */
      Oldest: z.boolean().optional(),
    }),
    serverParameter: 'ComputerName',
    answer: many(
      ...['RecordId', 'ProviderName', 'Id', 'Qualifiers', 'Level', 'TimeCreated', 'LogName', 'MachineName'],
      ...['Properties', 'Message'],
    ),
    groups: eventReader,
  },
  'Read-CertificateStore': {
    effect: 'read',
    channel: 'windows',
    parameters: z.strictObject({ Server: serverName, StoreName: z.enum(['My', 'CA', 'Root']) }),
    serverParameter: 'Server',
    answer: many('PSParentPath', 'Thumbprint', 'RawData'),
    groups: anyRemoteUser,
  },
  'Read-PrivateKeyAccess': {
    effect: 'read',
    channel: 'windows',
    parameters: onServer,
    serverParameter: 'Server',
    answer: many('Thumbprint', 'HasPrivateKey', 'PrivateKeyExportable', 'NetworkServiceCanRead'),
    groups: administrator,
  },
  'Read-IisBinding': {
    effect: 'read',
    channel: 'windows',
    parameters: onServer,
    serverParameter: 'Server',
    answer: many('Site', 'Port', 'CertificateHash'),
    groups: administrator,
  },
  'Read-RootAutoUpdate': {
    effect: 'read',
    channel: 'windows',
    parameters: onServer,
    serverParameter: 'Server',
    answer: one('DisableRootAutoUpdate'),
    groups: anyRemoteUser,
  },
  'Read-SmtpProtocolLog': {
    effect: 'read',
    channel: 'windows',
    parameters: z.strictObject({
      Server: serverName,
      Direction: z.enum(['Send', 'Receive']),
      StartTime: utcTime,
      MaxSessions: recordLimit,
    }),
    serverParameter: 'Server',
    answer: many(
      ...['SessionId', 'Connector', 'Started', 'LocalEndpoint', 'RemoteEndpoint', 'TlsProtocol', 'TlsError'],
      ...['SentCertificate', 'ReceivedCertificate', 'Rejection', 'MessageTaken', 'Rows', 'File', 'FirstLine'],
    ),
    groups: administrator,
  },
} as const satisfies Readonly<Record<string, Cmdlet>>;

export type CmdletName = keyof typeof cmdlets;

/** What a reader may be given: the compiler refuses a write where only reading is meant. */
export type ReadCmdletName = {
  [Name in CmdletName]: (typeof cmdlets)[Name]['effect'] extends 'read' ? Name : never;
}[CmdletName];

export interface ParameterError {
  readonly cmdlet: string;
  /** Null when the error is about the cmdlet or about the parameters together. */
  readonly parameter: string | null;
  /** For developers and logs; holds no value that was given. */
  readonly message: string;
}

/** Null when the cmdlet is in the table and every parameter fits its schema; the values are not changed. */
export function checkParameters(
  cmdlet: string,
  parameters: Readonly<Record<string, unknown>>,
): ParameterError | null {
  const row = isCmdletName(cmdlet) ? cmdlets[cmdlet] : null;
  if (row === null) {
    return { cmdlet, parameter: null, message: `${JSON.stringify(cmdlet)} is not a command of this program` };
  }
  const parsed = row.parameters.safeParse(parameters);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0];
  const parameter = issue?.path.length ? String(issue.path[0]) : null;
  const subject = parameter === null ? cmdlet : `${cmdlet} -${parameter}`;
  return { cmdlet, parameter, message: `${subject}: ${issue?.message ?? 'parameters do not fit'}` };
}

function isCmdletName(text: string): text is CmdletName {
  return Object.hasOwn(cmdlets, text);
}
