import { type ExchangeView, unknownExchangeView } from '../../../domain/certificate.ts';
import type { Known, NotReadReason } from '../../../domain/reading.ts';
import { readServices } from '../../../domain/services.ts';
import { serverOf } from '../../../exchange/shapes/certificate-by-name.ts';
import { certificateStatus, rootCaType } from '../../../exchange/shapes/enumerations.ts';
import type { SerializedView } from '../../../exchange/shapes/serialized-view.ts';
import { type ReadingLimits, readingLimits } from '../limits.ts';
import { readNrbf } from './nrbf-reader.ts';
import { isNrbfArray, isNrbfObject, type NrbfObject, type NrbfStream } from './nrbf-values.ts';
import { readSerializedCertificate } from './serialized-certificate.ts';
import { unwrapSignature } from './signed-payload.ts';

export type ExchangeCertificateBlobResult =
  | { readonly ok: true; readonly view: SerializedView; readonly problems: readonly NotReadReason[] }
  | { readonly ok: false; readonly problem: NotReadReason };

const className = 'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate';

/**
 * Reads the `SerializationData` of an ExchangeCertificate: the only place where an `Export-Clixml` file says which services
 * a certificate has. Never throws for what the bytes say; a member that is missing or of another form stays null, and
 * `problems` tells which part could not be read.
 */
export function readExchangeCertificateBlob(
  bytes: Uint8Array,
  limits: ReadingLimits = readingLimits,
): ExchangeCertificateBlobResult {
  const payload = unwrapSignature(bytes);
  if (!payload.ok) return payload;
  const reading = readNrbf(payload.bytes, limits);
  if (!reading.ok) return reading;
  const root = reading.stream.resolve(reading.stream.root);
  if (!isNrbfObject(root) || root.className !== className) {
    const what = isNrbfObject(root) ? root.className.slice(0, 200) : 'no object';
    return { ok: false, problem: { code: 'damaged', detail: `the serialised data holds ${what}` } };
  }
  const members = new MemberReader(reading.stream, root);
  const identity = members.text('Identity');
  const entry = storeEntry(members, limits);
  return {
    ok: true,
    view: {
      ...unknownExchangeView,
      services: readServices(members.number('Services')),
      status: named(members.number('Status'), certificateStatus),
      rootCaType: named(members.number('RootCAType'), rootCaType),
      privateKeyExportable: members.flag('PrivateKeyExportable'),
      iisServices: members.iisServices(),
      identity,
      server: serverOf(identity),
      ...entry.view,
      certificate: entry.certificate,
      signed: payload.signed,
    },
    problems: entry.problem === null ? [] : [entry.problem],
  };
}

interface StoreEntry {
  readonly certificate: Uint8Array | null;
  readonly view: Pick<ExchangeView, 'friendlyName' | 'hasPrivateKey'>;
  readonly problem: NotReadReason | null;
}

/**
 * CertData is one serialised entry of the Windows store. Its property 2 is the only link to a private key that a store can
 * hold, and what Schannel follows to find the key: an entry that was read to its last byte, with its certificate, and
 * without that property has no key that could serve TLS, whatever containers lie about on the server.
 */
function storeEntry(members: MemberReader, limits: ReadingLimits): StoreEntry {
  const unknown = { friendlyName: null, hasPrivateKey: null };
  const data = members.bytes('CertData');
  if (data === null) {
    const detail = 'the serialised data holds no CertData';
    return { certificate: null, view: unknown, problem: { code: 'incomplete', detail } };
  }
  const reading = readSerializedCertificate(data, limits);
  if (!reading.ok) return { certificate: null, view: unknown, problem: reading.problem };
  const { certificate, friendlyName, keyProvider } = reading.entry;
  if (certificate === null) {
    const detail = 'CertData ends without a certificate';
    return { certificate, view: unknown, problem: { code: 'incomplete', detail } };
  }
  // An entry without property 11 has the empty friendly name; Windows keeps no other.
  const view = { friendlyName: friendlyName ?? '', hasPrivateKey: keyProvider !== null };
  return { certificate, view, problem: null };
}

function named<Name>(position: Known<number>, names: ReadonlyMap<number, Name>): Known<Name> {
  return position === null ? null : (names.get(position) ?? null);
}

/** Members by name, each null when it is missing or of another type than Exchange writes. */
class MemberReader {
  readonly #stream: NrbfStream;
  readonly #object: NrbfObject;

  constructor(stream: NrbfStream, object: NrbfObject) {
    this.#stream = stream;
    this.#object = object;
  }

  text(name: string): Known<string> {
    const value = this.#value(name);
    return typeof value === 'string' ? value : null;
  }

  flag(name: string): Known<boolean> {
    const value = this.#value(name);
    return typeof value === 'boolean' ? value : null;
  }

  bytes(name: string): Uint8Array | null {
    const value = this.#value(name);
    return value instanceof Uint8Array ? value : null;
  }

  /** A number, or an enumeration: an object with the one member `value__`. */
  number(name: string): Known<number> {
    const value = this.#value(name);
    const inner = isNrbfObject(value) ? this.#stream.resolve(value.members.get('value__')) : value;
    return typeof inner === 'number' ? inner : null;
  }

  /**
   * IISServices is a List of objects, of which the first text is the address of the site. The list's array is longer than
   * the list: `_size` counts.
   */
  iisServices(): Known<readonly string[]> {
    const list = this.#value('IISServices');
    if (!isNrbfObject(list)) return null;
    const items = this.#stream.resolve(list.members.get('_items'));
    const size = this.#stream.resolve(list.members.get('_size'));
    if (!isNrbfArray(items) || typeof size !== 'number' || size < 0 || size > items.items.length) return null;
    const sites = items.items.slice(0, size).map((item) => this.#siteAddress(this.#stream.resolve(item)));
    return sites.every((site) => site !== null) ? sites : null;
  }

  #siteAddress(service: ReturnType<NrbfStream['resolve']>): string | null {
    if (!isNrbfObject(service)) return null;
    for (const member of service.members.values()) {
      const value = this.#stream.resolve(member);
      if (typeof value === 'string') return value;
    }
    return null;
  }

  #value(name: string): ReturnType<NrbfStream['resolve']> {
    return this.#stream.resolve(this.#object.members.get(name));
  }
}
