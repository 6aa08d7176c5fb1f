import type { ExchangeCertificate, StoreCertificate } from '../../domain/certificate.ts';
import { notRead, type Reading, read } from '../../domain/reading.ts';
import { sameServerName } from '../../domain/server-name.ts';
import type { PlainObject } from '../../exchange/plain.ts';
import { readCertificateBytes } from '../../exchange/shapes/certificate-bytes.ts';
import { exchangeCertificate } from '../../exchange/shapes/exchange-certificate.ts';
import { flag, name } from '../../exchange/shapes/fields.ts';
import { mergeKnown } from '../../exchange/shapes/merge-known.ts';
import { storeCertificate } from '../../exchange/shapes/store-certificate.ts';
import type { LiveServer, Records } from './live-server.ts';

/** LocalMachine\My as Exchange lists it, with the key permissions that only the second channel can see. */
export async function readCertificates(server: LiveServer): Promise<Reading<readonly ExchangeCertificate[]>> {
  const asked = await server.ask('Get-ExchangeCertificate', { Server: server.name });
  if ('notRead' in asked) return asked;
  const listed = asked.records.flatMap((record, index) => {
    const origin = { ...asked.origin, where: `object ${index + 1}` };
    const shape = exchangeCertificate(record, origin, readCertificateBytes);
    if (shape === null) return [];
    server.contradictions.push(...shape.contradictions);
    return [shape.certificate];
  });
  const foreign = listed.find((one) => one.server !== null && !sameServerName(one.server, server.name));
  if (foreign !== undefined) {
    // A session may be proxied to another server (exchange.md 7.6); its certificates are not this server's.
    return notRead('damaged', asked.origin, `the answer is about ${foreign.server}`, asked.at);
  }
  server.lose('damaged', asked.records.length - listed.length, asked.origin.source);
  server.lose('damaged', listed.filter(({ unreadable }) => unreadable !== null).length, asked.origin.source);
  return read(await withKeyAccess(server, listed), asked.origin, asked.at);
}

/** An intermediate or root store; a certificate that cannot be read stays in the list with its digests. */
export function readStore(
  server: LiveServer,
  store: 'CA' | 'Root',
): Promise<Reading<readonly StoreCertificate[]>> {
  return server.read('Read-CertificateStore', { Server: server.name, StoreName: store }, (answer) => {
    const shapes = answer.records.flatMap((record) => storeCertificate(record, readCertificateBytes) ?? []);
    const where = `${answer.origin.source} ${store}`;
    server.lose('damaged', answer.records.length - shapes.length, where);
    server.lose('damaged', shapes.filter(({ unreadable }) => unreadable !== null).length, where);
    return shapes.map(({ certificate }) => certificate);
  });
}

async function withKeyAccess(
  server: LiveServer,
  listed: readonly ExchangeCertificate[],
): Promise<readonly ExchangeCertificate[]> {
  const asked = await server.ask('Read-PrivateKeyAccess', { Server: server.name });
  if ('notRead' in asked) {
    // The certificates are complete without it: a refusal here takes nothing away from them.
    const { code, detail } = asked.notRead;
    server.note(code, 1, asked.from.source, detail);
    return listed;
  }
  const access = new Map(asked.records.map((record) => [name(record, 'Thumbprint')?.toUpperCase(), record]));
  return listed.map((certificate) => {
    const record = access.get(certificate.thumbprint);
    return record === undefined ? certificate : joined(server, certificate, record, asked);
  });
}

function joined(
  server: LiveServer,
  certificate: ExchangeCertificate,
  record: PlainObject,
  { origin }: Records,
): ExchangeCertificate {
  const seen = {
    ...certificate,
    hasPrivateKey: flag(record, 'HasPrivateKey'),
    privateKeyExportable: flag(record, 'PrivateKeyExportable'),
    networkServiceCanReadKey: flag(record, 'NetworkServiceCanRead'),
  };
  const merged = mergeKnown(
    certificate,
    seen,
    ['hasPrivateKey', 'privateKeyExportable', 'networkServiceCanReadKey'],
    certificate.thumbprint,
    [certificate.origins[0] ?? origin, origin],
  );
  server.contradictions.push(...merged.contradictions);
  return { ...merged.value, origins: [...certificate.origins, origin] };
}
