import type { Known } from '../../../domain/reading.ts';
import type { Plain, PlainObject } from '../../../exchange/plain.ts';
import { field, name } from '../../../exchange/shapes/fields.ts';
import { utcTime } from '../../../exchange/shapes/times.ts';
import { GapList } from '../gap-list.ts';
import { healthCheckerCertificates } from './health-checker-certificates.ts';
import { connectorFromCustom } from './health-checker-connectors.ts';
import { flattenedCount, objectAt, objectsOf, recordOf, thumbprintOf } from './plain-access.ts';
import type { ToolObject, ToolReading } from './tool-reading.ts';

/** True for the object, or list of objects, of a HealthChecker XML in any of its three wrappings. */
export function isHealthChecker(object: PlainObject): boolean {
  return reportsOf(object).length > 0;
}

/**
 * Reads the one big object of a HealthChecker XML (after the CLIXML reader): the analysed form with
 * `HealthCheckerExchangeServer`, the bare data object, and the form that went through JSON once.
 *
 * No file of a real server was at hand. The structure is that of the collector's source, microsoft/CSS-Exchange
 * Diagnostics/HealthChecker: Get-HealthCheckerDataObject.ps1, Invoke-JobOrganizationInformation.ps1 and
 * Get-HealthCheckerData.ps1 of 2024 to 2026 and Get-ExchangeInformation.ps1 before, read at several commits. That
 * `-Depth 2` keeps nested property bags whole and flattens .NET objects was tried with the serializer itself.
 */
export function healthChecker(object: PlainObject): ToolReading {
  const gaps = new GapList();
  const objects: ToolObject[] = [];
  const servers: string[] = [];
  let at: Known<string> = null;
  let otherParts = 0;
  for (const report of reportsOf(object)) {
    const reader = new Report(report, gaps);
    const read = reader.read();
    objects.push(...read);
    otherParts += reader.otherParts;
    at ??= utcTime(report, 'GenerationTime');
    if (reader.server !== null) servers.push(reader.server);
  }
  return {
    tool: 'HealthChecker',
    servers,
    at,
    objects,
    otherParts,
    notRead: gaps.list(),
    complete: gaps.complete,
  };
}

function reportsOf(object: PlainObject): readonly PlainObject[] {
  const candidates = object.items === null ? [object] : objectsOf(object);
  return candidates.flatMap((candidate) => {
    const inner = objectAt(candidate, 'HealthCheckerExchangeServer') ?? candidate;
    return objectAt(inner, 'ExchangeInformation') === null ? [] : [inner];
  });
}

class Report {
  readonly server: Known<string>;
  otherParts = 0;
  readonly #exchange: PlainObject;
  readonly #organisation: PlainObject | null;
  readonly #gaps: GapList;
  readonly #objects: ToolObject[] = [];
  readonly #used = new Set<string>();

  constructor(report: PlainObject, gaps: GapList) {
    this.#exchange = objectAt(report, 'ExchangeInformation') ?? report;
    this.#organisation = objectAt(report, 'OrganizationInformation');
    this.#gaps = gaps;
    const answer = objectAt(this.#exchange, 'GetExchangeServer');
    this.server = name(report, 'ServerName') ?? (answer === null ? null : name(answer, 'Fqdn', 'Name'));
  }

  read(): readonly ToolObject[] {
    this.#certificates();
    this.#internalTransport();
    this.#connectors();
    this.#answers(this.#exchange, 'ExchangeInformation', 'GetExchangeServer', 'Get-ExchangeServer');
    this.#answers(this.#organisation, 'OrganizationInformation', 'GetAuthConfig', 'Get-AuthConfig');
    for (const [parent, label] of [
      [this.#organisation, 'OrganizationInformation'],
      [this.#exchange, 'ExchangeInformation'],
    ] as const) {
      this.#answers(parent, label, 'GetHybridConfiguration', 'Get-HybridConfiguration');
    }
    for (const part of [this.#exchange, this.#organisation]) {
      for (const key of part?.properties.keys() ?? [])
        if (!this.#used.has(key.toLowerCase())) this.otherParts++;
    }
    return this.#objects;
  }

  #certificates(): void {
    this.#use('ExchangeCertificateInformation', 'ExchangeCertificates');
    const found = healthCheckerCertificates(this.#exchange);
    for (const [index, object] of found.entries()) {
      this.#add('Get-ExchangeCertificate', object, `ExchangeCertificateInformation[${index}]`, this.server);
    }
    const information = objectAt(this.#exchange, 'ExchangeCertificateInformation');
    const lists = information === null ? [] : [field(information, 'Certificates')];
    this.#flattened([...lists, field(this.#exchange, 'ExchangeCertificates')], 'certificates');
    if (found.length === 0) this.#gaps.missing('not-available', 'the report holds no certificates');
  }

  /** The whole answer of Get-TransportService in newer reports; before, only the certificate itself. */
  #internalTransport(): void {
    this.#use('GetTransportService');
    const answer = objectAt(this.#exchange, 'GetTransportService');
    if (answer !== null) {
      this.#add('Get-TransportService', answer, 'GetTransportService', this.server);
      return;
    }
    const information = objectAt(this.#exchange, 'ExchangeCertificateInformation');
    if (information === null) return;
    const certificate = objectAt(information, 'InternalCertificate');
    const thumbprint =
      name(information, 'InternalCertificateThumbprint') ??
      (certificate === null ? null : thumbprintOf(certificate));
    if (thumbprint === null) return;
    const object = recordOf(new Map<string, Plain>([['InternalTransportCertificateThumbprint', thumbprint]]));
    this.#add('Get-TransportService', object, 'ExchangeCertificateInformation', this.server);
  }

  /** The answers of the cmdlets where they were kept; otherwise the objects HealthChecker made of them. */
  #connectors(): void {
    const send = this.#answers(
      this.#organisation,
      'OrganizationInformation',
      'GetSendConnector',
      'Get-SendConnector',
    );
    const receive = this.#answers(
      this.#exchange,
      'ExchangeInformation',
      'GetReceiveConnector',
      'Get-ReceiveConnector',
    );
    const kept = { 'Get-SendConnector': send > 0, 'Get-ReceiveConnector': receive > 0 };
    for (const property of ['ExchangeCustomConnector', 'ExchangeConnectors']) {
      this.#use(property);
      const list = field(this.#exchange, property);
      for (const [index, custom] of objectsOf(list).entries()) {
        const connector = connectorFromCustom(custom);
        const place = `${property}[${index}]`;
        if (connector === null)
          this.#gaps.missing('damaged', 'a connector that is neither send nor receive', place);
        else if (!kept[connector.cmdlet]) {
          const server = connector.cmdlet === 'Get-SendConnector' ? null : this.server;
          this.#add(connector.cmdlet, connector.object, place, server);
        }
      }
      if (!kept['Get-SendConnector'] || !kept['Get-ReceiveConnector']) this.#flattened([list], 'connectors');
    }
  }

  #answers(parent: PlainObject | null, label: string, property: string, cmdlet: string): number {
    this.#use(property);
    const value = parent === null ? undefined : field(parent, property);
    const objects = objectsOf(value);
    for (const [index, object] of objects.entries()) {
      const server = label === 'ExchangeInformation' ? this.server : null;
      this.#add(cmdlet, object, `${label}.${property}[${index}]`, server);
    }
    this.#flattened([value], property);
    return objects.length;
  }

  #flattened(values: readonly (Plain | undefined)[], what: string): void {
    for (const value of values) {
      const count = flattenedCount(value);
      if (count > 0)
        this.#gaps.missing('incomplete', `${what}: cut off by the depth of the export`, what, count);
    }
  }

  #use(...properties: readonly string[]): void {
    for (const property of properties) this.#used.add(property.toLowerCase());
  }

  #add(cmdlet: string, object: PlainObject, place: string, server: Known<string>): void {
    this.#objects.push({ cmdlet, server, object, place });
  }
}
