import type { TlsCertificateNameField } from '../../domain/connector.ts';
import type { Known, Origin } from '../../domain/reading.ts';
import { readTlsCertificateName } from '../../domain/tls-certificate-name.ts';
import { isPlainObject, type PlainObject } from '../plain.ts';
import { protocolLoggingLevel } from './enumerations.ts';
import { field, flag, name, openEnumName, text, textOf } from './fields.ts';
import { utcTime } from './times.ts';

/** What Get-SendConnector and Get-ReceiveConnector answers have in common. */
export function connectorBase(object: PlainObject, origin: Origin) {
  const identity = name(object, 'Identity', 'DistinguishedName');
  return {
    name: name(object, 'Name') ?? afterBackslash(identity) ?? object.text ?? '',
    identity,
    guid: name(object, 'Guid'),
    enabled: flag(object, 'Enabled'),
    fqdn: text(object, 'Fqdn'),
    tlsCertificateName: tlsCertificateName(object),
    requireTls: flag(object, 'RequireTLS'),
    protocolLoggingLevel: openEnumName(object, 'ProtocolLoggingLevel', protocolLoggingLevel),
    whenChanged: utcTime(object, 'WhenChangedUTC', 'WhenChanged'),
    origins: [origin],
  };
}

/**
 * TlsCertificateName is an object with a ToString, or only with its two parts, or the bare text (exchange.md 4.6). Nil is
 * an empty pin; a missing property is no statement at all.
 */
export function tlsCertificateName(object: PlainObject): TlsCertificateNameField {
  const value = field(object, 'TlsCertificateName');
  if (value === undefined || value === null) return readTlsCertificateName(value);
  const printed = textOf(value);
  if (printed?.includes('<')) return readTlsCertificateName(printed);
  if (!isPlainObject(value)) return readTlsCertificateName(printed ?? undefined);
  const issuer = name(value, 'CertificateIssuer');
  const subject = name(value, 'CertificateSubject');
  if (issuer === null || subject === null) return readTlsCertificateName(printed ?? undefined);
  return readTlsCertificateName(`<I>${issuer}<S>${subject}`);
}

function afterBackslash(identity: Known<string>): string | null {
  return identity === null ? null : identity.slice(identity.lastIndexOf('\\') + 1);
}
