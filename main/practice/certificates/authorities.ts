import type { Extension } from '@peculiar/x509';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { PracticeCertificate } from '../world.ts';
import type { CertificateName } from './certificate-name.ts';
import {
  authorityExtensions,
  internalLeafExtensions,
  type LeafExtensions,
  publicLeafExtensions,
  selfSignedExtensions,
} from './extensions.ts';
import type { KeyPair, PracticeKeys } from './keys.ts';
import { keyIdentifierOf, type Signer, signCertificate } from './sign-certificate.ts';

interface LeafRequest {
  readonly label: string;
  readonly subject: CertificateName;
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
}

/** A two-level authority: leaves are signed by `issuing`, whose own certificate `root` has signed. */
interface Authority {
  readonly root: PracticeCertificate;
  readonly issuing: PracticeCertificate;
  issue(request: LeafRequest): Promise<PracticeCertificate>;
}

/** Everybody who issues certificates in the practice world, and every certificate issued so far. */
export interface Authorities {
  /** Active Directory Certificate Services of contoso.com; nobody outside knows its root. */
  readonly internal: Authority;
  /** The make-believe public authority; only the practice list of public roots has it. */
  readonly public: Authority;
  /** The same public root with a newer issuing certificate under another name. */
  successor(): Promise<Authority>;
  selfSigned(request: LeafRequest): Promise<PracticeCertificate>;
  readonly issued: ReadonlyMap<string, PracticeCertificate>;
}

export async function createAuthorities(
  keys: PracticeKeys,
  clock: Clock,
  random: Random,
): Promise<Authorities> {
  const office = registry(keys, clock, random);
  const internalRoot = await office.root('internal-root', internalName('Contoso Root CA'), keys.internalRoot);
  const publicRoot = await office.root('public-root', publicName('Practice Public Root'), keys.publicRoot);
  const publicAuthority = (number: 1 | 2, key: KeyPair) =>
    office.authority(publicRoot, {
      label: number === 1 ? 'public-issuer' : 'public-issuer-2',
      name: publicName(`Practice Public TLS CA ${number}`),
      key,
      address: `http://pki.practice.example/tls-ca-${number}.crt`,
      leafExtensions: publicLeafExtensions,
    });
  return {
    internal: await office.authority(internalRoot, {
      label: 'internal-issuer',
      name: internalName('Contoso Issuing CA 1'),
      key: keys.internalIssuer,
      address:
        'ldap:///CN=Contoso%20Issuing%20CA%201,CN=AIA,CN=Public%20Key%20Services,CN=Services,CN=Configuration,' +
        'DC=contoso,DC=com?cACertificate?base?objectClass=certificationAuthority',
      leafExtensions: internalLeafExtensions,
    }),
    public: await publicAuthority(1, keys.publicIssuer),
    successor: () => publicAuthority(2, keys.publicSuccessor),
    selfSigned: office.selfSigned,
    issued: office.issued,
  };
}

interface IssuingPlan {
  readonly label: string;
  readonly name: CertificateName;
  readonly key: KeyPair;
  /** Where Windows may fetch the issuing certificate. */
  readonly address: string;
  readonly leafExtensions: LeafExtensions;
}

interface RootSigner extends Signer {
  readonly certificate: PracticeCertificate;
}

function registry(keys: PracticeKeys, clock: Clock, random: Random) {
  const issued = new Map<string, PracticeCertificate>();
  const authorityLife = { notBefore: clock.days(-3650), notAfter: clock.days(5475) };
  const issuingLife = { notBefore: clock.days(-1460), notAfter: clock.days(2190) };

  async function sign(request: LeafRequest, key: KeyPair, extensions: readonly Extension[], signer: Signer) {
    if (issued.has(request.label)) throw new Error(`two certificates are labelled ${request.label}`);
    const certificate = await signCertificate({ ...request, key, extensions }, signer, random);
    issued.set(request.label, certificate);
    return certificate;
  }

  async function root(label: string, name: CertificateName, key: KeyPair): Promise<RootSigner> {
    const extensions = authorityExtensions(await keyIdentifierOf(key), null, undefined);
    const self: Signer = { certificate: null, name, key, address: null };
    const certificate = await sign(
      { label, subject: name, names: [], ...authorityLife },
      key,
      extensions,
      self,
    );
    return { ...self, certificate };
  }

  async function authority(above: RootSigner, plan: IssuingPlan): Promise<Authority> {
    const identifier = await keyIdentifierOf(plan.key);
    const certificate = await sign(
      { label: plan.label, subject: plan.name, names: [], ...issuingLife },
      plan.key,
      authorityExtensions(identifier, await keyIdentifierOf(above.key), 0),
      above,
    );
    const signer: Signer = { certificate, name: plan.name, key: plan.key, address: plan.address };
    return {
      root: above.certificate,
      issuing: certificate,
      async issue(request) {
        const leaf = await keys.leaf;
        const own = await keyIdentifierOf(leaf);
        const extensions = plan.leafExtensions(own, identifier, request.names, plan.address);
        return sign(request, leaf, extensions, signer);
      },
    };
  }

  async function selfSigned(request: LeafRequest): Promise<PracticeCertificate> {
    const leaf = await keys.leaf;
    const extensions = selfSignedExtensions(await keyIdentifierOf(leaf), request.names);
    const self: Signer = { certificate: null, name: request.subject, key: leaf, address: null };
    return sign(request, leaf, extensions, self);
  }

  return { issued, root, authority, selfSigned };
}

function internalName(name: string): CertificateName {
  return [
    ['CN', name],
    ['DC', 'contoso'],
    ['DC', 'com'],
  ];
}

function publicName(name: string): CertificateName {
  return [
    ['CN', name],
    ['O', 'Rootcause Practice'],
    ['C', 'US'],
  ];
}
