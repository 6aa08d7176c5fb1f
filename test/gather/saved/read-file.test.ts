import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readingLimits } from '../../../main/gather/saved/limits.ts';
import { readSavedFile } from '../../../main/gather/saved/read-file.ts';
import type { Found, SavedFile } from '../../../main/gather/saved/saved-file.ts';
import { seededRandom } from '../../domain/seeded-random.ts';
import { makeLeaf, makeRoot, toPem } from '../../trust/support/make-certificate.ts';
import { ClixmlWriter, document, element, nil, s, utf16 } from './clixml-writer.ts';
import { certificateExport, projection, sendConnectorExport } from './exchange-export.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const root = makeRoot();
const leaf = makeLeaf(root);
const read = (name: string, content: string | Uint8Array): Promise<SavedFile> =>
  readSavedFile(folder.write(name, content));

/** Everything shaped plus everything counted by type. */
function recordsOut({ found, objects }: { found: Found; objects: Readonly<Record<string, number>> }): number {
  const shaped = Object.values(found).reduce((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
  return shaped + Object.values(objects).reduce((sum, count) => sum + count, 0);
}

describe('a file is told by its content, never by its name', () => {
  it.each([
    ['connectors.pem', sendConnectorExport({ Name: 'Outbound' }), 'clixml', 'send-connectors'],
    ['chain.xml', toPem(leaf.der) + toPem(root.der), 'certificate', 'certificates'],
    ['log.evtx', leaf.der, 'certificate', 'certificates'],
    ['notes.xml', '<html><body>hello</body></html>', 'unknown', 'unknown'],
    ['empty.xml', '', 'unknown', 'unknown'],
    ['photo.xml', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'unknown', 'unknown'],
    ['page.xml', '<?xml version="1.0"?><html>&lt;Objs </html>', 'unknown', 'unknown'],
  ])('%s', async (name, content, format, kind) => {
    const file = await read(name, content);
    expect(file).toMatchObject({ format, kind, complete: format !== 'unknown' });
    expect(file.counts.notRead).toBe(format === 'unknown' ? 1 : 0);
  });

  it.each([
    ['UTF-16', utf16(sendConnectorExport({ Name: 'Größe' })), 'utf-16le'],
    ['UTF-16 without a mark', utf16(sendConnectorExport({ Name: 'Größe' })).subarray(2), 'utf-16le'],
    ['UTF-8 with its mark', `\ufeff${sendConnectorExport({ Name: 'Größe' })}`, 'utf-8-bom'],
    ['a declaration in front', `<?xml version="1.0"?>\n${sendConnectorExport({ Name: 'Größe' })}`, 'utf-8'],
  ])('an export in %s', async (name, content, encoding) => {
    const file = await read(`${name}.txt`, content);
    expect(file).toMatchObject({ format: 'clixml', encoding, complete: true });
    expect(file.found.sendConnectors[0]?.name).toBe('Größe');
  });

  it('an export behind a DOCTYPE is named and refused', async () => {
    const file = await read('evil.xml', `<!DOCTYPE Objs>${sendConnectorExport({ Name: 'x' })}`);
    expect(file).toMatchObject({ format: 'clixml', complete: false, counts: { records: 0, notRead: 1 } });
  });

  it('an export that was cut in its first tag is still an export', async () => {
    expect(await read('cut.xml', '<Ob')).toMatchObject({ format: 'clixml', complete: false });
  });
});

describe('a file that cannot be read is a file with a reason', () => {
  it('not there, a folder, too large', async () => {
    const gone = await readSavedFile(folder.path('gone.xml'));
    expect(gone).toMatchObject({
      format: 'unknown',
      complete: false,
      notRead: [{ reason: { code: 'failed' } }],
    });
    const directory = await readSavedFile(folder.path());
    expect(directory.notRead[0]?.reason.detail).toBe('this is no file');
    const path = folder.write('large.xml', sendConnectorExport({ Name: 'x' }));
    const large = await readSavedFile(path, { limits: { ...readingLimits, fileBytes: 100 } });
    expect(large.notRead).toEqual([{ reason: { code: 'limit', detail: 'more than 100 bytes' }, count: 1 }]);
  });

  it.skipIf(process.getuid?.() === 0)('not allowed (skipped for root, who may read all)', async () => {
    const path = folder.write('secret.xml', 'x');
    chmodSync(path, 0o000);
    expect((await readSavedFile(path)).notRead[0]?.reason.code).toBe('access-denied');
  });

  it('an aborted reading rejects', async () => {
    const path = folder.write('aborted.xml', sendConnectorExport({ Name: 'x' }));
    await expect(readSavedFile(path, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('every record of a file comes out, shaped or counted', () => {
  it('a mixture of kinds', async () => {
    const writer = new ClixmlWriter();
    const service = (name: string) =>
      writer.object({ types: ['System.ServiceProcess.ServiceController'], props: [s('Name', name)] });
    const first = service('W32Time');
    const connector = writer.object({
      types: ['Microsoft.Exchange.Data.Directory.SystemConfiguration.SmtpSendConnectorConfig'],
      props: [s('Name', 'Outbound'), nil('Fqdn')],
    });
    const file = await read(
      'mixture.xml',
      document(first, connector, service('WinRM'), '<S>note</S>', '<Nil />', writer.object({})),
    );
    expect(file).toMatchObject({
      kind: 'send-connectors',
      counts: { records: 6, notRead: 0 },
      objects: { 'System.ServiceProcess.ServiceController': 2, 'System.String': 1, null: 1, object: 1 },
    });
    expect(recordsOut(file)).toBe(6);
  });

  it('an answer that lacks its identity is counted, and a gap', async () => {
    const writer = new ClixmlWriter();
    const certificate = writer.object({
      types: ['Deserialized.Exchange.ExchangeCertificate'],
      props: [s('Services', 'SMTP')],
    });
    const file = await read('poor.xml', document(certificate));
    expect(file).toMatchObject({
      counts: { records: 1, notRead: 1 },
      objects: { 'Deserialized.Exchange.ExchangeCertificate': 1 },
      complete: false,
    });
  });

  it('type names that are names of object members are ordinary names', async () => {
    const writer = new ClixmlWriter();
    const file = await read(
      'names.xml',
      document(...['__proto__', 'constructor', '__proto__'].map((type) => writer.object({ types: [type] }))),
    );
    expect(Object.entries(file.objects)).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
    ]);
    expect(JSON.parse(JSON.stringify(file.objects))).toHaveProperty(['constructor'], 1);
  });

  it('holds for random mixtures', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 30; round++) {
      const writer = new ClixmlWriter();
      const makers = [
        () => writer.object({ types: ['A'], props: [s('x', 'y')] }),
        () => writer.object({ types: ['Exchange.QueueInfo'], props: [s('Identity', 'EX01\\1')] }),
        () => writer.object({ types: ['Exchange.QueueInfo'] }),
        () => writer.object({ types: ['Exchange.ReceiveConnector'], props: [s('Name', 'r')] }),
        () => element('I32', undefined, '5'),
        () => element('Odd', undefined, 'text'),
      ];
      const count = random(40);
      const records = Array.from({ length: count }, () => makers[random(makers.length)]?.() ?? '');
      const file = await read('random.xml', document(...records));
      expect(file.counts.records).toBe(count);
      expect(recordsOut(file)).toBe(count);
    }
  });
});

describe('certificates', () => {
  it('with what Exchange says of them, and the server that answered', async () => {
    const file = await read('certificates.xml', certificateExport({ der: leaf.der, blob: { services: 16 } }));
    expect(file).toMatchObject({
      kind: 'exchange-certificates',
      answeredBy: 'ex01.contoso.com',
      complete: true,
    });
    expect(file.found.certificates).toMatchObject([
      {
        thumbprint: leaf.parsed.thumbprint,
        services: ['SMTP'],
        status: 'Valid',
        names: ['mail.contoso.com'],
      },
    ]);
  });

  it('without SerializationData: services, status and root type are unknown, and that is no gap', async () => {
    const file = await read('remoting.xml', certificateExport({ der: leaf.der, blob: null }));
    expect(file.found.certificates).toMatchObject([
      {
        thumbprint: leaf.parsed.thumbprint,
        services: null,
        status: null,
        rootCaType: null,
        hasPrivateKey: null,
        server: null,
      },
    ]);
    expect(file.notRead).toEqual([]);
  });

  it('bytes that make no sense are a row that says why, with the thumbprint of the bytes', async () => {
    const file = await read('broken.xml', certificateExport({ der: leaf.der.subarray(0, 300), blob: null }));
    expect(file.found.certificates).toHaveLength(1);
    expect(file.found.certificates[0]?.unreadable).toBeTruthy();
    expect(file).toMatchObject({ complete: false, counts: { records: 1, notRead: 1 } });
  });

  it('damaged SerializationData leaves its fields unknown and is told', async () => {
    const text = certificateExport({ der: leaf.der, blob: {} });
    const damaged = text.replace(/(N="SerializationData">)[^<]{400}/, `$1${'A'.repeat(400)}`);
    const file = await read('damaged-blob.xml', damaged);
    expect(file.found.certificates[0]).toMatchObject({
      services: null,
      status: null,
      thumbprint: leaf.parsed.thumbprint,
    });
    expect(file.notRead[0]?.reason.detail).toContain('what Exchange says of a certificate was not read');
    expect(file.complete).toBe(false);
  });

  it('as plain PSObjects after signing, and as a projection', async () => {
    const signedText = certificateExport({ der: leaf.der, blob: { services: 1 } }).replace(
      /<TN RefId.*?<\/TN>/s,
      '<TN RefId="0"><T>System.Management.Automation.PSObject</T><T>System.Object</T></TN>',
    );
    expect((await read('psobject.xml', signedText)).found.certificates).toMatchObject([
      { services: ['IMAP'] },
    ]);
    const row = {
      Thumbprint: leaf.parsed.thumbprint,
      Services: 'IIS, SMTP',
      Subject: 'CN=x',
      HasPrivateKey: true,
    };
    expect((await read('projection.xml', projection(row))).found.certificates).toMatchObject([
      { services: ['IIS', 'SMTP'], hasPrivateKey: true, raw: null, subject: 'CN=x' },
    ]);
  });

  it('of another store, by the path that PowerShell notes', async () => {
    const writer = new ClixmlWriter();
    const stored = (store: string) =>
      writer.object({
        types: ['System.Security.Cryptography.X509Certificates.X509Certificate2'],
        props: [element('BA', 'RawData', root.der.toString('base64'))],
        members: [s('PSParentPath', `Microsoft.PowerShell.Security\\Certificate::LocalMachine\\${store}`)],
      });
    const file = await read(
      'stores.xml',
      document(stored('Root'), stored('CA'), stored('My'), stored('WebHosting')),
    );
    expect(file.found.storeCertificates.map(({ store }) => store)).toEqual(['Root', 'CA', null]);
    expect(file.found.certificates).toMatchObject([{ thumbprint: root.parsed.thumbprint, services: null }]);
  });

  it('in files of their own; keys beside them stay closed', async () => {
    const key = leaf.key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const file = await read('both.pem', toPem(leaf.der) + key);
    expect(file.found.looseCertificates.map(({ value }) => value.thumbprint)).toEqual([
      leaf.parsed.thumbprint,
    ]);
    expect(file).toMatchObject({ complete: true, counts: { records: 1, notRead: 1 } });
    expect(JSON.stringify(file)).not.toContain(key.split('\n')[1]);
  });
});

describe('a truncated file', () => {
  it('keeps what was read and is not complete', async () => {
    const text = certificateExport({ der: leaf.der }, { der: root.der });
    const cut = text.indexOf('SerializationData', text.indexOf('SerializationData') + 1);
    const file = await read('truncated.xml', text.slice(0, cut));
    expect(file).toMatchObject({
      kind: 'exchange-certificates',
      complete: false,
      counts: { records: 1, notRead: 1 },
      notRead: [{ reason: { code: 'incomplete', detail: `the file ends early at byte ${cut}` } }],
    });
  });
});
