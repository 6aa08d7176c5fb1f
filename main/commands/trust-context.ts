import { readFile } from 'node:fs/promises';
import type { JudgeContext } from '../judge/trust-table.ts';
import { visibleText } from '../report/visible-text.ts';
import type { ParsedCertificate } from '../trust/certificate.ts';
import { readCertificateFile } from '../trust/certificate-files.ts';
import { microsoftStore, mozillaStore } from '../trust/stores.ts';
import type { CommandOutput } from './command.ts';
import { UsageError } from './usage.ts';

/**
 * The stores a diagnosis asks. `rootFiles` lend a listed root its key; they make no root trusted by themselves.
 * @throws UsageError when a named file cannot be read or holds no certificate.
 */
export async function trustContext(
  rootFiles: readonly string[],
  found: readonly ParsedCertificate[],
  now: number,
  output: CommandOutput,
): Promise<JudgeContext> {
  const named: ParsedCertificate[] = [];
  for (const path of rootFiles) named.push(...(await readCertificates(path, output)));
  const extraCertificates = [...named, ...found];
  return { now, microsoft: microsoftStore(extraCertificates), mozilla: mozillaStore(), extraCertificates };
}

/**
 * Every readable certificate of a file; what could not be read is named on standard error.
 * @throws UsageError when the file cannot be opened or holds no certificate.
 */
export async function readCertificates(
  path: string,
  output: CommandOutput,
): Promise<readonly ParsedCertificate[]> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new UsageError(error.message);
  });
  const file = await readCertificateFile(bytes);
  const certificates = file.certificates.flatMap((result) => (result.ok ? [result.certificate] : []));
  for (const result of file.certificates) {
    if (!result.ok)
      output.note(
        `rootcause: ${visibleText(path)}: ${result.thumbprint}: ${visibleText(result.problem.text)}\n`,
      );
  }
  for (const part of file.notRead) {
    output.note(
      `rootcause: ${visibleText(path)}: ${part.where}: ${part.reason}, ${visibleText(part.detail)}\n`,
    );
  }
  if (certificates.length === 0)
    throw new UsageError(`${visibleText(path)} holds no certificate that can be read`);
  return certificates;
}
