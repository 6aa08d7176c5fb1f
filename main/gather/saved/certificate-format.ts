import type { StoreCertificate } from '../../domain/certificate.ts';
import { readCertificateBytes } from '../../exchange/shapes/certificate-bytes.ts';
import { type FilePartNotRead, readCertificateFile } from '../../trust/certificate-files.ts';
import type { ByteSource } from './byte-source.ts';
import type { FileHead, FormatReader, OpenedFile } from './format-reader.ts';
import { GapList } from './gap-list.ts';
import { type FileReading, nothingFound, nothingRead, type Placed } from './saved-file.ts';

/** Certificates as files: PEM, DER, PKCS#7. Key stores and private keys are recognised, named, and never opened. */
export const certificateFormat: FormatReader = { format: 'certificate', recognises, read };

/** A PEM block, or a DER sequence whose length does not fit into one byte, as that of every certificate. */
function recognises({ bytes, text }: FileHead): boolean {
  const form = bytes[1] ?? 0;
  return /^-----BEGIN /m.test(text) || (bytes[0] === 0x30 && form >= 0x80 && form <= 0x84);
}

async function read({ path, source, head, signal }: OpenedFile): Promise<FileReading> {
  const gaps = new GapList();
  const file = await readCertificateFile(await allBytes(source, signal));
  const looseCertificates: Placed<StoreCertificate>[] = file.certificates.map((result, index) => {
    const der = result.ok ? result.certificate.raw : result.raw;
    const { facts, unreadable } = readCertificateBytes(der);
    const where = `certificate ${index + 1}`;
    if (unreadable !== null) gaps.missing('damaged', `a certificate could not be read: ${unreadable}`, where);
    const value = { ...facts, raw: Buffer.from(der).toString('base64') };
    return { value, server: null, origin: { source: path, where } };
  });
  for (const part of file.notRead) note(part, gaps);
  return {
    ...nothingRead,
    kind: 'certificates',
    encoding: file.format === 'pem' && head.encoding.readable ? head.encoding.encoding : null,
    records: looseCertificates.length,
    found: { ...nothingFound, looseCertificates },
    notRead: gaps.list(),
    complete: gaps.complete,
  };
}

function note({ reason, where, detail }: FilePartNotRead, gaps: GapList): void {
  const said = detail === '' ? reason : `${reason}: ${detail}`;
  // A key beside its certificate is left closed on purpose, and nothing of the certificate is missing by that.
  if (reason === 'private-key') gaps.harmless('not-available', said, where);
  else gaps.missing(reason === 'damaged' ? 'damaged' : 'not-available', said, where);
}

async function allBytes(source: ByteSource, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.chunks()) {
    signal?.throwIfAborted();
    pieces.push(new Uint8Array(piece));
  }
  return Buffer.concat(pieces);
}
