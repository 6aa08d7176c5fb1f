import {
  byteArray,
  classArray,
  end,
  header,
  i32,
  join,
  library,
  type Member,
  nothing,
  object,
  reference,
  string,
  types,
  u8,
} from './nrbf-writer.ts';

const tasks = 'Microsoft.Exchange.Management.SystemConfigurationTasks';

export interface BlobRecipe {
  readonly certData: Uint8Array | null;
  readonly status?: number;
  readonly rootCaType?: number;
  readonly services?: number;
  readonly iisServices?: readonly string[];
  readonly exportable?: boolean;
  readonly identity?: string;
  readonly className?: string;
}

/** The SerializationData of an ExchangeCertificate, in the form that exports of Exchange 2016 and 2019 have. */
export function certificateBlob(recipe: BlobRecipe): Buffer {
  const sites = recipe.iisServices ?? [];
  const list = 'System.Collections.Generic.List`1[[IisService]]';
  const members: readonly Member[] = [
    { name: 'CertData', type: types.byteArray, value: recipe.certData === null ? nothing : reference(3) },
    { name: 'SelfSigned', type: types.boolean, value: u8(1) },
    enumeration('Status', -4, 'CertificateStatus', recipe.status ?? 1),
    enumeration('RootCAType', -5, 'CertificateAuthorityType', recipe.rootCaType ?? 3),
    enumeration('Services', -6, 'AllowedServices', recipe.services ?? 16),
    { name: 'IISServices', type: types.systemClass(list), value: reference(7) },
    { name: 'PrivateKeyExportable', type: types.boolean, value: u8(recipe.exportable === true ? 1 : 0) },
    { name: 'Identity', type: types.string, value: string(8, recipe.identity ?? 'ex01.contoso.com\\00') },
  ];
  const capacity = sites.length === 0 ? 0 : 4;
  const free = capacity - sites.length;
  return join(
    header(),
    library(
      2,
      'Microsoft.Exchange.Management, Version=15.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35',
    ),
    object(1, recipe.className ?? `${tasks}.ExchangeCertificate`, members),
    recipe.certData === null ? Buffer.alloc(0) : byteArray(3, recipe.certData),
    object(
      7,
      list,
      [
        { name: '_items', type: types.class(`${tasks}.IisService[]`), value: reference(9) },
        { name: '_size', type: types.int32, value: i32(sites.length) },
        { name: '_version', type: types.int32, value: i32(sites.length) },
      ],
      null,
    ),
    // The list's array is longer than the list, as .NET leaves it; the rest is one run of nulls.
    classArray(
      9,
      `${tasks}.IisService`,
      capacity,
      ...sites.map((_, index) => reference(20 + index)),
      ...(free > 0 ? [join(u8(13), u8(free))] : []),
    ),
    ...sites.map((site, index) => service(20 + index, site)),
    end,
  );
}

function enumeration(name: string, id: number, type: string, value: number): Member {
  const members = [{ name: 'value__', type: types.int32, value: i32(value) }];
  return { name, type: types.class(`${tasks}.${type}`), value: object(id, `${tasks}.${type}`, members) };
}

function service(id: number, site: string): Buffer {
  return object(id, `${tasks}.IisService`, [
    { name: 'k__siteId', type: types.string, value: string(id + 100, site) },
    { name: 'k__url', type: types.systemClass('System.Uri'), value: nothing },
  ]);
}

/** One entry of a serialised store; `properties` in any order, the certificate (32) last. */
export function storeEntry(
  certificate: Uint8Array | null,
  properties: ReadonlyMap<number, Uint8Array>,
): Buffer {
  const element = (id: number, value: Uint8Array) => join(i32(id), i32(1), i32(value.length), value);
  const before = [...properties].map(([id, value]) => element(id, value));
  return join(...before, ...(certificate === null ? [] : [element(32, certificate)]));
}

export const friendlyName = (value: string) => Buffer.from(`${value}\0`, 'utf16le');

/** CRYPT_KEY_PROV_INFO with both names behind its 28 bytes. */
export function keyProvider(container: string, provider: string, type: number): Buffer {
  const names = Buffer.from(`${container}\0${provider}\0`, 'utf16le');
  const providerAt = 28 + (container.length + 1) * 2;
  return join(
    i32(28),
    i32(provider === '' ? 0 : providerAt),
    i32(type),
    i32(32),
    i32(0),
    i32(0),
    i32(1),
    names,
  );
}

/** With Exchange's signature around: mark, length, payload, 32 bytes that nobody can check without the key. */
export function signed(payload: Uint8Array): Buffer {
  return join(Buffer.from('#sig#'), i32(payload.length), payload, Buffer.alloc(32, 0xab));
}
