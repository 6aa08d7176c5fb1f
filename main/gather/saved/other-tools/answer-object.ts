import type { Known } from '../../../domain/reading.ts';
import type { Plain, PlainObject } from '../../../exchange/plain.ts';
import { field } from '../../../exchange/shapes/fields.ts';
import { thumbprintOf } from './plain-access.ts';

/** The last part of the type name under which a cmdlet's answer is known after remoting and Export-Clixml. */
const typeNames: ReadonlyMap<string, string> = new Map([
  ['Get-ExchangeCertificate', 'ExchangeCertificate'],
  ['Get-SendConnector', 'SmtpSendConnectorConfig'],
  ['Get-ReceiveConnector', 'ReceiveConnector'],
  ['Get-Queue', 'ExtensibleQueueInfo'],
  ['Get-AuthConfig', 'AuthConfig'],
  ['Get-TransportService', 'TransportServer'],
  ['Get-ExchangeServer', 'ExchangeServer'],
  ['Get-HybridConfiguration', 'HybridConfiguration'],
  ['Get-FederationTrust', 'FederationTrust'],
  ['Get-EdgeSubscription', 'EdgeSubscription'],
  ['Get-PopSettings', 'Pop3AdConfiguration'],
  ['Get-ImapSettings', 'Imap4AdConfiguration'],
  ['Get-EventLogLevel', 'EventCategoryObject'],
]);

/**
 * An object as the answer of a cmdlet: with the type name that tells its kind where its few properties would not, and,
 * for a certificate without one, the identity `server\thumbprint` that Exchange itself gives it. Without that a certificate
 * cannot be placed when one text speaks of several servers.
 */
export function answerObject(cmdlet: string, object: PlainObject, server: Known<string>): PlainObject {
  const typeName = typeNames.get(cmdlet);
  const identity = cmdlet === 'Get-ExchangeCertificate' ? missingIdentity(object, server) : null;
  const properties =
    identity === null
      ? object.properties
      : new Map<string, Plain>([...object.properties, ['Identity', identity]]);
  return { ...object, properties, typeNames: typeName === undefined ? object.typeNames : [typeName] };
}

function missingIdentity(object: PlainObject, server: Known<string>): string | null {
  const thumbprint = thumbprintOf(object);
  const known = field(object, 'Identity') ?? null;
  return server === null || thumbprint === null || known !== null ? null : `${server}\\${thumbprint}`;
}
