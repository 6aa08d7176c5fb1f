import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExchangeCertificateBlob } from '../../../../main/gather/saved/nrbf/exchange-certificate-blob.ts';
import { readNrbf } from '../../../../main/gather/saved/nrbf/nrbf-reader.ts';
import { readSerializedCertificate } from '../../../../main/gather/saved/nrbf/serialized-certificate.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { exportPath, needsRealExports, realExportsAreThere } from '../real-exports.ts';
import { certificateBlob, friendlyName, keyProvider, signed, storeEntry } from './certificate-blob-writer.ts';

const entry = storeEntry(
  Buffer.alloc(200, 0x30),
  new Map([
    [11, friendlyName('Mail')],
    [2, keyProvider('{9BB8EB5A}', 'Provider', 12)],
  ]),
);
const written = certificateBlob({ certData: entry, iisServices: ['IIS://EX01/W3SVC/1'] });

/** One to eight changes: a byte, a small number, a cut, a repeated or a dropped piece. */
function mutated(original: Uint8Array, random: (limit: number) => number): Buffer {
  let bytes = Buffer.from(original);
  for (let change = random(8) + 1; change > 0 && bytes.length > 0; change--) {
    const at = random(bytes.length);
    switch (random(5)) {
      case 0:
        bytes[at] = random(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        break;
      case 2:
        if (at + 4 <= bytes.length) bytes.writeInt32LE([0, -1, 0x7fffffff, 1_000_000][random(4)] ?? 0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - random(64)))]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(64))]);
    }
  }
  return bytes;
}

function tryAll(original: Uint8Array, seed: number, count: number): { slowest: number; readable: number } {
  const random = seededRandom(seed);
  let slowest = 0;
  let readable = 0;
  for (let round = 0; round < count; round++) {
    const bytes = mutated(original, random);
    const start = performance.now();
    const results = [readNrbf(bytes), readExchangeCertificateBlob(bytes), readSerializedCertificate(bytes)];
    slowest = Math.max(slowest, performance.now() - start);
    for (const result of results) {
      if (!result.ok) expect(result.problem.detail).toBeTruthy();
    }
    if (results[1]?.ok === true) readable++;
  }
  return { slowest, readable };
}

describe('serialised data with random damage gives a result or a reason, at once', () => {
  it.each([
    ['plain', written, 1, 5000],
    ['signed', signed(written), 2, 1000],
    ['a store entry alone', entry, 3, 1000],
  ])('%s', (_, bytes, seed, times) => {
    expect(tryAll(bytes, seed, times).slowest).toBeLessThan(500);
  });

  it.skipIf(!realExportsAreThere)(`a blob of a real server, 2,000 times${needsRealExports}`, () => {
    const file = readFileSync(exportPath('e16/GetExchangeCertificate.xml'), 'utf8');
    const base64 = /N="SerializationData">([^<]+)/.exec(file)?.[1] ?? '';
    const { slowest, readable } = tryAll(Buffer.from(base64, 'base64'), 4, 2000);
    expect(slowest).toBeLessThan(500);
    expect(readable).toBeGreaterThan(0);
  });
});
