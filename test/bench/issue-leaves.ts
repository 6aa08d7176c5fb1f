import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const DAY = 86_400_000;
const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const rsa = { ...signing, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };

/** `count` different certificates of one made-up authority, each with its own name and serial, valid at `now`. */
export async function issueLeaves(count: number, now: number): Promise<readonly Buffer[]> {
  const [authority, leaf] = await Promise.all([
    webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']),
    webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']),
  ]);
  const leaves: Buffer[] = [];
  for (let i = 0; i < count; i += 1) {
    const issued = await X509CertificateGenerator.create(
      {
        serialNumber: (i + 0x1000).toString(16),
        subject: `CN=host${i}.contoso.com`,
        issuer: 'CN=Bench Issuing CA, O=Bench',
        notBefore: new Date(now - DAY),
        notAfter: new Date(now + 90 * DAY),
        publicKey: leaf.publicKey,
        signingKey: authority.privateKey,
        signingAlgorithm: signing,
        extensions: [
          new BasicConstraintsExtension(false),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new SubjectAlternativeNameExtension([
            { type: 'dns', value: `host${i}.contoso.com` },
            { type: 'dns', value: 'mail.contoso.com' },
          ]),
        ],
      },
      webcrypto,
    );
    leaves.push(Buffer.from(issued.rawData));
  }
  return leaves;
}
