import { isAscii, isUtf8 } from 'node:buffer';
import { type DerElement, DerError, type DerReader } from './der.ts';
import { oidOf, readOid } from './der-values.ts';
import { bytesToHex } from './hex.ts';
import { formatIpAddress } from './ip-address.ts';
import { type DistinguishedName, readName } from './names.ts';

/** RFC 5280 4.2.1.6. One element of the list is one name, whatever commas or NULs stand in it (CVE-2021-44531). */
export type GeneralName =
  | {
      readonly kind: 'dns' | 'email' | 'uri';
      readonly value: string;
      /** False when bytes outside IA5String stand in it; such a name is shown, and matches nothing. */
      readonly ascii: boolean;
    }
  | { readonly kind: 'ip'; readonly octets: Uint8Array; readonly value: string }
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  | { readonly kind: 'other'; readonly typeId: string; readonly encoded: Uint8Array }
  | { readonly kind: 'registered-id'; readonly oid: string }
  | { readonly kind: 'x400' | 'edi'; readonly encoded: Uint8Array };

/** Reads GeneralName elements until the reader ends; an empty list is refused, as the standard does. */
export function readGeneralNames(reader: DerReader): GeneralName[] {
  if (reader.atEnd) throw new DerError('bad-value', reader.position, 'empty GeneralNames');
  const names: GeneralName[] = [];
  while (!reader.atEnd) names.push(readGeneralName(reader));
  return names;
}

export function readGeneralName(reader: DerReader): GeneralName {
  const element = reader.next();
  const content = reader.content(element);
  switch (element.tag) {
    case 0x81:
      return textName('email', content);
    case 0x82:
      return textName('dns', content);
    case 0x86:
      return textName('uri', content);
    case 0x87:
      return { kind: 'ip', octets: content, value: formatIpAddress(content) ?? `#${bytesToHex(content)}` };
    case 0xa4:
      return directoryName(reader, element);
    case 0xa0: {
      const inside = reader.inside(element);
      const typeId = readOid(inside);
      const encoded = inside.content(inside.expect(0xa0));
      inside.finish();
      return { kind: 'other', typeId, encoded };
    }
    case 0x88:
      return { kind: 'registered-id', oid: oidOf(reader.bytes, element) };
    case 0xa3:
      return { kind: 'x400', encoded: content };
    case 0xa5:
      return { kind: 'edi', encoded: content };
    default:
      throw new DerError('unexpected-tag', element.start, 'GeneralName');
  }
}

function directoryName(reader: DerReader, element: DerElement): GeneralName {
  const inside = reader.inside(element);
  const name = readName(inside);
  inside.finish();
  return { kind: 'directory', name };
}

function textName(kind: 'dns' | 'email' | 'uri', content: Uint8Array): GeneralName {
  const view = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (isAscii(view)) return { kind, value: view.toString('latin1'), ascii: true };
  return { kind, value: view.toString(isUtf8(view) ? 'utf8' : 'latin1'), ascii: false };
}
