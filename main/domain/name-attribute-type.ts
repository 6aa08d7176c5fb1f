/** Object identifier, the key Windows prints for it, and the other keys in use (RFC 4519, OpenSSL, .NET). */
type Row = readonly [oid: string, printed: string, ...synonyms: readonly string[]];

/** The attribute types to which `CertNameToStr` gives a key of their own; every other type prints as `OID.1.2.3`. */
const keyed: readonly Row[] = [
  ['2.5.4.3', 'CN', 'COMMONNAME'],
  ['2.5.4.4', 'SN', 'SURNAME'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C', 'COUNTRY', 'COUNTRYNAME'],
  ['2.5.4.7', 'L', 'LOCALITY', 'LOCALITYNAME'],
  ['2.5.4.8', 'S', 'ST', 'SP', 'STATE', 'STATEORPROVINCENAME'],
  ['2.5.4.9', 'STREET', 'STREETADDRESS'],
  ['2.5.4.10', 'O', 'ORGANIZATION', 'ORGANIZATIONNAME'],
  ['2.5.4.11', 'OU', 'ORGANIZATIONALUNIT', 'ORGANIZATIONALUNITNAME'],
  ['2.5.4.12', 'T', 'TITLE'],
  ['2.5.4.13', 'Description'],
  ['2.5.4.17', 'PostalCode'],
  ['2.5.4.18', 'POBox', 'POSTOFFICEBOX'],
  ['2.5.4.20', 'Phone', 'TELEPHONENUMBER'],
  ['2.5.4.24', 'X21Address'],
  ['2.5.4.42', 'G', 'GN', 'GIVENNAME'],
  ['2.5.4.43', 'I', 'INITIALS'],
  ['2.5.4.46', 'dnQualifier'],
  ['0.9.2342.19200300.100.1.25', 'DC', 'DOMAINCOMPONENT'],
  ['1.2.840.113549.1.9.1', 'E', 'EMAIL', 'EMAILADDRESS'],
];

/** Keys that other tools print for types which Windows prints by number. */
const numbered: readonly Row[] = [
  ['0.9.2342.19200300.100.1.1', 'UID', 'USERID'],
  ['1.3.6.1.4.1.311.60.2.1.1', 'JURISDICTIONL', 'JURISDICTIONLOCALITYNAME'],
  ['1.3.6.1.4.1.311.60.2.1.2', 'JURISDICTIONST', 'JURISDICTIONSTATEORPROVINCENAME'],
  ['1.3.6.1.4.1.311.60.2.1.3', 'JURISDICTIONC', 'JURISDICTIONCOUNTRYNAME'],
  ['2.5.4.15', 'BUSINESSCATEGORY'],
  ['2.5.4.44', 'GENERATIONQUALIFIER'],
  ['2.5.4.65', 'PSEUDONYM'],
  ['2.5.4.97', 'ORGANIZATIONIDENTIFIER'],
];

const typeByKey = new Map<string, string>();
const printedByType = new Map<string, string>();
for (const [oid, printed, ...synonyms] of keyed) {
  const type = printed.toUpperCase();
  printedByType.set(type, printed);
  for (const key of [oid, type, ...synonyms]) typeByKey.set(key, type);
}
for (const [oid, ...keys] of numbered) for (const key of keys) typeByKey.set(key, oid);

const dottedOid = /^[0-9]+(?:\.[0-9]+)+$/;
/** RFC 4512 section 1.4, keystring. */
const keyString = /^[A-Z][A-Z0-9-]*$/;

/**
 * The canonical type of a key in any spelling (`st`, `emailAddress`, `OID.2.5.4.3`): an upper-case short key, or the
 * dotted object identifier when Windows has no key for it. A keyword nobody knows stays, in upper case; null when the
 * text can be no key at all.
 */
export function nameAttributeType(key: string): string | null {
  const upper = key.trim().toUpperCase();
  const bare = upper.startsWith('OID.') ? upper.slice(4) : upper;
  const known = typeByKey.get(bare);
  if (known !== undefined) return known;
  if (dottedOid.test(bare)) return bare;
  return keyString.test(bare) ? bare : null;
}

/** The key as Windows prints it before the equals sign: `CN`, `PostalCode`, `OID.2.5.4.15`. */
export function printedAttributeType(type: string): string {
  const printed = printedByType.get(type);
  if (printed !== undefined) return printed;
  return dottedOid.test(type) ? `OID.${type}` : type;
}
