import type { CertificateStatus, RootCaType } from '../../domain/certificate.ts';
import type { Machine, RootKind } from '../machine.ts';
import type { PracticeCertificate } from '../world.ts';

const rootCaTypes: Readonly<Record<RootKind, RootCaType>> = {
  'third-party': 'ThirdParty',
  enterprise: 'Enterprise',
  registry: 'Registry',
  'group-policy': 'GroupPolicy',
};

/** Status in the server's own opinion: its own clock and its own Root store, nobody else's. */
export function computedStatus(
  machine: Machine,
  certificate: PracticeCertificate,
  now: string,
): CertificateStatus {
  const path = pathOnServer(machine, certificate);
  if ((path ?? [certificate]).some(({ notBefore, notAfter }) => now < notBefore || now > notAfter)) {
    return 'DateInvalid';
  }
  if (path === null) return 'Invalid';
  const top = path.at(-1);
  // A certificate of its own making is valid without being in Root (ValidSelfSigned, exchange.md 6.2).
  const vouchedFor = certificate.issuedBy === null || (top !== undefined && rootEntry(machine, top) !== null);
  return vouchedFor ? 'Valid' : 'Untrusted';
}

/** How the root of the certificate's path came into this server's store; None when it is its own root and not there. */
export function computedRootCaType(machine: Machine, certificate: PracticeCertificate): RootCaType {
  const top = pathOnServer(machine, certificate)?.at(-1);
  if (top === undefined) return 'Unknown';
  const entry = rootEntry(machine, top);
  if (entry !== null) return rootCaTypes[entry.kind];
  return certificate.issuedBy === null ? 'None' : 'Unknown';
}

/** From the certificate to a self-signed one, or null when an issuer is in no store and cannot be fetched. */
function pathOnServer(
  machine: Machine,
  certificate: PracticeCertificate,
): readonly PracticeCertificate[] | null {
  const path = [certificate];
  for (let current = certificate; current.issuedBy !== null; current = current.issuedBy) {
    const fetchable = machine.fetchesIssuers && current.issuerAddress !== null;
    if (!isHeld(machine, current.issuedBy) && !fetchable) return null;
    path.push(current.issuedBy);
  }
  return path;
}

function isHeld(machine: Machine, certificate: PracticeCertificate): boolean {
  return machine.intermediates.includes(certificate) || rootEntry(machine, certificate) !== null;
}

function rootEntry(machine: Machine, certificate: PracticeCertificate) {
  return machine.roots.find((root) => root.certificate === certificate) ?? null;
}
