import type { Snapshot } from '../domain/snapshot.ts';
import { assembleSnapshot } from '../gather/saved/assemble.ts';
import { readSavedFiles } from '../gather/saved/read-folder.ts';
import type { SavedFile } from '../gather/saved/saved-file.ts';
import { visibleText } from '../report/visible-text.ts';
import { type ParsedCertificate, readCertificate } from '../trust/certificate.ts';
import type { CommandOutput } from './command.ts';
import { startProgress } from './progress.ts';

export interface GatheredSnapshot {
  readonly snapshot: Snapshot;
  /** Certificates that stood in files of their own: they may complete a chain. */
  readonly certificates: readonly ParsedCertificate[];
}

/** Reads files and folders into one snapshot; null when not one of them could be read, each with its reason on standard error. */
export async function readSnapshot(
  paths: readonly string[],
  output: CommandOutput,
): Promise<GatheredSnapshot | null> {
  const files = await readInput(paths, output);
  if (files.every((file) => file.format === 'unknown')) return null;
  return {
    snapshot: assembleSnapshot(files),
    certificates: files.flatMap((file) =>
      file.found.looseCertificates.flatMap(({ value }) => {
        const result = readCertificate(Buffer.from(value.raw, 'base64'));
        return result.ok ? [result.certificate] : [];
      }),
    ),
  };
}

/** Reads files and folders; a file that gave nothing is named on standard error with its reason. */
export async function readInput(
  paths: readonly string[],
  output: CommandOutput,
): Promise<readonly SavedFile[]> {
  const stop = startProgress(output);
  const files = await readSavedFiles(paths).finally(stop);
  for (const file of files) {
    if (file.format !== 'unknown') continue;
    const { code, detail } = file.notRead[0]?.reason ?? { code: 'failed', detail: undefined };
    output.note(`rootcause: ${visibleText(file.path)}: ${visibleText(detail ?? code)}\n`);
  }
  return files;
}
