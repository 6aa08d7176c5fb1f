import { describe, expect, it } from 'vitest';
import * as der from './support/der-writer.ts';
import { brief, judge } from './support/judged.ts';
import {
  altNames,
  authority,
  basicConstraints,
  type CertificateRecipe,
  directory,
  dns,
  ecKey,
  extendedKeyUsage,
  extension,
  ip,
  keyUsage,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  nameConstraints,
  oids,
  rsaKey,
  usageBits,
} from './support/make-certificate.ts';

/** Rules of RFC 5280 section 4 and of the CA/Browser Forum that issuers must keep; the `web` profile enforces them. */
const root = makeRoot();
const leaf = (recipe: CertificateRecipe, host = 'mail.contoso.com') =>
  brief(judge(makeLeaf(root, host, recipe), [], [root]));
const leafWith = (change: Readonly<Record<string, Buffer | null>>) => leaf({ change });
const rootWith = (recipe: CertificateRecipe) => {
  const odd = makeRoot('Odd Root', recipe);
  return brief(judge(makeLeaf(odd), [], [odd]));
};

describe('serial number, version and dates', () => {
  it.each([
    ['zero', 0],
    ['negative', Buffer.from([0x85])],
    ['of 21 octets', Buffer.alloc(21, 1)],
  ])('a serial number that is %s', (_title, serial) => {
    expect(leaf({ serial })).toBe('not-trusted: malformed-serial');
  });

  it('a serial number of 20 octets is the longest', () => {
    expect(leaf({ serial: Buffer.alloc(20, 1) })).toBe('trusted');
  });

  it.each([
    ['version 1 without extensions', { version: null, extensions: null }],
    ['version 2', { version: 2 }],
  ])('%s', (_title, recipe) => {
    expect(leaf(recipe)).toContain('malformed-version');
  });

  it.each([
    ['GeneralizedTime before 2050', der.tlv(0x18, Buffer.from('20300101000000Z'))],
    ['fractions of a second', der.tlv(0x18, Buffer.from('20510101000000.5Z'))],
    ['an offset instead of Z', der.tlv(0x17, Buffer.from('300101000000+0100'))],
    ['no seconds', der.tlv(0x17, Buffer.from('3001010000Z'))],
  ])('%s', (_title, notAfter) => {
    expect(leaf({ notAfter })).toBe('not-trusted: malformed-validity');
  });

  it('the year 9999 is a date like any other', () => {
    expect(leaf({ notAfter: der.tlv(0x18, Buffer.from('99991231235959Z')) })).toBe('trusted');
  });
});

describe('names', () => {
  it('an empty issuer', () => {
    expect(leaf({ issuer: der.name() })).toBe('not-trusted: malformed-name, issuer-not-found');
  });

  it('a CA without a name', () => {
    expect(rootWith({ subject: der.name() })).toContain('malformed-name');
  });

  it('no alternative name, or one that is critical beside a subject, or not critical without one', () => {
    const names = der.sequence(dns('mail.contoso.com'));
    expect(leafWith({ [oids.subjectAltName]: null })).toBe('not-trusted: subject-alternative-name');
    expect(leafWith({ [oids.subjectAltName]: extension(oids.subjectAltName, names, true) })).toBe(
      'not-trusted: subject-alternative-name',
    );
    expect(leaf({ subject: der.name() })).toBe('not-trusted: subject-alternative-name');
    const critical = { [oids.subjectAltName]: extension(oids.subjectAltName, names, true) };
    expect(leaf({ subject: der.name(), change: critical })).toBe('trusted');
  });

  it.each([
    ['a leading dot', dns('.contoso.com')],
    ['a blank', dns('mail contoso.com')],
    ['letters outside ASCII', dns(Buffer.from('bücher.contoso.com'))],
    ['a wildcard inside a label', dns('ma*.contoso.com')],
    ['an address with a mask', ip(192, 0, 2, 0, 255, 255, 255, 0)],
  ])('an alternative name with %s', (_title, odd) => {
    expect(leafWith({ [oids.subjectAltName]: altNames(dns('mail.contoso.com'), odd) })).toBe(
      'not-trusted: subject-alternative-name',
    );
  });

  it('a wildcard over a whole top-level domain', () => {
    expect(
      leaf({ change: { [oids.subjectAltName]: altNames(dns('*.com')) }, subject: der.name() }),
    ).toContain('wildcard-too-wide');
  });
});

describe('a common name', () => {
  const named = (commonName: string, ...names: readonly Buffer[]) =>
    leaf({ subject: der.name(['CN', commonName]), change: { [oids.subjectAltName]: altNames(...names) } });

  it.each([
    ['of a host that the alternative names do not hold', 'other.contoso.com', dns('mail.contoso.com')],
    ['in other letter case', 'Mail.Contoso.com', dns('mail.contoso.com')],
    ['in Unicode beside its A-label', 'bücher.contoso.com', dns('xn--bcher-kva.contoso.com')],
    ['of an address in hexadecimal', '0xC0000201', ip(192, 0, 2, 1)],
    ['of an address with leading zeros', '192.000.002.001', ip(192, 0, 2, 1)],
    [
      'of an IPv6 address in capitals',
      '2001:DB8::1',
      ip(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    ],
    [
      'of an IPv6 address in full',
      '2001:0db8:0000:0000:0000:0000:0000:0001',
      ip(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    ],
  ])('%s', (_title, commonName, name) => {
    expect(named(commonName, name)).toBe('not-trusted: common-name-not-in-san');
  });

  it.each([
    ['that copies one', '192.0.2.1', ip(192, 0, 2, 1)],
    ['that is the domain above one', 'contoso.com', dns('mail.contoso.com')],
    ['that is no host', 'EX01', dns('mail.contoso.com')],
    ['of a company', 'Contoso, Ltd.', dns('mail.contoso.com')],
  ])('%s is taken', (_title, commonName, name) => {
    expect(named(commonName, name)).toBe('trusted');
  });
});

describe('key identifiers', () => {
  const keyIdentifier = Buffer.alloc(20, 7);
  const aki = (...fields: readonly Buffer[]) =>
    extension(oids.authorityKeyIdentifier, der.sequence(...fields));

  it('missing below a root, or without the identifier itself, or critical', () => {
    expect(leafWith({ [oids.authorityKeyIdentifier]: null })).toBe('not-trusted: authority-key-identifier');
    expect(leafWith({ [oids.authorityKeyIdentifier]: aki() })).toBe('not-trusted: authority-key-identifier');
    const critical = extension(
      oids.authorityKeyIdentifier,
      der.sequence(der.implicit(0, root.keyIdentifier)),
      true,
    );
    expect(leafWith({ [oids.authorityKeyIdentifier]: critical })).toBe(
      'not-trusted: authority-key-identifier',
    );
  });

  it('a CA without its own, or with a critical one', () => {
    expect(rootWith({ change: { [oids.subjectKeyIdentifier]: null } })).toBe(
      'not-trusted: subject-key-identifier',
    );
    const critical = extension(oids.subjectKeyIdentifier, der.octets(keyIdentifier), true);
    expect(rootWith({ change: { [oids.subjectKeyIdentifier]: critical } })).toContain(
      'subject-key-identifier',
    );
  });

  it('a root that names another key, or its issuer in another way', () => {
    expect(rootWith({ change: { [oids.authorityKeyIdentifier]: authority(keyIdentifier) } })).toBe(
      'not-trusted: authority-key-identifier',
    );
    const key = ecKey();
    const own = makeRoot('Odd Root', { key }).keyIdentifier;
    const fields = [
      der.implicit(0, own),
      der.context(1, directory(der.name(['CN', 'x']))),
      der.implicit(2, Buffer.from([1])),
    ];
    expect(rootWith({ key, change: { [oids.authorityKeyIdentifier]: aki(...fields) } })).toBe(
      'not-trusted: authority-key-identifier',
    );
    expect(rootWith({ key, change: { [oids.authorityKeyIdentifier]: authority(own) } })).toBe('trusted');
  });
});

describe('what a CA is and what it is not', () => {
  it('a root whose constraints are not critical, or that may not sign, or that has key purposes', () => {
    expect(rootWith({ change: { [oids.basicConstraints]: basicConstraints(true, null, false) } })).toBe(
      'not-trusted: extension-criticality',
    );
    expect(rootWith({ change: { [oids.keyUsage]: keyUsage(usageBits.cRLSign) } })).toBe(
      'not-trusted: key-usage',
    );
    expect(rootWith({ change: { [oids.extendedKeyUsage]: extendedKeyUsage(oids.serverAuth) } })).toBe(
      'not-trusted: mixed-key-purposes',
    );
    expect(rootWith({ change: { [oids.basicConstraints]: null } })).toBe('not-trusted: not-a-ca');
  });

  it('a leaf with the rights of a CA by one extension and not by the other', () => {
    expect(leafWith({ [oids.keyUsage]: keyUsage(usageBits.digitalSignature | usageBits.keyCertSign) })).toBe(
      'not-trusted: inconsistent-ca',
    );
    expect(leafWith({ [oids.basicConstraints]: basicConstraints(true) })).toBe(
      'not-trusted: inconsistent-ca',
    );
    expect(leafWith({ [oids.basicConstraints]: basicConstraints(false, 1) })).toBe(
      'not-trusted: inconsistent-ca',
    );
  });

  it('a leaf with name constraints', () => {
    expect(leafWith({ [oids.nameConstraints]: nameConstraints([dns('contoso.com')]) })).toBe(
      'not-trusted: name-constraints-in-leaf',
    );
  });

  it('a key usage without any usage', () => {
    expect(
      leaf({
        key: rsaKey(),
        change: { [oids.keyUsage]: extension(oids.keyUsage, der.bits(Buffer.from([0])), true) },
      }),
    ).toBe('not-trusted: malformed-extension');
  });
});

describe('key purposes of a server', () => {
  it.each([
    '2.5.29.37.0',
    '1.3.6.1.5.5.7.3.3',
    '1.3.6.1.5.5.7.3.4',
    '1.3.6.1.5.5.7.3.8',
    '1.3.6.1.5.5.7.3.9',
    '1.3.6.1.4.1.11129.2.4.4',
  ])('server authentication together with %s', (purpose) => {
    expect(leafWith({ [oids.extendedKeyUsage]: extendedKeyUsage(oids.serverAuth, purpose) })).toBe(
      'not-trusted: mixed-key-purposes',
    );
  });

  it('a list that is critical', () => {
    const critical = extension(oids.extendedKeyUsage, der.sequence(der.oid(oids.serverAuth)), true);
    expect(leafWith({ [oids.extendedKeyUsage]: critical })).toBe('not-trusted: extension-criticality');
  });
});

describe('extensions that only inform', () => {
  const access = der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.48.2'), dns('ca.contoso.com')));

  it('access information: taken when sound, refused when critical, empty or no DER at all', () => {
    expect(leafWith({ [oids.authorityInfoAccess]: extension(oids.authorityInfoAccess, access) })).toBe(
      'trusted',
    );
    expect(leafWith({ [oids.authorityInfoAccess]: extension(oids.authorityInfoAccess, access, true) })).toBe(
      'not-trusted: extension-criticality',
    );
    for (const value of [der.sequence(), Buffer.from('malformed')])
      expect(leafWith({ [oids.authorityInfoAccess]: extension(oids.authorityInfoAccess, value) })).toBe(
        'not-trusted: malformed-information',
      );
  });

  it('policy constraints of a CA that are not critical', () => {
    const constraints = extension(oids.policyConstraints, der.sequence(der.implicit(0, Buffer.from([3]))));
    const ca = makeIntermediate(root, 'Policy CA', { change: { [oids.policyConstraints]: constraints } });
    expect(brief(judge(makeLeaf(ca), [ca], [root]))).toBe('not-trusted: extension-criticality');
  });
});

describe('keys in a form that the programmes do not admit', () => {
  it('RSA of 2052 bits', () => {
    expect(leaf({ key: rsaKey(2052) })).toBe('not-trusted: key-size-form');
    expect(rootWith({ key: rsaKey(2052) })).toBe('not-trusted: key-size-form');
  });

  it('RSA parameters other than NULL', () => {
    const spki = der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1')), der.bits(rsaPublicKey()));
    expect(leaf({ spki })).toBe('not-trusted: malformed-algorithm');
  });
});

function rsaPublicKey(): Buffer {
  return rsaKey().publicKey.export({ format: 'der', type: 'pkcs1' });
}
