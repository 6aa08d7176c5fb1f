import type { CertificateStatus, RootCaType } from '../../domain/certificate.ts';

/** Numbers of Exchange's enumerations, for sources that carry only the number. */
export const certificateStatus: ReadonlyMap<number, CertificateStatus> = positions([
  'Unknown',
  'Valid',
  'Revoked',
  'DateInvalid',
  'Untrusted',
  'Invalid',
  'RevocationCheckFailure',
  'PendingRequest',
]);

export const rootCaType: ReadonlyMap<number, RootCaType> = positions([
  'None',
  'ThirdParty',
  'Enterprise',
  'Registry',
  'GroupPolicy',
  'Unknown',
]);

export const tlsAuthLevel: ReadonlyMap<number, string> = new Map([
  [1, 'EncryptionOnly'],
  [2, 'CertificateValidation'],
  [3, 'DomainValidation'],
]);

export const protocolLoggingLevel: ReadonlyMap<number, string> = positions(['None', 'Verbose']);

export const transportRole: ReadonlyMap<number, string> = new Map([
  [0x20, 'HubTransport'],
  [0x4000, 'FrontendTransport'],
]);

export const authMechanism: ReadonlyMap<number, string> = new Map([
  [1, 'Tls'],
  [2, 'Integrated'],
  [4, 'BasicAuth'],
  [8, 'BasicAuthRequireTLS'],
  [16, 'ExchangeServer'],
  [32, 'ExternalAuthoritative'],
]);

function positions<Name>(names: readonly Name[]): ReadonlyMap<number, Name> {
  return new Map(names.map((name, position) => [position, name]));
}
