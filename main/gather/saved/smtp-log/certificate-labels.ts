/** Whose certificate a row speaks of, seen from the server that wrote the log; the direction of the log plays no part. */
export type CertificateSide = 'sent' | 'received';

export type CertificateField =
  | 'subject'
  | 'issuer'
  | 'serialNumber'
  | 'thumbprint'
  | 'notBefore'
  | 'notAfter'
  | 'names';

/** What the context column of a certificate row announces. */
export interface CertificateContext {
  /** Null for a row that holds one value and continues the certificate announced before. */
  readonly side: CertificateSide | null;
  /** The values in `data`, in order; empty when they follow in rows of their own. */
  readonly fields: readonly CertificateField[];
}

/** Longest first, because some begin with another. */
const labels: readonly (readonly [label: string, field: CertificateField])[] = [
  ['certificate subject alternate names', 'names'],
  ['certificate alternate names', 'names'],
  ['certificate serial number', 'serialNumber'],
  ['subject alternate names', 'names'],
  ['certificate issuer name', 'issuer'],
  ['certificate thumbprint', 'thumbprint'],
  ['certificate not before', 'notBefore'],
  ['certificate not after', 'notAfter'],
  ['certificate subject', 'subject'],
  ['alternate names', 'names'],
  ['serial number', 'serialNumber'],
  ['issuer name', 'issuer'],
  ['thumbprint', 'thumbprint'],
  ['not before', 'notBefore'],
  ['not after', 'notAfter'],
  ['subject', 'subject'],
];

const announcements: readonly (readonly [announcement: RegExp, side: CertificateSide])[] = [
  [/^sending certificate(?= |$)/, 'sent'],
  [/^(?:validated )?received certificate(?= |$)/, 'received'],
  [/^remote certificate(?= |$)/, 'received'],
  // Written before the values of a peer's certificate whose revocation list could not be had.
  [/^crl validation failed with status \w{1,64}\. treating the failure as success\.(?= |$)/, 'received'],
];

const longestContext = 512;

/**
 * Reads `Certificate subject`, `Sending certificate`, or the two forms with all labels in one text that newer builds
 * write (exchange.md 6.4); null when the context announces no certificate.
 */
export function parseCertificateContext(context: string): CertificateContext | null {
  if (context.length > longestContext) return null;
  const text = context.trim().toLowerCase();
  for (const [announcement, side] of announcements) {
    const match = announcement.exec(text);
    if (match === null) continue;
    const fields = fieldsOf(text.slice(match[0].length).trim());
    return fields === null ? null : { side, fields };
  }
  const fields = fieldsOf(text);
  return fields !== null && fields.length === 1 && text.startsWith('certificate ')
    ? { side: null, fields }
    : null;
}

function fieldsOf(text: string): readonly CertificateField[] | null {
  const fields: CertificateField[] = [];
  let rest = text;
  while (rest !== '') {
    const found = labels.find(([label]) => rest === label || rest.startsWith(`${label} `));
    if (found === undefined) return null;
    fields.push(found[1]);
    rest = rest.slice(found[0].length).trimStart();
  }
  return fields;
}
