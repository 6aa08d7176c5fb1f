import type { TlsCertificateName } from '../../domain/connector.ts';
import { formatTlsCertificateName } from '../../domain/tls-certificate-name.ts';
import { type PlainInput, type PlainObject, plainRecord } from '../../exchange/plain.ts';

const data = 'Microsoft.Exchange.Data';

/** An enumeration as it is serialised: the name as text, the number as value. */
export function enumeration(
  type: string,
  numbers: Readonly<Record<string, number>>,
  name: string,
): PlainObject {
  const typeNames = [type, 'System.Enum', 'System.ValueType', 'System.Object'];
  return { ...plainRecord({}, typeNames, name), value: numbers[name] ?? 0 };
}

/** Flags: the names joined by a comma and a blank, and the sum of their bits. */
export function flags(
  type: string,
  bits: Readonly<Record<string, number>>,
  names: readonly string[],
): PlainObject {
  const value = names.reduce((sum, name) => sum | (bits[name] ?? 0), 0);
  const text = names.length === 0 ? 'None' : names.join(', ');
  return { ...plainRecord({}, [type, 'System.Enum', 'System.ValueType', 'System.Object'], text), value };
}

/** An object of which only its text matters, for example a SmartHost or an ADObjectId. */
export function textual(
  type: string,
  text: string,
  properties: Readonly<Record<string, PlainInput>> = {},
): PlainObject {
  return plainRecord(properties, [type, 'System.Object'], text);
}

export function fqdn(name: string | null): PlainObject | null {
  return name === null ? null : textual(`${data}.Fqdn`, name, { Domain: name });
}

/** Null when the property is empty, as Exchange answers it. */
export function smtpX509Identifier(name: TlsCertificateName | null): PlainObject | null {
  if (name === null) return null;
  return textual(`${data}.SmtpX509Identifier`, formatTlsCertificateName(name), {
    CertificateSubject: name.subject,
    CertificateIssuer: name.issuer,
  });
}

export function directoryObjectId(name: string): PlainObject {
  return textual(`${data}.Directory.ADObjectId`, name, { Name: name.slice(name.lastIndexOf('\\') + 1) });
}

export function protocolLoggingLevel(level: string): PlainObject {
  return enumeration(`${data}.ProtocolLoggingLevel`, { None: 0, Verbose: 1 }, level);
}
