import { describe, expect, it } from 'vitest';
import { readCertificateFile } from '../../main/trust/certificate-files.ts';
import * as der from './support/der-writer.ts';
import { makeIntermediate, makeLeaf, makeRoot, toPem } from './support/make-certificate.ts';

const root = makeRoot();
const ca = makeIntermediate(root);
const leaf = makeLeaf(ca);
const pem = [leaf, ca, root].map((one) => toPem(one.der));

async function read(content: string | Uint8Array) {
  const file = await readCertificateFile(typeof content === 'string' ? Buffer.from(content) : content);
  return {
    ...file,
    fingerprints: file.certificates.map((one) => (one.ok ? one.certificate.sha256 : one.problem.code)),
  };
}

const all = [leaf, ca, root].map(({ parsed }) => parsed.sha256);
const first = all.slice(0, 1);

/** A PKCS#7 certificates-only container, as certificate dialogs export it. */
function pkcs7(certificates: readonly Buffer[]): Buffer {
  const data = der.sequence(der.oid('1.2.840.113549.1.7.1'));
  const signed = der.sequence(der.integer(1), der.set(), data, der.context(0, ...certificates), der.set());
  return der.sequence(der.oid('1.2.840.113549.1.7.2'), der.context(0, signed));
}

describe('a certificate file', () => {
  it.each([
    ['several PEM blocks', pem.join('')],
    ['Windows line ends', pem.join('').replaceAll('\n', '\r\n')],
    ['words before, between and behind', `subject=CN = x\n${pem.join('\n-----\nissuer\n')}the end`],
    ['old labels', pem.join('').replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
    [
      'blanks at the line ends and a bag attribute in front',
      `Bag Attributes\n    localKeyID: 01 00\n${pem.join('').replaceAll('\n', ' \t\n')}`,
    ],
    ['everything on one line', pem.join('').replaceAll('\n', ' ')],
    ['a UTF-8 mark in front', `\ufeff${pem.join('')}`],
    ['UTF-16, as Windows tools save text', Buffer.from(`\ufeff${pem.join('')}`, 'utf16le')],
    ['UTF-16 with the other order of bytes', Buffer.from(`\ufeff${pem.join('')}`, 'utf16le').swap16()],
  ])('with %s gives every certificate', async (_title, content) => {
    expect(await read(content)).toMatchObject({ format: 'pem', fingerprints: all, notRead: [] });
  });

  it('in DER, and in DER that has a PEM mark in a name', async () => {
    expect(await read(leaf.der)).toMatchObject({ format: 'der', fingerprints: first });
    const odd = makeLeaf(ca, 'x', { subject: der.name(['CN', '-----BEGIN CERTIFICATE-----']) });
    expect(await read(odd.der)).toMatchObject({ format: 'der', fingerprints: [odd.parsed.sha256] });
  });

  it('in PKCS#7, binary and in PEM', async () => {
    const container = pkcs7([leaf, ca, root].map((one) => one.der));
    expect(await read(container)).toMatchObject({ format: 'pkcs7', fingerprints: all });
    expect(await read(toPem(container, 'PKCS7'))).toMatchObject({ fingerprints: all });
    expect(await read(toPem(container))).toMatchObject({ fingerprints: all });
  });

  it('in PKCS#7 written in BER, with indefinite lengths', async () => {
    const indefinite = (tag: number, ...parts: readonly Buffer[]) =>
      Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.alloc(2)]);
    const data = indefinite(0x30, der.oid('1.2.840.113549.1.7.1'));
    const signed = indefinite(
      0x30,
      der.integer(1),
      der.set(),
      data,
      indefinite(0xa0, leaf.der, ca.der),
      der.set(),
    );
    const container = indefinite(0x30, der.oid('1.2.840.113549.1.7.2'), indefinite(0xa0, signed));
    expect(await read(container)).toMatchObject({ format: 'pkcs7', fingerprints: all.slice(0, 2) });
  });

  it("with OpenSSL's trust settings behind the certificate", async () => {
    const trusted = Buffer.concat([leaf.der, der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.3.1')))]);
    expect(await read(toPem(trusted, 'TRUSTED CERTIFICATE'))).toMatchObject({ fingerprints: first });
  });
});

describe('what is not a readable certificate is still told', () => {
  it('a damaged certificate among good ones keeps its place, its reason and a thumbprint', async () => {
    const damaged = Buffer.from(ca.der);
    damaged[10] = 0xff;
    const file = await read(pem[0] + toPem(damaged) + pem[2]);
    expect(file.fingerprints).toHaveLength(3);
    expect(file.certificates.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(file.certificates[1]).toMatchObject({ thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/) });
    const container = await read(pkcs7([leaf.der, der.sequence(), root.der]));
    expect(container.certificates.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  it.each([
    ['a block that never ends', `${pem[0]}-----BEGIN CERTIFICATE-----\nAAAA\n`, 'damaged', 'PEM block 2'],
    [
      'a block that is no base64',
      `${pem[0]}-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n`,
      'damaged',
      'PEM block 2',
    ],
    ['a request', pem[0] + toPem(der.sequence(), 'CERTIFICATE REQUEST'), 'not-a-certificate', 'PEM block 2'],
    ['a private key', pem[0] + toPem(der.sequence(), 'ENCRYPTED PRIVATE KEY'), 'private-key', 'PEM block 2'],
  ])('%s beside a certificate', async (_title, content, reason, where) => {
    expect(await read(content)).toMatchObject({
      format: 'pem',
      fingerprints: first,
      notRead: [{ reason, where }],
    });
  });

  it('a key store is recognised and left closed', async () => {
    const pfx = der.sequence(
      der.integer(3),
      der.sequence(der.oid('1.2.840.113549.1.7.1'), der.context(0, der.octets())),
    );
    expect(await read(pfx)).toMatchObject({
      format: 'pkcs12',
      certificates: [],
      notRead: [{ reason: 'pkcs12' }],
    });
  });

  it('a private key is recognised in every form and never read', async () => {
    const forms = [
      leaf.key.export({ format: 'der', type: 'pkcs8' }),
      leaf.key.export({ format: 'der', type: 'sec1' }),
      leaf.key.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
    ];
    for (const form of forms)
      expect(await read(form)).toMatchObject({
        format: 'private-key',
        certificates: [],
        notRead: [{ reason: 'private-key' }],
      });
    const text = leaf.key.export({ format: 'pem', type: 'pkcs8' });
    expect(await read(text)).toMatchObject({ format: 'private-key', certificates: [] });
  });

  it.each([
    ['an empty file', ''],
    ['words', 'no certificate here'],
    ['ten million blanks', ' '.repeat(10_000_000)],
    ['a file of dashes', '-'.repeat(2_000_000)],
    ['a hundred thousand blocks that never end', '-----BEGIN CERTIFICATE-----\n'.repeat(100_000)],
    ['a label that never ends', `-----BEGIN ${'A'.repeat(1_000_000)}`],
    ['a PKCS#7 container of nonsense', der.sequence(der.oid('1.2.840.113549.1.7.2'), der.octets())],
  ])('%s is answered at once and without a certificate', async (_title, content) => {
    const started = performance.now();
    const file = await read(content);
    expect(file.certificates).toEqual([]);
    expect(file.notRead.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
