import type {
  CertificateStatus,
  ExchangeCertificate,
  RootCaType,
  StoreCertificate,
} from '../../../../main/domain/certificate.ts';
import { b, ba, ClixmlWriter, document, s } from '../clixml-writer.ts';
import { certificateBlob, friendlyName, keyProvider, storeEntry } from '../nrbf/certificate-blob-writer.ts';

const services = { IMAP: 1, POP: 2, UM: 4, IIS: 8, SMTP: 16, Federation: 32, UMCallRouter: 64 };
const rootCaTypes: readonly RootCaType[] = [
  'None',
  'ThirdParty',
  'Enterprise',
  'Registry',
  'GroupPolicy',
  'Unknown',
];
const statuses: readonly CertificateStatus[] = [
  'Unknown',
  'Valid',
  'Revoked',
  'DateInvalid',
  'Untrusted',
  'Invalid',
  'RevocationCheckFailure',
  'PendingRequest',
];

/** `Get-ExchangeCertificate | Export-Clixml` in the Exchange Management Shell: bytes and SerializationData, nothing by name. */
export function shellCertificateExport(
  certificates: readonly ExchangeCertificate[],
  computer: string,
): string {
  const writer = new ClixmlWriter();
  return document(
    ...certificates.map((certificate) =>
      writer.object({
        types: [
          'Deserialized.Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate',
          'Deserialized.System.Security.Cryptography.X509Certificates.X509Certificate2',
          'System.Object',
        ],
        props: [ba('RawData', derOf(certificate))],
        members: [
          s('PSComputerName', computer),
          b('PSShowComputerName', false),
          ba('SerializationData', blobOf(certificate)),
        ],
      }),
    ),
  );
}

function blobOf(certificate: ExchangeCertificate): Uint8Array {
  const properties = new Map<number, Uint8Array>();
  if (certificate.hasPrivateKey === true)
    properties.set(
      2,
      keyProvider(
        '{11111111-2222-3333-4444-555555555555}',
        'Microsoft RSA SChannel Cryptographic Provider',
        12,
      ),
    );
  if (certificate.friendlyName !== null && certificate.friendlyName !== '')
    properties.set(11, friendlyName(certificate.friendlyName));
  return certificateBlob({
    certData: storeEntry(derOf(certificate), properties),
    status: statuses.indexOf(certificate.status ?? 'Unknown'),
    rootCaType: rootCaTypes.indexOf(certificate.rootCaType ?? 'Unknown'),
    services: (certificate.services ?? []).reduce((bits, service) => bits | services[service], 0),
    iisServices: certificate.iisServices ?? [],
    exportable: certificate.privateKeyExportable === true,
    ...(certificate.identity === null ? {} : { identity: certificate.identity }),
  });
}

/** The public parts in one text, as `certutil` or a web server's folder has them. */
export function pemFile(certificates: readonly (ExchangeCertificate | StoreCertificate)[]): string {
  return certificates
    .flatMap(({ raw }) => [
      '-----BEGIN CERTIFICATE-----',
      ...((raw ?? '').match(/.{1,64}/gu) ?? []),
      '-----END CERTIFICATE-----',
      '',
    ])
    .join('\r\n');
}

function derOf({ raw }: ExchangeCertificate): Uint8Array {
  return Buffer.from(raw ?? '', 'base64');
}
