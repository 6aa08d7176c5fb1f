import { describe, expect, it } from 'vitest';
import { unknownExchangeView } from '../../../main/domain/certificate.ts';
import { readCertificateBytes } from '../../../main/exchange/shapes/certificate-bytes.ts';
import { assembleSnapshot } from '../../../main/gather/saved/assemble.ts';
import { nothingFound, nothingRead, savedFile } from '../../../main/gather/saved/saved-file.ts';
import { makeLeaf, makeRoot, toPem } from '../../trust/support/make-certificate.ts';
import { assembler, certificatesOf, one } from './assemble-files.ts';
import { s } from './clixml-writer.ts';
import { certificateExport, projection } from './exchange-export.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const assemble = assembler(folder);
const root = makeRoot();
const leaf = makeLeaf(root);
const { thumbprint } = leaf.parsed;

/** A row whose thumbprint was forged onto other bytes, as far as this program can tell. */
function bytesRow(sha256: string, source: string) {
  const { facts } = readCertificateBytes(leaf.der);
  const certificate = {
    ...facts,
    ...unknownExchangeView,
    sha256,
    raw: sha256,
    server: 'EX01',
    unreadable: null,
    origins: [{ source }],
  };
  return { certificate };
}

describe('the same certificate from several files', () => {
  it('is one row with three origins; what one file left unknown another one fills', async () => {
    const snapshot = await assemble(
      certificateExport({ der: leaf.der, blob: null }),
      certificateExport({
        der: leaf.der,
        blob: { services: 16, identity: `ex01.contoso.com\\${thumbprint}` },
      }),
      projection({
        Thumbprint: thumbprint.toLowerCase(),
        Subject: 'CN=mail.contoso.com',
        FriendlyName: '',
        Identity: `EX01\\${thumbprint}`,
        HasPrivateKey: false,
      }),
    );
    expect(snapshot.servers).toHaveLength(1);
    const rows = certificatesOf(snapshot, 'ex01');
    expect(rows).toMatchObject([{ thumbprint, services: ['SMTP'], status: 'Valid', hasPrivateKey: false }]);
    expect(rows[0]?.origins.map(({ source, where }) => [source.slice(-5), where])).toEqual([
      ['0.xml', 'object 1'],
      ['1.xml', 'object 1'],
      ['2.xml', 'object 1'],
    ]);
    expect(snapshot.contradictions).toEqual([]);
  });

  it('on two servers is two rows, each with its own view', async () => {
    const snapshot = await assemble(
      certificateExport({
        der: leaf.der,
        blob: { services: 16, identity: `ex01.contoso.com\\${thumbprint}` },
      }),
      certificateExport({
        der: leaf.der,
        blob: { services: 0, identity: `ex02.contoso.com\\${thumbprint}` },
      }),
    );
    expect(certificatesOf(snapshot, 'ex01')).toMatchObject([{ services: ['SMTP'] }]);
    expect(certificatesOf(snapshot, 'ex02')).toMatchObject([{ services: [] }]);
    expect(snapshot.contradictions).toEqual([]);
  });

  it('said differently is a contradiction: the first stays, both are told', async () => {
    const identity = `ex01.contoso.com\\${thumbprint}`;
    const snapshot = await assemble(
      certificateExport({ der: leaf.der, blob: { services: 0, identity } }),
      certificateExport({ der: leaf.der, blob: { services: 16, identity } }),
    );
    expect(certificatesOf(snapshot, 'ex01')).toMatchObject([{ services: [] }]);
    expect(snapshot.contradictions).toEqual([
      {
        what: 'services',
        subject: thumbprint,
        values: [
          { text: 'None', origin: { source: folder.path('0.xml'), where: 'object 1' } },
          { text: 'SMTP', origin: { source: folder.path('1.xml'), where: 'object 1' } },
        ],
      },
    ]);
  });

  it('printed facts never outrank bytes, whichever file comes first', async () => {
    const identity = `EX01\\${thumbprint}`;
    const snapshot = await assemble(
      projection({ Thumbprint: thumbprint, Subject: 'CN=printed', Services: 'SMTP', Identity: identity }),
      certificateExport({ der: leaf.der, blob: { services: 16, identity } }),
    );
    expect(certificatesOf(snapshot, 'EX01')).toMatchObject([{ subject: 'CN=mail.contoso.com' }]);
    expect(snapshot.contradictions.map(({ what }) => what)).toEqual(['subject']);
  });

  it('a certificate file gives its bytes to a row that was only printed', async () => {
    const snapshot = await assemble(
      projection({ Thumbprint: thumbprint, Services: 'SMTP', Identity: `EX01\\${thumbprint}` }),
      toPem(leaf.der) + toPem(root.der),
    );
    const rows = certificatesOf(snapshot, 'EX01');
    expect(rows).toMatchObject([
      { sha256: leaf.parsed.sha256, subject: 'CN=mail.contoso.com', services: ['SMTP'] },
    ]);
    expect(rows[0]?.origins).toHaveLength(2);
    expect(snapshot.sources[1]?.notRead).toEqual([
      {
        reason: {
          code: 'not-available',
          detail: 'certificates that belong to no server can only complete chains',
        },
        count: 1,
      },
    ]);
  });

  it('one thumbprint over two different byte strings is an alarm', () => {
    const row = (sha256: string, path: string) => {
      const { certificate } = bytesRow(sha256, path);
      return savedFile(path, 'clixml', {
        ...nothingRead,
        found: { ...nothingFound, certificates: [certificate] },
      });
    };
    const snapshot = assembleSnapshot([row('AA', 'a.xml'), row('BB', 'b.xml')]);
    expect(certificatesOf(snapshot, 'EX01')).toHaveLength(2);
    expect(snapshot.contradictions).toEqual([
      {
        what: 'sha256',
        subject: thumbprint,
        values: [
          { text: 'AA', origin: { source: 'a.xml' } },
          { text: 'BB', origin: { source: 'b.xml' } },
        ],
      },
    ]);
  });
});

describe('a certificate whose file does not name the server', () => {
  it('belongs to the server that answered', async () => {
    const snapshot = await assemble(
      certificateExport({ der: leaf.der, blob: null, computer: 'ex07.contoso.com' }),
    );
    expect(snapshot.servers).toMatchObject([{ name: 'ex07', fqdn: 'ex07.contoso.com' }]);
  });

  it('belongs to the server that the others of the same file name', async () => {
    const text = certificateExport(
      { der: leaf.der, blob: { identity: `ex01.contoso.com\\${thumbprint}` }, computer: 'other.contoso.com' },
      { der: root.der, blob: null, computer: 'other.contoso.com' },
    );
    const snapshot = await assemble(text);
    expect(snapshot.servers.map(({ name }) => name)).toEqual(['ex01']);
    expect(certificatesOf(snapshot, 'ex01')).toHaveLength(2);
  });

  it('belongs to the only server that any file names', async () => {
    const rows = projection({ Thumbprint: thumbprint, Services: 'SMTP' });
    const server = one('Microsoft.Exchange.Data.Directory.Management.ExchangeServer', [
      s('Name', 'EX01'),
      s('Fqdn', 'ex01.contoso.com'),
    ]);
    const snapshot = await assemble(rows, server);
    expect(snapshot.servers).toMatchObject([{ name: 'EX01', fqdn: 'ex01.contoso.com' }]);
    expect(certificatesOf(snapshot, 'EX01')).toHaveLength(1);
  });

  it('is kept under no name when there are several servers or none', async () => {
    const rows = projection({ Thumbprint: thumbprint, Services: 'SMTP' });
    expect((await assemble(rows)).servers.map(({ name }) => name)).toEqual(['']);
    const two = ['EX01', 'EX02'].map((name) =>
      one('Microsoft.Exchange.Data.Directory.Management.ExchangeServer', [s('Name', name)]),
    );
    const snapshot = await assemble(rows, ...two);
    expect(snapshot.servers.map(({ name }) => name)).toEqual(['EX01', 'EX02', '']);
    expect(certificatesOf(snapshot, '')).toHaveLength(1);
  });
});
