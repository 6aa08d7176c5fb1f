import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { SendConnector } from '../domain/connector.ts';
import type { Advice, RemedyClass, TextValues } from '../domain/finding.ts';
import { powershellCommand } from '../domain/powershell-literal.ts';
import { certificateValues } from './evidence.ts';
import { isPublicName } from './public-name.ts';

type CommandParameters = readonly (readonly [string, string | boolean | null | readonly string[]])[];

function advice(
  key: string,
  kind: RemedyClass,
  values: TextValues,
  command: readonly [string, CommandParameters] | null,
): Advice {
  return {
    key,
    class: kind,
    values,
    command: command === null ? null : powershellCommand(command[0], command[1]),
  };
}

export function pinText(certificate: Pick<ExchangeCertificate, 'issuer' | 'subject'>): string | null {
  if (certificate.issuer === null || certificate.subject === null) return null;
  return `<I>${certificate.issuer}<S>${certificate.subject}`;
}

/** R1: name the certificate on the connector; RequireTLS goes with it (decision 7). */
export function pinConnector(connector: SendConnector, certificate: ExchangeCertificate): Advice {
  const pin = pinText(certificate);
  const parameters: CommandParameters = [
    ['Identity', connector.identity ?? connector.name],
    ['TlsCertificateName', pin],
    ...(connector.requireTls === true ? [] : [['RequireTLS', true] as const]),
  ];
  return advice(
    connector.requireTls === true ? 'pin-connector' : 'pin-connector-and-require-tls',
    'reversible',
    { connector: connector.name, ...certificateValues(certificate) },
    pin === null ? null : ['Set-SendConnector', parameters],
  );
}

/** R2: search by a name for which a trusted certificate is predicted. */
export function changeConnectorName(connector: SendConnector, name: string): Advice {
  return advice('change-connector-name', 'reversible', { connector: connector.name, name }, [
    'Set-SendConnector',
    [
      ['Identity', connector.identity ?? connector.name],
      ['Fqdn', name],
    ],
  ]);
}

/** The last step of R3; only for a certificate that `removability` finds free. */
export function removeCertificate(bad: ExchangeCertificate, server: string): Advice {
  return advice('move-services-and-remove', 'irreversible', { server, ...certificateValues(bad) }, [
    'Remove-ExchangeCertificate',
    [
      ['Server', server],
      ['Thumbprint', bad.thumbprint],
    ],
  ]);
}

/** R4: a new certificate without the colliding name. */
export function reissueWithoutName(bad: ExchangeCertificate, name: string): Advice {
  return advice('reissue-without-name', 'elsewhere', { name, ...certificateValues(bad) }, null);
}

/**
 * The KB's own command: only services the certificate shows now, without SMTP, and never IIS, which would move the site
 * of all clients to an untrusted certificate and set Require SSL (exchange.md 2.3). Nothing when services are unknown or
 * none would remain.
 */
export function knowledgeBaseCommand(bad: ExchangeCertificate, server: string): readonly Advice[] {
  const remaining = (bad.services ?? []).filter((s) => s !== 'SMTP' && s !== 'Federation' && s !== 'IIS');
  return remaining.length === 0 ? [] : [enableServices('knowledge-base-command', bad, server, remaining)];
}

/** Enables services for a certificate; the cmdlet adds to what is there and takes nothing away (exchange.md 2.2). */
export function enableServices(
  key: string,
  certificate: ExchangeCertificate,
  server: string,
  services: readonly string[],
): Advice {
  return advice(
    key,
    'compensable',
    { server, services: services.join(', '), ...certificateValues(certificate) },
    [
      'Enable-ExchangeCertificate',
      [
        ['Server', server],
        ['Thumbprint', certificate.thumbprint],
        ['Services', services],
      ],
    ],
  );
}

/** A certificate of a public authority for the name that the connector searches by, where one may be issued for it. */
export function getPublicCertificate(connector: SendConnector, server: string, fqdn: string | null): Advice {
  const name = connector.fqdn || fqdn || server;
  const key = isPublicName(name) ? 'get-public-certificate' : 'get-public-certificate-other-name';
  return describedAdvice(key, { name, server, connector: connector.name });
}

/** Grants NETWORK SERVICE the key by enabling SMTP; the overwrite question must be answered No (exchange.md 2.4). */
export function enableSmtpAnswerNo(certificate: ExchangeCertificate, server: string): Advice {
  return enableServices('enable-smtp-answer-no', certificate, server, ['SMTP']);
}

export function retryQueue(server: string): Advice {
  return advice('retry-queue', 'reversible', { server }, [
    'Retry-Queue',
    [
      ['Server', server],
      ['Filter', "Status -eq 'Retry'"],
    ],
  ]);
}

/** Advice that is carried out with other tools or only described. */
export function describedAdvice(
  key: string,
  values: TextValues,
  command: readonly [string, CommandParameters] | null = null,
): Advice {
  return advice(key, command === null ? 'elsewhere' : 'reversible', values, command);
}
