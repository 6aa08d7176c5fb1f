import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../main/gather/saved/byte-source.ts';
import { clixmlFormat } from '../../../../main/gather/saved/clixml/clixml-format.ts';
import { fileHead } from '../../../../main/gather/saved/format-reader.ts';
import { readingLimits } from '../../../../main/gather/saved/limits.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { makeLeaf, makeRoot } from '../../../trust/support/make-certificate.ts';
import { ClixmlWriter, document, dt, i32, nil, s, utf16 } from '../clixml-writer.ts';
import { certificateExport } from '../exchange-export.ts';

const writer = new ClixmlWriter();
const configuration = 'Microsoft.Exchange.Data.Directory.SystemConfiguration';
const connector = writer.object({
  types: [`${configuration}.SmtpSendConnectorConfig`, 'System.Object'],
  text: 'Outbound',
  props: [
    s('Name', 'Outbound'),
    nil('Fqdn'),
    writer.object({ text: '<I>CN=A<S>CN=B', props: [s('CertificateIssuer', 'CN=A')] }, 'TlsCertificateName'),
    writer.enumeration('TlsAuthLevel', 'TlsAuthLevel', 'DomainValidation', 3),
    writer.strings('SourceTransportServers', ['EX01', 'EX02']),
    dt('WhenChangedUTC', '2026-03-01T00:00:00Z'),
  ],
});
const event = writer.object({
  types: ['System.Diagnostics.Eventing.Reader.EventLogRecord'],
  props: [
    s('ProviderName', 'MSExchangeTransport'),
    i32('Id', 2004),
    writer.strings('Properties', ['a', 'b']),
  ],
});
const samples = [
  Buffer.from(document(connector, event)),
  utf16(document(connector, event)),
  Buffer.from(certificateExport({ der: makeLeaf(makeRoot()).der, blob: { services: 16 } })),
];

/** Pieces that mean something in the format hit more code than random bytes do. */
const pieces = [
  '<',
  '>',
  '</Props>',
  '<Obj RefId="1">',
  '<Ref RefId="0" />',
  '<LST>',
  '</LST>',
  '_xD800_',
  '&#0;',
  '"',
  '<SS>',
  '\0',
];

function mutated(original: Buffer, random: (limit: number) => number): Buffer {
  let bytes = Buffer.from(original);
  for (let change = random(4) + 1; change > 0; change--) {
    const at = random(bytes.length);
    const rest = bytes.subarray(at);
    switch (random(4)) {
      case 0:
        bytes[at] = random(256);
        break;
      case 1:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(pieces[random(pieces.length)] ?? ''),
          rest,
        ]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), rest.subarray(random(40))]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), original.subarray(random(original.length)), rest]);
    }
  }
  return bytes;
}

describe('a file with random damage gives what can be read and a reason for the rest', () => {
  it.each(samples.map((sample, index) => [index, sample] as const))(
    'sample %i, 1,000 times',
    async (seed, sample) => {
      const random = seededRandom(seed + 100);
      for (let round = 0; round < 1000; round++) {
        const bytes = mutated(sample, random);
        const file = {
          path: 'x',
          source: memorySource(bytes, 500),
          head: fileHead(bytes, bytes.length),
          limits: readingLimits,
        };
        const reading = await clixmlFormat.read(file);
        const shaped = Object.values(reading.found).reduce(
          (sum, list) => sum + (Array.isArray(list) ? list.length : 0),
          0,
        );
        const counted = Object.values(reading.objects).reduce((sum, count) => sum + count, 0);
        expect(shaped + counted).toBe(reading.records);
        expect(reading.complete || reading.notRead.length > 0).toBe(true);
      }
    },
  );
});
