import type { Known } from '../../../domain/reading.ts';
import { normaliseThumbprint } from '../../../domain/thumbprint.ts';
import { isPlainObject, type Plain, type PlainObject } from '../../../exchange/plain.ts';
import { field, name } from '../../../exchange/shapes/fields.ts';
import { utcTime } from '../../../exchange/shapes/times.ts';
import { GapList } from '../gap-list.ts';
import { jsonDate } from './json-plain.ts';
import { objectAt, objectsOf, recordOf } from './plain-access.ts';
import type { ToolObject, ToolReading } from './tool-reading.ts';

/** True for the JSON of one server or of the organisation, and for one whose `Metadata` was lost but whose servers are there. */
export function isEdca(value: Plain): value is PlainObject {
  if (!isPlainObject(value)) return false;
  const metadata = objectAt(value, 'Metadata');
  const tool = metadata === null ? null : name(metadata, 'ToolName');
  if (tool?.toUpperCase().includes('EDCA') === true) return true;
  return objectsOf(field(value, 'Servers')).some((server) => objectAt(server, 'Exchange') !== null);
}

/**
 * Reads what EDCA collected of one or more servers (after `jsonPlain`): the certificates of LocalMachine\My, the internal
 * transport and Auth certificates, connectors and diagnostic levels.
 *
 * No file of a real server was at hand. The names are those of the collector's source, michelderooij/EDCA
 * Modules/Collection.ps1 and Invoke-EDCA.ps1 of 2026; because they have changed between its versions, certificates are
 * recognised by their properties wherever they stand below a server.
 */
export function edca(file: PlainObject): ToolReading {
  const gaps = new GapList();
  const metadata = objectAt(file, 'Metadata');
  const servers: string[] = [];
  const objects: ToolObject[] = [];
  let otherParts = 0;
  for (const [index, entry] of objectsOf(field(file, 'Servers')).entries()) {
    const server = name(entry, 'Server') ?? (metadata === null ? null : name(metadata, 'ServerName'));
    const place = `Servers[${index}]`;
    if (server !== null) servers.push(server);
    const error = name(entry, 'CollectionError');
    if (error !== null) gaps.missing('failed', error, place);
    objects.push(...serverObjects(entry, server, place));
    otherParts += otherPartsOf(entry);
  }
  const at = metadata === null ? null : name(metadata, 'CollectionTimestamp');
  return {
    tool: 'EDCA',
    servers,
    at: at === null ? null : utcTime(recordOf(new Map([['at', jsonDate(at)]])), 'at'),
    objects,
    otherParts,
    notRead: gaps.list(),
    complete: gaps.complete,
  };
}

function serverObjects(entry: PlainObject, server: Known<string>, place: string): readonly ToolObject[] {
  const exchange = objectAt(entry, 'Exchange');
  const objects: ToolObject[] = [];
  const add = (cmdlet: string, object: PlainObject, where: string, owner: Known<string>) =>
    objects.push({ cmdlet, server: owner, object, place: `${place}.${where}` });
  for (const object of certificatesBelow(entry))
    add('Get-ExchangeCertificate', object, 'Certificates', server);
  if (exchange === null) return objects;
  add('Get-ExchangeServer', exchange, 'Exchange', server);
  for (const connector of objectsOf(field(exchange, 'SendConnectors'))) {
    add('Get-SendConnector', connector, 'Exchange.SendConnectors', null);
  }
  for (const connector of objectsOf(field(exchange, 'ReceiveConnectors'))) {
    add('Get-ReceiveConnector', connector, 'Exchange.ReceiveConnectors', server);
  }
  for (const level of objectsOf(field(exchange, 'EventLogLevels'))) {
    add('Get-EventLogLevel', level, 'Exchange.EventLogLevels', server);
  }
  const used = thumbprintUnder(exchange, 'InternalTransportCertificate');
  if (used !== null) {
    const properties = new Map<string, Plain>([['InternalTransportCertificateThumbprint', used]]);
    add('Get-TransportService', recordOf(properties), 'Exchange.InternalTransportCertificate', server);
  }
  const auth = thumbprintUnder(exchange, 'AuthCertificate');
  if (auth !== null) {
    const properties = new Map<string, Plain>([['CurrentCertificateThumbprint', auth]]);
    add('Get-AuthConfig', recordOf(properties), 'Exchange.AuthCertificate', null);
  }
  return objects;
}

const usedParts = ['Server', 'Exchange', 'Certificates', 'CollectionError'];
const usedOfExchange = [
  ...['Name', 'AdminDisplayVersion', 'SendConnectors', 'ReceiveConnectors', 'EventLogLevels'],
  ...['InternalTransportCertificate', 'AuthCertificate'],
];

function otherPartsOf(entry: PlainObject): number {
  const exchange = objectAt(entry, 'Exchange');
  const parts = [...entry.properties.keys()].filter((key) => !usedParts.includes(key));
  const inside = [...(exchange?.properties.keys() ?? [])].filter((key) => !usedOfExchange.includes(key));
  return parts.length + inside.length;
}

function thumbprintUnder(exchange: PlainObject, property: string): string | null {
  const status = objectAt(exchange, property);
  return status === null ? null : normaliseThumbprint(name(status, 'Thumbprint') ?? '');
}

const certificateDates = ['NotBefore', 'NotAfter'];
const certificateSigns = ['Subject', 'Services', 'Issuer', 'NotBefore', 'CertificateDomains'];

/**
 * Every object below that has a thumbprint and something only a certificate has, joined by thumbprint. What only tells whether
 * a wanted certificate was found (`Found`) is no certificate.
 */
function certificatesBelow(entry: PlainObject): readonly PlainObject[] {
  const joined = new Map<string, Map<string, Plain>>();
  const open: PlainObject[] = [entry];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const thumbprint = normaliseThumbprint(name(next, 'Thumbprint') ?? '');
    if (thumbprint !== null && field(next, 'Found') === undefined && hasSign(next)) {
      const known = joined.get(thumbprint) ?? new Map<string, Plain>([['Thumbprint', thumbprint]]);
      for (const [key, value] of next.properties)
        if (!known.has(key)) known.set(key, certificateValue(key, value));
      joined.set(thumbprint, known);
    }
    // Last in, first out: pushed backwards, the objects come in the order of the file.
    const inner = [...next.properties.values(), ...(next.items ?? [])].filter((value) =>
      isPlainObject(value),
    );
    for (const value of inner.reverse()) open.push(value);
  }
  return [...joined.values()].map(recordOf);
}

function hasSign(object: PlainObject): boolean {
  return certificateSigns.some((sign) => field(object, sign) !== undefined);
}

function certificateValue(key: string, value: Plain): Plain {
  return certificateDates.includes(key) && typeof value === 'string' ? jsonDate(value) : value;
}
