import type { ExchangeCertificate, StoreCertificate } from '../../../domain/certificate.ts';
import { isRead, type Known, type Origin, type Reading, read } from '../../../domain/reading.ts';
import type { Plain, PlainObject } from '../../../exchange/plain.ts';
import { readCertificateBytes } from '../../../exchange/shapes/certificate-bytes.ts';
import { exchangeCertificate } from '../../../exchange/shapes/exchange-certificate.ts';
import { field, flag, name } from '../../../exchange/shapes/fields.ts';
import { mergeKnown } from '../../../exchange/shapes/merge-known.ts';
import { personalCertificate, storeCertificate } from '../../../exchange/shapes/store-certificate.ts';
import type { BundleAnswers } from './bundle-answers.ts';
import type { BundleAnswer, BundleServer } from './bundle-schema.ts';
import { recordOf, thumbprintOf } from './plain-access.ts';

/**
 * LocalMachine\My of one server: what Exchange lists, with the bytes of the store where the shell left them out, and with
 * the key permissions that only Windows can tell. When Exchange refused, the store alone, of which Exchange's view is
 * unknown.
 */
export function bundleCertificates(
  server: BundleServer,
  answers: BundleAnswers,
): Reading<readonly ExchangeCertificate[]> {
  const label = `${server.name} certificates`;
  const store = answers.records(server.personalStore, `${server.name} personalStore`);
  const inStore = isRead(store) ? store.read : [];
  const bytes = new Map(inStore.map((record) => [thumbprintOf(record), field(record, 'RawData')]));
  const listed = answers.each(server.certificates, label, (record, origin) => {
    const shape = exchangeCertificate(completed(record, bytes), origin, readCertificateBytes);
    if (shape === null) return null;
    answers.contradictions.push(...shape.contradictions);
    noteUnreadable(shape.certificate.unreadable, origin, answers);
    return shape.certificate;
  });
  if (isRead(listed)) return withKeyAccess(listed, server, answers);
  if (!isRead(store)) return listed;
  const { code, detail } = listed.notRead;
  answers.gaps.missing(code, `${label}: ${detail ?? 'not asked'}`, label);
  const own = answers.each(server.personalStore, `${server.name} personalStore`, (record, origin) => {
    const shape = storeCertificate(record, readCertificateBytes);
    return shape === null ? null : personalCertificate(shape, origin);
  });
  return isRead(own) ? withKeyAccess(own, server, answers) : own;
}

/** LocalMachine\CA or \Root: the public parts. */
export function bundleStore(
  answer: BundleAnswer | undefined,
  label: string,
  answers: BundleAnswers,
): Reading<readonly StoreCertificate[]> {
  return answers.each(answer, label, (record, origin) => {
    const shape = storeCertificate(record, readCertificateBytes);
    noteUnreadable(shape?.unreadable ?? null, origin, answers);
    return shape?.certificate ?? null;
  });
}

function noteUnreadable(problem: Known<string>, { where }: Origin, { gaps }: BundleAnswers): void {
  if (problem !== null) gaps.missing('damaged', `a certificate could not be read: ${problem}`, where);
}

function completed(record: PlainObject, bytes: ReadonlyMap<string | null, Plain | undefined>): PlainObject {
  const known = field(record, 'RawData');
  const found = bytes.get(thumbprintOf(record));
  if ((known !== undefined && known !== null) || found === undefined) return record;
  return recordOf(new Map([...record.properties, ['RawData', found]]));
}

const keyFields = ['hasPrivateKey', 'networkServiceCanReadKey'] as const;

function withKeyAccess(
  listed: Extract<Reading<readonly ExchangeCertificate[]>, { read: unknown }>,
  server: BundleServer,
  answers: BundleAnswers,
): Reading<readonly ExchangeCertificate[]> {
  const label = `${server.name} privateKeyAccess`;
  const access = answers.records(server.privateKeyAccess, label);
  if (!isRead(access)) {
    const { code, detail } = access.notRead;
    answers.gaps.harmless(code, `${label}: ${detail ?? 'not asked'}`, label);
    return listed;
  }
  const byThumbprint = new Map(access.read.map((record) => [thumbprintOf(record), record]));
  const certificates = listed.read.map((certificate) => {
    const record = byThumbprint.get(certificate.thumbprint);
    if (record === undefined) return certificate;
    const problem = name(record, 'NotRead');
    if (problem !== null)
      answers.gaps.harmless('failed', `key of ${certificate.thumbprint}: ${problem}`, label);
    const seen = {
      ...certificate,
      hasPrivateKey: flag(record, 'HasPrivateKey'),
      networkServiceCanReadKey: flag(record, 'NetworkServiceCanRead'),
    };
    const from = certificate.origins[0] ?? listed.from;
    const merged = mergeKnown(certificate, seen, keyFields, certificate.thumbprint, [from, access.from]);
    answers.contradictions.push(...merged.contradictions);
    return { ...merged.value, origins: [...certificate.origins, access.from] };
  });
  return read(certificates, listed.from, listed.at);
}
