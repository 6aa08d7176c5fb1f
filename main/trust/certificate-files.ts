import { isUtf8 } from 'node:buffer';
import { type CertificateResult, readCertificate } from './certificate.ts';
import { endOfFirst, readContainerKind } from './container-kind.ts';
import { type PemBlock, pemBlocks } from './pem.ts';
import { readPkcs7Certificates } from './pkcs7.ts';

/** Something in the file that is no certificate, or a container that could not be opened. */
export interface FilePartNotRead {
  readonly reason: 'private-key' | 'pkcs12' | 'damaged' | 'not-a-certificate';
  /** Where in the file, for example `PEM block 3`. */
  readonly where: string;
  readonly detail: string;
}

export interface CertificateFile {
  readonly format: 'pem' | 'der' | 'pkcs7' | 'pkcs12' | 'private-key' | 'unknown';
  /** Every certificate in the order of the file, those that could not be understood included. */
  readonly certificates: readonly CertificateResult[];
  readonly notRead: readonly FilePartNotRead[];
}

/** Larger files hold no certificates; the caller shows it as a limit. */
const largestFile = 64 * 1024 * 1024;

/**
 * Reads .pem, .crt, .cer, .der, .p7b and mixtures by content, never by name. Key stores (PKCS#12) and private keys are
 * recognised, named and left closed. Never throws; nothing in the file is passed over in silence.
 */
export async function readCertificateFile(bytes: Uint8Array): Promise<CertificateFile> {
  if (bytes.length > largestFile)
    return unread('unknown', 'not-a-certificate', 'file', `${bytes.length} bytes`);
  // A PEM mark inside a binary certificate is content and not structure.
  const binary = bytes[0] === 0x30 && (bytes[1] === 0x80 || endOfFirst(bytes) === bytes.length);
  const blocks = binary ? [] : pemBlocks(decodeText(bytes));
  return blocks.length > 0 ? readBlocks(blocks) : readBinary(bytes, 'file');
}

/** Windows tools save text as UTF-16 as well; PEM itself is ASCII. */
function decodeText(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return view.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(view.subarray(2, view.length & ~1))
      .swap16()
      .toString('utf16le');
  return view.toString(isUtf8(view) ? 'utf8' : 'latin1');
}

const certificateLabels = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
const pkcs7Labels = new Set(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA']);

async function readBlocks(blocks: readonly PemBlock[]): Promise<CertificateFile> {
  const certificates: CertificateResult[] = [];
  const notRead: FilePartNotRead[] = [];
  for (const [index, { label, bytes }] of blocks.entries()) {
    const where = `PEM block ${index + 1}`;
    if (label.endsWith('PRIVATE KEY')) notRead.push({ reason: 'private-key', where, detail: label });
    else if (bytes === null)
      notRead.push({ reason: 'damaged', where, detail: `${label}: not complete base64` });
    else if (certificateLabels.has(label)) {
      const inside = await readBinary(withoutTrustSettings(label, bytes), where);
      certificates.push(...inside.certificates);
      notRead.push(...inside.notRead);
    } else if (pkcs7Labels.has(label)) {
      const inside = await readBinary(bytes, where);
      certificates.push(...inside.certificates);
      notRead.push(...inside.notRead);
    } else notRead.push({ reason: 'not-a-certificate', where, detail: label });
  }
  const onlyKeys = certificates.length === 0 && notRead.every(({ reason }) => reason === 'private-key');
  return { format: onlyKeys ? 'private-key' : 'pem', certificates, notRead };
}

/** OpenSSL's TRUSTED CERTIFICATE is a certificate with a second value behind it, which says what it is trusted for. */
function withoutTrustSettings(label: string, bytes: Uint8Array): Uint8Array {
  const end = label === 'TRUSTED CERTIFICATE' ? endOfFirst(bytes) : null;
  return end === null ? bytes : bytes.subarray(0, end);
}

async function readBinary(bytes: Uint8Array, where: string): Promise<CertificateFile> {
  const kind = readContainerKind(bytes);
  switch (kind) {
    case 'pkcs7': {
      const inside = await readPkcs7Certificates(bytes);
      if (inside === null) return unread('pkcs7', 'damaged', where, 'PKCS#7');
      return { format: 'pkcs7', certificates: inside.map(readCertificate), notRead: [] };
    }
    case 'pkcs12':
      return unread('pkcs12', 'pkcs12', where, 'a key store; it is not opened');
    case 'private-key':
      return unread('private-key', 'private-key', where, 'a private key; it is not read');
    case 'certificate':
      return { format: 'der', certificates: [readCertificate(withoutLineEnd(bytes))], notRead: [] };
    case 'unknown':
      return unread('unknown', 'not-a-certificate', where, '');
  }
}

/** Editors and mail programs put a line end behind binary files; anything else behind a certificate is damage. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  const end = endOfFirst(bytes) ?? bytes.length;
  const rest = bytes.subarray(end);
  return rest.every((byte) => byte === 0x0a || byte === 0x0d) ? bytes.subarray(0, end) : bytes;
}

function unread(
  format: CertificateFile['format'],
  reason: FilePartNotRead['reason'],
  where: string,
  detail: string,
): CertificateFile {
  return { format, certificates: [], notRead: [{ reason, where, detail }] };
}
