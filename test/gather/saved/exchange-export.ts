import { b, ba, ClixmlWriter, document, dt, s } from './clixml-writer.ts';
import { type BlobRecipe, certificateBlob, storeEntry } from './nrbf/certificate-blob-writer.ts';

const exchangeCertificateTypes = [
  'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate',
  'System.Security.Cryptography.X509Certificates.X509Certificate2',
  'System.Object',
];

export interface ExportedCertificate {
  readonly der: Uint8Array;
  /** Null leaves SerializationData out, as plain remoting does. */
  readonly blob?: Omit<BlobRecipe, 'certData'> | null;
  readonly computer?: string;
}

/** `Get-ExchangeCertificate | Export-Clixml` of certificates made in the test. */
export function certificateExport(...certificates: readonly ExportedCertificate[]): string {
  const writer = new ClixmlWriter();
  return document(
    ...certificates.map(({ der, blob, computer }) =>
      writer.object({
        types: exchangeCertificateTypes,
        props: [ba('RawData', der)],
        members: [
          s('PSComputerName', computer ?? 'ex01.contoso.com'),
          b('PSShowComputerName', false),
          ...(blob === null
            ? []
            : [ba('SerializationData', certificateBlob({ certData: storeEntry(der, new Map()), ...blob }))]),
        ],
      }),
    ),
  );
}

/** One object of plain properties, as a projection with Select-Object gives it. */
export function projection(...rows: readonly Readonly<Record<string, string | boolean>>[]): string {
  const writer = new ClixmlWriter();
  return document(
    ...rows.map((row) =>
      writer.object({
        types: ['Selected.System.Management.Automation.PSCustomObject', 'System.Object'],
        members: Object.entries(row).map(([name, value]) =>
          typeof value === 'boolean' ? b(name, value) : s(name, value),
        ),
      }),
    ),
  );
}

export function sendConnectorExport(
  properties: Readonly<Record<string, string>>,
  changed = '2026-03-01T00:00:00Z',
): string {
  const writer = new ClixmlWriter();
  return document(
    writer.object({
      types: ['Microsoft.Exchange.Data.Directory.SystemConfiguration.SmtpSendConnectorConfig'],
      props: [
        ...Object.entries(properties).map(([name, value]) => s(name, value)),
        dt('WhenChangedUTC', changed),
      ],
    }),
  );
}
