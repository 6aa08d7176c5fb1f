import type { ExchangeCertificate, StoreCertificate } from '../../../domain/certificate.ts';
import { sameDistinguishedName } from '../../../domain/distinguished-name.ts';
import { sameServerName } from '../../../domain/server-name.ts';
import type { Contradiction } from '../../../domain/snapshot.ts';
import { exchangeViewFields } from '../../../exchange/shapes/exchange-certificate.ts';
import type { Placed, SavedFile } from '../saved-file.ts';
import { type JoinRule, joinRows, union } from './join-rows.ts';

const rule: JoinRule<ExchangeCertificate> = {
  // A row that was only printed has no SHA-256 and goes with the bytes of the same thumbprint, wherever they come from.
  keys: ({ sha256, thumbprint }) => (sha256 === null ? [thumbprint] : [sha256, thumbprint]),
  // Two byte strings under one thumbprint are two certificates: identity is SHA-256 (U-16).
  different: (a, b) => a.sha256 !== null && b.sha256 !== null && a.sha256 !== b.sha256,
  fields: [
    'sha256',
    'subject',
    'issuer',
    'serialNumber',
    'notBefore',
    'notAfter',
    'keyAlgorithm',
    'keySize',
    'signatureAlgorithm',
    'selfSigned',
    ...exchangeViewFields,
    'raw',
    'unreadable',
  ],
  subject: ({ thumbprint }) => thumbprint,
  same: (field, a, b) => {
    if (typeof a !== 'string' || typeof b !== 'string') return false;
    if (field === 'subject' || field === 'issuer') return sameDistinguishedName(a, b);
    if (field === 'server') return sameServerName(a, b);
    return field === 'identity' && sameIdentity(a, b);
  },
};

export interface JoinedCertificates {
  readonly certificates: readonly ExchangeCertificate[];
  readonly contradictions: readonly Contradiction[];
  /** The certificate files that completed a row. */
  readonly used: ReadonlySet<Placed<StoreCertificate>>;
}

/**
 * One row for each certificate of one server. Rows with bytes come first in the joining, so that printed facts never
 * outrank them; rows that were only printed take the bytes of their thumbprint from `bytes`. The order is that of the files.
 */
export function joinCertificates(
  certificates: readonly ExchangeCertificate[],
  bytes: CertificateBytes,
): JoinedCertificates {
  const { completed, used } = complete(certificates, bytes);
  const withBytes = completed.filter(({ sha256 }) => sha256 !== null);
  const printedOnly = completed.filter(({ sha256 }) => sha256 === null);
  const joined = joinRows(
    [...withBytes, ...printedOnly].map((value) => ({ value, origins: value.origins })),
    rule,
  );
  const named = new Map(
    completed.flatMap((row) => (row.names.length > 0 ? [[row.thumbprint, row.names] as const] : [])),
  );
  const rows = joined.rows.map(({ value, origins }) => ({
    ...value,
    names: value.names.length > 0 ? value.names : (named.get(value.thumbprint) ?? []),
    origins,
  }));
  const order = new Map(completed.map(({ thumbprint }, index) => [thumbprint, index] as const).reverse());
  const place = ({ thumbprint }: ExchangeCertificate) => order.get(thumbprint) ?? 0;
  return {
    certificates: rows.sort((a, b) => place(a) - place(b)),
    contradictions: [...joined.contradictions, ...collisions(rows)],
    used,
  };
}

/** Bytes by thumbprint; null where two different certificates share one. */
type CertificateBytes = ReadonlyMap<string, Placed<StoreCertificate> | null>;

/** Where the bytes of a certificate stand, in a file of its own or anywhere else: its thumbprint is the same everywhere. */
export function certificateBytes(files: readonly SavedFile[]): CertificateBytes {
  const bytes = new Map<string, Placed<StoreCertificate> | null>();
  const add = (placed: Placed<StoreCertificate>): void => {
    const { thumbprint, sha256 } = placed.value;
    const known = bytes.get(thumbprint);
    if (known === undefined) bytes.set(thumbprint, placed);
    else if (known?.value.sha256 !== sha256) bytes.set(thumbprint, null);
  };
  for (const { found } of files) for (const placed of found.looseCertificates) add(placed);
  for (const { found } of files) {
    for (const placed of found.storeCertificates) add(placed);
    for (const row of found.certificates) {
      const [origin] = row.origins;
      if (row.raw === null || row.unreadable !== null || origin === undefined) continue;
      add({ value: storeView(row, row.raw), server: row.server, origin });
    }
  }
  return bytes;
}

function storeView(row: ExchangeCertificate, raw: string): StoreCertificate {
  const { thumbprint, sha256, subject, issuer, serialNumber, notBefore, notAfter } = row;
  const { names, keyAlgorithm, keySize, signatureAlgorithm, selfSigned } = row;
  const identity = { thumbprint, sha256, subject, issuer, serialNumber, notBefore, notAfter };
  return { ...identity, names, keyAlgorithm, keySize, signatureAlgorithm, selfSigned, raw };
}

function complete(certificates: readonly ExchangeCertificate[], bytes: CertificateBytes) {
  const used = new Set<Placed<StoreCertificate>>();
  const own = new Set(
    certificates.filter(({ sha256 }) => sha256 !== null).map(({ thumbprint }) => thumbprint),
  );
  const completed = certificates.map((row) => {
    const found = bytes.get(row.thumbprint) ?? null;
    if (found === null || (row.sha256 !== null && row.sha256 !== found.value.sha256)) return row;
    used.add(found);
    // With bytes of its own server beside it the row is joined with them, and a difference is told.
    if (row.sha256 === null && own.has(row.thumbprint)) return row;
    if (row.sha256 === null) return { ...row, ...found.value, origins: [...row.origins, found.origin] };
    // Bytes that another server shows say nothing about this one; a file of its own is one more place of the same.
    return found.server === null ? { ...row, origins: union(row.origins, [found.origin]) } : row;
  });
  return { completed, used };
}

/** SHA-1 can be forged: the same thumbprint over different bytes is an alarm, not a coincidence. */
function collisions(rows: readonly ExchangeCertificate[]): readonly Contradiction[] {
  const byThumbprint = new Map<string, ExchangeCertificate[]>();
  for (const row of rows)
    byThumbprint.set(row.thumbprint, [...(byThumbprint.get(row.thumbprint) ?? []), row]);
  return [...byThumbprint].flatMap(([thumbprint, same]) => {
    if (same.length < 2) return [];
    const values = same.map(({ sha256, origins }) => ({
      text: sha256 ?? '',
      origin: origins[0] ?? { source: '' },
    }));
    return [{ what: 'sha256', subject: thumbprint, values }];
  });
}

function sameIdentity(a: string, b: string): boolean {
  const [left, right] = [a, b].map((identity) => identity.split('\\'));
  if (left?.length !== 2 || right?.length !== 2) return false;
  return left[1] === right[1] && sameServerName(left[0] ?? '', right[0] ?? '');
}
