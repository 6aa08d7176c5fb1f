import { open } from 'node:fs/promises';

/** Bytes that can be read from the start more than once. Each chunk is only valid until the next one is asked for. */
export interface ByteSource {
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
}

const chunkBytes = 64 * 1024;

/** A file, read in 64 KiB pieces; rejects with the error of the file system. */
export function fileSource(
  path: string,
  size: number,
  onBytes: (bytes: number, size: number) => void = () => {},
): ByteSource {
  return {
    size,
    async *chunks() {
      const file = await open(path, 'r');
      try {
        const buffer = Buffer.allocUnsafe(chunkBytes);
        let total = 0;
        for (;;) {
          const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
          if (bytesRead === 0) return;
          total += bytesRead;
          onBytes(total, size);
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    },
  };
}

/** Bytes that are already in memory, handed out in pieces of `size` bytes. */
export function memorySource(bytes: Uint8Array, size: number = chunkBytes): ByteSource {
  return {
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  };
}
