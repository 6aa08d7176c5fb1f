import { describe, expect, it } from 'vitest';
import { readExchangeCertificateBlob } from '../../../../main/gather/saved/nrbf/exchange-certificate-blob.ts';
import { readSerializedCertificate } from '../../../../main/gather/saved/nrbf/serialized-certificate.ts';
import { certificateBlob, friendlyName, keyProvider, signed, storeEntry } from './certificate-blob-writer.ts';

/** Not a certificate: this reader does not look inside. */
const der = Buffer.from([0x30, 0x03, 0x02, 0x01, 0x05]);
const key = keyProvider('{9BB8EB5A}', 'Microsoft RSA SChannel Cryptographic Provider', 12);
const entry = storeEntry(
  der,
  new Map([
    [11, friendlyName('Mail 2026 – Größe')],
    [2, key],
    [3, Buffer.alloc(20)],
  ]),
);
const recipe = {
  certData: entry,
  status: 1,
  rootCaType: 1,
  services: 27,
  iisServices: ['IIS://EX01/W3SVC/1', 'IIS://EX01/W3SVC/2'],
  exportable: true,
  identity: 'ex01.contoso.com\\0011223344556677889900112233445566778899',
};

function view(bytes: Uint8Array) {
  const result = readExchangeCertificateBlob(bytes);
  if (!result.ok) throw new Error(result.problem.detail);
  return result;
}

describe('SerializationData tells what Exchange says of a certificate', () => {
  it('all of it', () => {
    expect(view(certificateBlob(recipe))).toEqual({
      ok: true,
      problems: [],
      view: {
        services: ['IMAP', 'POP', 'IIS', 'SMTP'],
        status: 'Valid',
        rootCaType: 'ThirdParty',
        friendlyName: 'Mail 2026 – Größe',
        hasPrivateKey: true,
        privateKeyExportable: true,
        iisServices: ['IIS://EX01/W3SVC/1', 'IIS://EX01/W3SVC/2'],
        identity: recipe.identity,
        server: 'ex01.contoso.com',
        networkServiceCanReadKey: null,
        certificate: new Uint8Array(der),
        signed: false,
      },
    });
  });

  it('the same inside the signature that Exchange puts around it since 2023', () => {
    const plain = view(certificateBlob(recipe)).view;
    expect(view(signed(certificateBlob(recipe))).view).toEqual({ ...plain, signed: true });
  });

  it.each([
    ['cut in its header', Buffer.from('#sig#\x01')],
    ['shorter than it says', signed(certificateBlob(recipe)).subarray(0, 200)],
  ])('a signed payload that is %s is not read', (_, bytes) => {
    const result = readExchangeCertificateBlob(bytes);
    expect(result.ok || result.problem.code).toBe('incomplete');
  });

  it('no services is an empty list; a number of no known status is unknown', () => {
    expect(view(certificateBlob({ ...recipe, services: 0, status: 99, rootCaType: -1 })).view).toMatchObject({
      services: [],
      status: null,
      rootCaType: null,
    });
  });

  it('an entry without a link to a key has no private key; without a friendly name the name is empty', () => {
    const bare = certificateBlob({ ...recipe, certData: storeEntry(der, new Map()) });
    expect(view(bare).view).toMatchObject({ hasPrivateKey: false, friendlyName: '' });
  });

  it('an entry that could not be read to its end says nothing of key and name, and the rest is still known', () => {
    for (const certData of [
      null,
      entry.subarray(0, entry.length - 1),
      storeEntry(null, new Map([[2, key]])),
    ]) {
      const result = view(certificateBlob({ ...recipe, certData }));
      expect(result.view).toMatchObject({
        hasPrivateKey: null,
        friendlyName: null,
        certificate: null,
        status: 'Valid',
      });
      expect(result.problems).toHaveLength(1);
    }
  });

  it('data of another class is not read', () => {
    const result = readExchangeCertificateBlob(
      certificateBlob({ ...recipe, className: 'System.Data.DataSet' }),
    );
    expect(result.ok || result.problem.detail).toBe('the serialised data holds System.Data.DataSet');
  });
});

describe('a serialised store entry', () => {
  it('names container, provider and type of the key, for CNG without a provider', () => {
    const legacy = readSerializedCertificate(entry);
    expect(legacy.ok && legacy.entry.keyProvider).toEqual({
      container: '{9BB8EB5A}',
      provider: 'Microsoft RSA SChannel Cryptographic Provider',
      type: 12,
    });
    const cng = readSerializedCertificate(storeEntry(der, new Map([[2, keyProvider('8dbcb916', '', 0)]])));
    expect(cng.ok && cng.entry.keyProvider).toEqual({ container: '8dbcb916', provider: '', type: 0 });
  });

  it.each([
    [
      'bytes behind the certificate',
      Buffer.concat([entry, Buffer.from([1])]),
      '1 bytes follow the certificate',
    ],
    ['another encoding', Buffer.from('0b0000000200000000000000', 'hex'), 'the encoding 2, not 1'],
    [
      'a property twice',
      Buffer.concat([storeEntry(null, new Map([[4, der]])), storeEntry(null, new Map([[4, der]]))]),
      'comes twice',
    ],
    ['a length beyond the end', Buffer.from('0b00000001000000ffffffff', 'hex'), 'inside a value'],
    [
      'a key name outside its property',
      storeEntry(der, new Map([[2, Buffer.concat([Buffer.from('ffffff7f', 'hex'), Buffer.alloc(24)])]])),
      'outside its property',
    ],
  ])('with %s is not read', (_, bytes, sentence) => {
    const result = readSerializedCertificate(bytes);
    expect(result.ok || result.problem.detail).toContain(sentence);
  });
});
