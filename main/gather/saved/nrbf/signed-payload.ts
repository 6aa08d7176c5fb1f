import type { NotReadReason } from '../../../domain/reading.ts';

export type Payload =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly signed: boolean }
  | { readonly ok: false; readonly problem: NotReadReason };

const mark = Buffer.from('#sig#', 'latin1');
const headerBytes = mark.length + 4;

/**
 * Takes the signature off serialised data (on by default since the November 2023 security update, exchange.md 1.5): the
 * mark `#sig#`, the length of the payload (32 bits, little-endian), the payload, and a digest made with the Auth
 * certificate's key. Without that key nobody can check it, and a reader that creates nothing needs no check.
 */
export function unwrapSignature(bytes: Uint8Array): Payload {
  if (!mark.equals(bytes.subarray(0, mark.length))) return { ok: true, bytes, signed: false };
  if (bytes.length < headerBytes) return cut('the signed data ends inside its header');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(mark.length, true);
  if (length > bytes.length - headerBytes) return cut('the signed data is shorter than it says');
  return { ok: true, bytes: bytes.subarray(headerBytes, headerBytes + length), signed: true };
}

function cut(detail: string): Payload {
  return { ok: false, problem: { code: 'incomplete', detail } };
}
