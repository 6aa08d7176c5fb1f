import { isPlainObject, type Plain, type PlainObject } from '../../../exchange/plain.ts';
import { field, listOf, text } from '../../../exchange/shapes/fields.ts';
import { objectAt, objectsOf, recordOf, thumbprintOf } from './plain-access.ts';

/**
 * The certificates of one server. HealthChecker keeps them twice: as Get-ExchangeCertificate gave them, of which
 * Export-Clixml leaves the bytes alone, and as objects of its own that have Services and Status. Both are joined by
 * thumbprint; what both say is taken from the first.
 */
export function healthCheckerCertificates(exchange: PlainObject): readonly PlainObject[] {
  const information = objectAt(exchange, 'ExchangeCertificateInformation');
  const answers = objectsOf(information === null ? undefined : field(information, 'Certificates'));
  const own = [
    ...objectsOf(information === null ? undefined : field(information, 'CustomCertificates')),
    // Until 2024.
    ...objectsOf(field(exchange, 'ExchangeCertificates')),
  ];
  const joined = new Map<string, Map<string, Plain>>();
  const nameless: PlainObject[] = [];
  const add = (object: PlainObject) => {
    const thumbprint = thumbprintOf(object);
    if (thumbprint === null) {
      nameless.push(object);
      return;
    }
    const known = joined.get(thumbprint) ?? new Map<string, Plain>();
    for (const [name, value] of object.properties) {
      if (!known.has(name) || known.get(name) === null) known.set(name, value);
    }
    joined.set(thumbprint, known);
  };
  for (const answer of answers) add(answer);
  for (const custom of own) {
    const answer = objectAt(custom, 'CertificateObject');
    if (answer !== null) add(answer);
    add(fromCustom(custom));
  }
  return [...[...joined.values()].map(recordOf), ...nameless];
}

/** The properties of HealthChecker's own object under the names of Get-ExchangeCertificate. */
function fromCustom(custom: PlainObject): PlainObject {
  const properties = new Map<string, Plain>();
  for (const name of ['Thumbprint', 'Subject', 'Issuer', 'PublicKeySize', 'Services']) {
    const value = field(custom, name);
    if (value !== undefined && value !== null) properties.set(name, value);
  }
  // `None` stands there when the certificate had no names at all, and `Unknown` when Status was empty.
  const names = field(custom, 'Namespaces');
  if (isPlainObject(names) && names.items !== null) properties.set('CertificateDomains', names);
  const status = text(custom, 'Status') ?? '';
  if (status !== '' && status !== 'Unknown') properties.set('Status', status);
  // An empty friendly name was replaced by the first DNS name.
  const friendlyName = text(custom, 'FriendlyName');
  const first = names === undefined ? undefined : listOf(names)[0];
  if (friendlyName !== null && friendlyName !== first) properties.set('FriendlyName', friendlyName);
  return recordOf(properties);
}
