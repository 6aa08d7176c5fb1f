import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { Connector, TlsCertificateNameField } from '../domain/connector.ts';
import { isRead, type Reading } from '../domain/reading.ts';
import { sameServerName } from '../domain/server-name.ts';
import type { OrganisationReadings, ServerReadings } from '../domain/snapshot.ts';
import { sameThumbprint } from '../domain/thumbprint.ts';
import { matchesTlsCertificateName } from '../domain/tls-certificate-name.ts';
import type { Case } from './case.ts';

/** Who would break if a certificate were removed (exchange.md 2.6, 3.1); Exchange itself checks only some of them. */
export type RemovalUse =
  | 'internal-transport'
  | 'auth'
  | 'federation'
  | 'unified-messaging'
  | 'iis-binding'
  | 'send-connector'
  | 'receive-connector'
  | 'hybrid-configuration';

export interface Removability {
  /** Empty together with `notRead`: nothing that could need the certificate names it. */
  readonly uses: readonly RemovalUse[];
  /** The cmdlets whose answers are missing before the question can be answered. */
  readonly notRead: readonly string[];
}

interface RemovalCheck {
  readonly use: RemovalUse;
  readonly cmdlet: string;
  /** Null when it cannot be told. */
  readonly names: (place: Place) => boolean | null;
}

interface Place {
  readonly server: ServerReadings;
  readonly organisation: OrganisationReadings;
  readonly certificate: ExchangeCertificate;
}

const checks: readonly RemovalCheck[] = [
  {
    use: 'internal-transport',
    cmdlet: 'Get-TransportService',
    names: ({ server, certificate }) =>
      inReading(server.transportService, (x) =>
        named(certificate, [x.internalTransportCertificateThumbprint]),
      ),
  },
  {
    use: 'auth',
    cmdlet: 'Get-AuthConfig',
    names: ({ organisation, certificate }) =>
      inReading(organisation.authConfig, (x) =>
        named(certificate, [x.currentThumbprint, x.previousThumbprint, x.nextThumbprint]),
      ),
  },
  {
    use: 'federation',
    cmdlet: 'Get-FederationTrust',
    names: ({ organisation, certificate }) =>
      inReading(organisation.federationTrusts, (trusts) =>
        anyOf(
          trusts.map((x) =>
            named(certificate, [x.currentThumbprint, x.previousThumbprint, x.nextThumbprint]),
          ),
        ),
      ),
  },
  {
    use: 'unified-messaging',
    cmdlet: 'Get-ExchangeCertificate',
    names: ({ certificate: { services } }) =>
      services === null ? null : services.includes('UM') || services.includes('UMCallRouter'),
  },
  {
    use: 'iis-binding',
    cmdlet: 'Get-WebBinding',
    names: ({ server, certificate }) =>
      inReading(server.iisBindings, (all) =>
        named(
          certificate,
          all.map((x) => x.thumbprint),
        ),
      ) ?? (certificate.iisServices === null ? null : certificate.iisServices.length > 0),
  },
  {
    use: 'send-connector',
    cmdlet: 'Get-SendConnector',
    names: ({ organisation, certificate }) =>
      inReading(organisation.sendConnectors, (all) => pinnedByAny(certificate, all)),
  },
  {
    use: 'receive-connector',
    cmdlet: 'Get-ReceiveConnector',
    names: ({ server, organisation, certificate }) =>
      inReading(organisation.receiveConnectors, (all) =>
        pinnedByAny(
          certificate,
          all.filter((x) => x.server === null || sameServerName(x.server, server.name)),
        ),
      ),
  },
  {
    use: 'hybrid-configuration',
    cmdlet: 'Get-HybridConfiguration',
    names: ({ organisation, certificate }) =>
      inReading(organisation.hybridConfiguration, (x) =>
        x === null ? false : pinned(certificate, x.tlsCertificateName),
      ),
  },
];

/** What names this certificate on this server, and what was not read of that; removal is safe only when both are empty. */
export function removability(
  c: Case,
  server: ServerReadings,
  certificate: ExchangeCertificate,
): Removability {
  const place = { server, organisation: c.snapshot.organisation, certificate };
  const answers = checks.map((check) => ({ check, answer: check.names(place) }));
  return {
    uses: answers.filter(({ answer }) => answer === true).map(({ check }) => check.use),
    notRead: answers.filter(({ answer }) => answer === null).map(({ check }) => check.cmdlet),
  };
}

function inReading<T>(reading: Reading<T>, ask: (value: T) => boolean | null): boolean | null {
  return isRead(reading) ? ask(reading.read) : null;
}

function named(certificate: ExchangeCertificate, thumbprints: readonly (string | null)[]): boolean | null {
  return anyOf(thumbprints.map((t) => (t === null ? null : sameThumbprint(t, certificate.thumbprint))));
}

function pinnedByAny(certificate: ExchangeCertificate, connectors: readonly Connector[]): boolean | null {
  return anyOf(connectors.map((x) => pinned(certificate, x.tlsCertificateName)));
}

function pinned({ issuer, subject }: ExchangeCertificate, pin: TlsCertificateNameField): boolean | null {
  if (pin.state === 'unknown') return null;
  if (pin.state !== 'present') return false;
  return issuer === null || subject === null
    ? null
    : matchesTlsCertificateName({ issuer, subject }, pin.value);
}

/** True when one says so; otherwise null when one does not say. */
function anyOf(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}
