import type { JsonName } from '@peculiar/x509';
import { formatDistinguishedName } from '../../domain/distinguished-name.ts';

/** A distinguished name as attribute and value pairs, most specific first, the order in which Windows prints. */
export type CertificateName = readonly (readonly [attribute: string, value: string])[];

/** Windows prints `S` for the attribute that RFC 4519 calls `ST`. */
const encodedAs = new Map([['S', 'ST']]);

export function windowsNameText(name: CertificateName): string {
  return formatDistinguishedName(name.map(([type, value]) => [{ type, value }]));
}

/** The encoded order is the reverse of the printed one: the most general part comes first. */
export function encodedName(name: CertificateName): JsonName {
  return name.map(([attribute, value]) => ({ [encodedAs.get(attribute) ?? attribute]: [value] })).reverse();
}

/** The text of the first CN, or '' when the name has none. */
export function commonName(name: CertificateName): string {
  return name.find(([attribute]) => attribute === 'CN')?.[1] ?? '';
}

/** A name of the Contoso company. The comma is there on purpose: Windows prints such a value in quotes. */
export function contosoName(commonNameText: string): CertificateName {
  return [
    ['CN', commonNameText],
    ['O', 'Contoso, Ltd.'],
    ['L', 'Springfield'],
    ['S', 'Washington'],
    ['C', 'US'],
  ];
}
