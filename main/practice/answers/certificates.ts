import { type PlainObject, plainRecord } from '../../exchange/plain.ts';
import { computedIisServices, computedServices } from '../computed/services.ts';
import { computedRootCaType, computedStatus } from '../computed/status.ts';
import type { Machine, PersonalEntry } from '../machine.ts';
import type { PracticeCertificate, PracticeWorld } from '../world.ts';

const letters = [
  ['IMAP', 'I'],
  ['POP', 'P'],
  ['UM', 'U'],
  ['IIS', 'W'],
  ['SMTP', 'S'],
  ['Federation', 'F'],
  ['UMCallRouter', 'R'],
] as const;

/**
 * One certificate as the server-side selection of named properties gives it: no certificate object any more, but a
 * plain one whose values are primitive or text (exchange.md 1.5, way A).
 */
export function exchangeCertificate(
  world: PracticeWorld,
  machine: Machine,
  entry: PersonalEntry,
): PlainObject {
  const { certificate } = entry;
  const services = computedServices(world.directory, machine, entry);
  return plainRecord(
    {
      Thumbprint: certificate.thumbprint,
      Subject: certificate.subject,
      Issuer: certificate.issuer,
      NotBefore: certificate.notBefore,
      NotAfter: certificate.notAfter,
      IsSelfSigned: certificate.issuedBy === null,
      SerialNumber: certificate.serialNumber,
      Services: services.length === 0 ? 'None' : services.join(', '),
      ServicesStringForm: letters.map(([name, letter]) => (services.includes(name) ? letter : '.')).join(''),
      Status: computedStatus(machine, certificate, world.now),
      RootCAType: computedRootCaType(machine, certificate),
      CertificateDomains: certificate.names,
      FriendlyName: entry.friendlyName,
      Identity: `${machine.fqdn}\\${certificate.thumbprint}`,
      HasPrivateKey: entry.hasPrivateKey,
      PrivateKeyExportable: entry.hasPrivateKey && entry.exportable,
      IISServices: computedIisServices(machine, entry),
      PublicKeySize: certificate.keySize,
      RawData: certificate.der,
    },
    [
      'Selected.Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate',
      'System.Management.Automation.PSCustomObject',
      'System.Object',
    ],
  );
}

/** As the certificate provider answers `Get-ChildItem Cert:\LocalMachine\...`. */
export function storeCertificate(store: string, certificate: PracticeCertificate): PlainObject {
  return plainRecord({
    PSParentPath: `Microsoft.PowerShell.Security\\Certificate::LocalMachine\\${store}`,
    Thumbprint: certificate.thumbprint,
    RawData: certificate.der,
  });
}

export function privateKeyAccess(entry: PersonalEntry): PlainObject {
  return plainRecord({
    Thumbprint: entry.certificate.thumbprint,
    HasPrivateKey: entry.hasPrivateKey,
    PrivateKeyExportable: entry.hasPrivateKey && entry.exportable,
    NetworkServiceCanRead: entry.hasPrivateKey && entry.networkServiceCanRead,
  });
}
