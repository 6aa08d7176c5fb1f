import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { practiceRoots } from '../../main/practice/build-world.ts';
import type { PracticeCertificate, PracticeWorld } from '../../main/practice/world.ts';
import { type ParsedCertificate, readCertificate } from '../../main/trust/certificate.ts';
import { certificateFacts } from '../../main/trust/certificate-facts.ts';
import { certificateOf, now, worldOf } from './practice-world.ts';

const run = promisify(execFile);

let world: PracticeWorld;
let stale: PracticeWorld;
beforeAll(async () => {
  world = await worldOf('untrusted-root');
  stale = await worldOf('stale-pin');
});

describe('the certificates of the practice organisation are real ones', () => {
  it('each is signed by the one that it names as its issuer', () => {
    for (const certificate of [...world.certificates.values(), ...stale.certificates.values()]) {
      const own = new X509Certificate(certificate.der);
      const issuer = new X509Certificate((certificate.issuedBy ?? certificate).der);
      // A server's own certificate may sign nothing, not even itself, in the eyes of RFC 5280; its signature is good.
      expect(own.checkIssued(issuer), certificate.label).toBe(certificate.issuedBy !== null || own.ca);
      expect(own.verify(issuer.publicKey), certificate.label).toBe(true);
    }
  });

  it('none is vouched for by somebody else: a signature of the other authority does not verify', () => {
    const internal = new X509Certificate(certificateOf(world, 'internal-mail-ex01').der);
    const publicIssuer = new X509Certificate(certificateOf(world, 'public-issuer').der);
    expect(internal.verify(publicIssuer.publicKey)).toBe(false);
  });

  it('what the world says of a certificate is what its bytes say, name texts included', () => {
    for (const certificate of world.certificates.values()) {
      const facts = certificateFacts(parsed(certificate));
      expect(facts, certificate.label).toMatchObject({
        thumbprint: certificate.thumbprint,
        subject: certificate.subject,
        issuer: certificate.issuer,
        serialNumber: certificate.serialNumber,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
        names: certificate.names.length > 0 ? certificate.names : facts.names,
        keySize: certificate.keySize,
        selfSigned: certificate.issuedBy === null,
      });
    }
  });

  it('leaves have RSA keys of 2048 bits, which no build of Exchange drops', () => {
    for (const label of ['internal-mail-ex01', 'public-mail', 'exchange-ex01', 'auth', 'wmsvc-ex02']) {
      const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(certificateOf(world, label).der)
        .publicKey;
      expect([asymmetricKeyType, asymmetricKeyDetails?.modulusLength], label).toEqual(['rsa', 2048]);
    }
  });

  it('the internal authority leaves the marks of Active Directory, the public one those of the CA/Browser Forum', () => {
    const internal = extensionsOf(certificateOf(world, 'internal-mail-ex01'));
    expect(internal.get('1.3.6.1.4.1.311.21.7')).toBeDefined();
    expect(internal.get('2.5.29.31')).toContain('ldap:///CN=Contoso%20Issuing%20CA%201,CN=CDP');
    expect(internal.get('2.5.29.32')).toBeUndefined();

    const open = extensionsOf(certificateOf(world, 'public-mail'));
    expect(open.get('1.3.6.1.4.1.311.21.7')).toBeUndefined();
    expect(open.get('2.5.29.31')).toContain('http://pki.practice.example/tls-ca-1.crl');
    expect(open.get('2.5.29.32')).toBeDefined();
  });

  it('no certificate claims to have been logged for transparency', () => {
    for (const certificate of world.certificates.values()) {
      expect(extensionsOf(certificate).has('1.3.6.1.4.1.11129.2.4.2'), certificate.label).toBe(false);
    }
  });

  it('two certificates of one world never share a label, a thumbprint or a serial number', () => {
    const all = [...world.certificates.values()];
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
    expect(new Set(all.map(({ thumbprint }) => thumbprint)).size).toBe(all.length);
    expect(new Set(all.map(({ serialNumber }) => serialNumber)).size).toBe(all.length);
  });
});

describe('openssl and the practice roots', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rootcause-practice-'));
    const [root] = practiceRoots(world).publicRoots;
    await writeFile(join(folder, 'root.pem'), new X509Certificate(root ?? '').toString());
    for (const [label, certificate] of world.certificates) {
      await writeFile(join(folder, `${label}.pem`), new X509Certificate(certificate.der).toString());
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const verify = (...args: readonly string[]) => {
    const at = String(Math.floor(Date.parse(now) / 1000));
    return run('openssl', ['verify', '-x509_strict', '-purpose', 'sslserver', '-attime', at, ...args], {
      cwd: folder,
    }).then(
      ({ stdout }) => stdout.trim(),
      ({ stderr }: { stderr: string }) => stderr.replace(/\s+/g, ' '),
    );
  };

  it('accepts the public certificate with its intermediate', async () => {
    const answer = await verify('-CAfile', 'root.pem', '-untrusted', 'public-issuer.pem', 'public-mail.pem');
    expect(answer).toBe('public-mail.pem: OK');
  });

  it('refuses the public certificate alone, as Exchange Online does when the intermediate is not sent', async () => {
    expect(await verify('-CAfile', 'root.pem', 'public-mail.pem')).toContain(
      'unable to get local issuer certificate',
    );
  });

  it('refuses the internal certificate even with its whole chain', async () => {
    const answer = await verify(
      ...['-CAfile', 'root.pem', '-untrusted', 'internal-issuer.pem', '-untrusted', 'internal-root.pem'],
      'internal-mail-ex01.pem',
    );
    expect(answer).toContain('verification failed');
  });
});

function parsed(certificate: PracticeCertificate): ParsedCertificate {
  const result = readCertificate(certificate.der);
  if (!result.ok) throw new Error(`${certificate.label}: ${result.problem.text}`);
  return result.certificate;
}

/** Extension values by object identifier, as Latin-1 text in which addresses stay readable. */
function extensionsOf(certificate: PracticeCertificate): ReadonlyMap<string, string> {
  const { extensions } = parsed(certificate);
  return new Map(extensions.map(({ oid, value }) => [oid, Buffer.from(value).toString('latin1')]));
}
