import { readFile } from 'node:fs/promises';
import type { JudgeContext } from '../judge/trust-table.ts';
import { visibleText } from '../report/visible-text.ts';
import type { ParsedCertificate } from '../trust/certificate.ts';
import { readCertificateFile } from '../trust/certificate-files.ts';
import { microsoftStore, mozillaStore } from '../trust/stores.ts';
import type { CommandOutput } from './command.ts';
import { InputError } from './usage.ts';

/**
 * The stores a diagnosis asks. `rootFiles` lend a listed root its key; they make no root trusted by themselves.
 * @throws InputError when a named file cannot be opened.
 */
export async function trustContext(
  rootFiles: readonly string[],
  found: readonly ParsedCertificate[],
  now: number,
  output: CommandOutput,
): Promise<JudgeContext> {
  const named: ParsedCertificate[] = [];
  for (const path of rootFiles) named.push(...(await readRoots(path, output)));
  const extraCertificates = [...named, ...found];
  return { now, microsoft: microsoftStore(extraCertificates), mozilla: mozillaStore(), extraCertificates };
}

/**
 * Every readable certificate of a file; what could not be read is named on standard error.
 * @throws InputError when the file cannot be opened.
 */
export async function readCertificates(
  path: string,
  output: CommandOutput,
): Promise<readonly ParsedCertificate[]> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new InputError(`${path}: ${error.message}`);
  });
  const file = await readCertificateFile(bytes);
  const say = (text: string): void => output.note(`rootcause: ${visibleText(path)}: ${visibleText(text)}\n`);
  for (const result of file.certificates) {
    if (!result.ok) say(`${result.thumbprint}: ${result.problem.text}`);
  }
  for (const part of file.notRead) say(`${part.where}: ${part.reason}, ${part.detail}`);
  const certificates = file.certificates.flatMap((result) => (result.ok ? [result.certificate] : []));
  if (certificates.length === 0) say('no certificate in it that can be read');
  return certificates;
}

/**
 * The certificates of a file that was named as roots.
 * @throws InputError when it cannot be opened or holds none: judging on without them would answer another question.
 */
export async function readRoots(path: string, output: CommandOutput): Promise<readonly ParsedCertificate[]> {
  const certificates = await readCertificates(path, output);
  if (certificates.length === 0) throw new InputError(`${path}: no root in it that can be read`);
  return certificates;
}
