import type { ExchangeCertificate } from '../../../main/domain/certificate.ts';
import { isRead, type Read } from '../../../main/domain/reading.ts';
import type { Snapshot } from '../../../main/domain/snapshot.ts';
import { assembleSnapshot } from '../../../main/gather/saved/assemble.ts';
import { readSavedFile } from '../../../main/gather/saved/read-file.ts';
import { ClixmlWriter, document } from './clixml-writer.ts';
import type { temporaryFolder } from './temporary-folder.ts';

export const configuration = 'Microsoft.Exchange.Data.Directory.SystemConfiguration';

/** An export of one object of this type. */
export const one = (type: string, props: readonly string[]): string =>
  document(new ClixmlWriter().object({ types: [type], props }));

/** Writes each content as a file of its own, then reads and joins them in this order. */
export function assembler(folder: ReturnType<typeof temporaryFolder>) {
  return async (...contents: readonly (string | Uint8Array)[]): Promise<Snapshot> => {
    const paths = contents.map((content, index) => folder.write(`${index}.xml`, content));
    return assembleSnapshot(await Promise.all(paths.map((path) => readSavedFile(path))));
  };
}

/** The certificates of a server that were read; none when the snapshot has no such server. */
export function certificatesOf(snapshot: Snapshot, server: string): readonly ExchangeCertificate[] {
  const readings = snapshot.servers
    .filter(({ name }) => name === server)
    .map(({ certificates }) => certificates);
  return readings.filter(isRead).flatMap((reading: Read<readonly ExchangeCertificate[]>) => reading.read);
}
