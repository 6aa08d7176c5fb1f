import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { limboFolder, readCapturedChains, readSuite } from '../../conformance/limbo-case.ts';

export function derOfPem(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
}

/** The roots that Node.js carries (Mozilla's programme). */
export const bundledRoots: readonly Buffer[] = rootCertificates.map(derOfPem);

/** Certificates of the x509-limbo suite and of real servers; empty where the data are not beside the project. */
export function limboCertificates(): Buffer[] {
  if (limboFolder === null) return [];
  const pems = [...readSuite(), ...readCapturedChains()].flatMap((limbo) => [
    limbo.peer,
    ...limbo.intermediates,
    ...limbo.trustedCerts,
  ]);
  return [...new Set(pems)].map(derOfPem);
}

/** Certificates inside a `Get-ExchangeCertificate | Export-Clixml` file of a real server. */
export function exchangeCertificates(): Buffer[] {
  if (limboFolder === null) return [];
  const folder = resolve(import.meta.dirname, '../../../../shared/real-data/exchange-clixml');
  const xml = readFileSync(resolve(folder, 'e16/GetExchangeCertificate.xml'), 'utf8');
  const raw = xml.matchAll(/<BA N="RawData">([A-Za-z0-9+/=\s]+)<\/BA>/g);
  return Array.from(raw, ([, base64 = '']) => Buffer.from(base64, 'base64'));
}
