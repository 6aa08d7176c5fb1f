import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { SendConnector } from '../domain/connector.ts';
import type { Advice, RemedyClass, TextValues } from '../domain/finding.ts';
import { powershellCommand } from '../domain/powershell-literal.ts';
import { certificateValues } from './evidence.ts';

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

/** R2: search by a name that only the right certificate carries. */
export function changeConnectorName(connector: SendConnector, name: string): Advice {
  return advice('change-connector-name', 'reversible', { connector: connector.name, name }, [
    'Set-SendConnector',
    [
      ['Identity', connector.identity ?? connector.name],
      ['Fqdn', name],
    ],
  ]);
}

/** R3: the documented way to take services from a certificate. */
export function moveServicesAndRemove(bad: ExchangeCertificate, server: string): Advice {
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
 * The KB's own command: only services the certificate shows now, without SMTP. Left out when services are unknown,
 * when nothing would remain, and when it would move IIS to this certificate (exchange.md 2.3).
 */
export function knowledgeBaseCommand(
  bad: ExchangeCertificate,
  server: string,
  movesIis: boolean,
): readonly Advice[] {
  const remaining = (bad.services ?? []).filter((service) => service !== 'SMTP' && service !== 'Federation');
  if (bad.services === null || remaining.length === 0 || movesIis) return [];
  return [
    advice(
      'knowledge-base-command',
      'compensable',
      { server, services: remaining.join(', '), ...certificateValues(bad) },
      [
        'Enable-ExchangeCertificate',
        [
          ['Server', server],
          ['Thumbprint', bad.thumbprint],
          ['Services', remaining],
        ],
      ],
    ),
  ];
}

/** Grants NETWORK SERVICE the key by enabling SMTP; the overwrite question must be answered No (exchange.md 2.4). */
export function enableSmtpAnswerNo(certificate: ExchangeCertificate, server: string): Advice {
  return advice('enable-smtp-answer-no', 'compensable', { server, ...certificateValues(certificate) }, [
    'Enable-ExchangeCertificate',
    [
      ['Server', server],
      ['Thumbprint', certificate.thumbprint],
      ['Services', ['SMTP']],
    ],
  ]);
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
