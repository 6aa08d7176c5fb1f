import type { Snapshot } from '../domain/snapshot.ts';
import { assembleSnapshot } from '../gather/saved/assemble.ts';
import { type ParsedCertificate, readCertificate } from '../trust/certificate.ts';
import type { CommandOutput } from './command.ts';
import { readInput } from './read-input.ts';

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
