import type { Plain, PlainObject } from '../../../exchange/plain.ts';
import { field, text } from '../../../exchange/shapes/fields.ts';
import { objectAt, recordOf } from './plain-access.ts';

export interface NamedConnector {
  readonly cmdlet: 'Get-SendConnector' | 'Get-ReceiveConnector';
  readonly object: PlainObject;
}

const same = [
  ...['Identity', 'Name', 'Fqdn', 'Enabled', 'TransportRole', 'SmartHosts', 'AddressSpaces', 'TlsAuthLevel'],
  'TlsDomain',
];

/**
 * HealthChecker's own connector object under the names of the cmdlets; null when it is neither send nor receive. Older
 * versions fill `SmartHosts`, `TlsAuthLevel` and such with null for receive connectors, which have none.
 */
export function connectorFromCustom(custom: PlainObject): NamedConnector | null {
  const type = text(custom, 'ConnectorType')?.toLowerCase();
  if (type !== 'send' && type !== 'receive') return null;
  const properties = new Map<string, Plain>();
  for (const name of same) {
    const value = field(custom, name);
    if (value !== undefined) properties.set(name, value);
  }
  copy(custom, 'RequireTLS', properties, 'RequireTLS');
  const details = objectAt(custom, 'CertificateDetails');
  if (details !== null) copy(details, 'TlsCertificateName', properties, 'TlsCertificateName');
  if (type === 'send') copy(custom, 'CloudEnabled', properties, 'CloudServicesMailEnabled');
  return {
    cmdlet: type === 'send' ? 'Get-SendConnector' : 'Get-ReceiveConnector',
    object: recordOf(properties),
  };
}

function copy(from: PlainObject, name: string, to: Map<string, Plain>, as: string): void {
  const value = field(from, name);
  if (value !== undefined) to.set(as, value);
}
