import type { SendConnector } from '../../domain/connector.ts';
import { exchangeOnlineDomain, exchangeOnlineDomains } from '../../domain/exchange-online.ts';
import type { Finding } from '../../domain/finding.ts';
import { describedAdvice } from '../advice.ts';
import { cloudConnectors } from '../case.ts';
import type { Rule } from '../rule.ts';

/**
 * Settings of a connector to Exchange Online that hybrid mail needs. An empty TlsCertificateName alone is no fault:
 * whether the implicit search finds the right certificate is judged by the prediction.
 */
export const cloudConnectorSettings: Rule = {
  id: 'cloud-connector-settings',
  variants: ['cloud-mail-off', 'starttls-ignored', 'tls-not-required', 'wrong-tls-domain'],
  citation: {
    text: 'Hybrid send connectors need CloudServicesMailEnabled; TlsAuthLevel DomainValidation needs TlsDomain mail.protection.outlook.com (other clouds: their own); TlsCertificateName needs RequireTLS.',
    url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/ExchangeOnlineConnectorCheck/',
    read: '2026-11-24',
  },
  needs: ['sendConnectors'],
  applies: (c) => cloudConnectors(c).length > 0,
  judge: (c) => cloudConnectors(c).flatMap((connector) => judgeOne(connector)),
};

function judgeOne(connector: SendConnector): readonly Finding[] {
  return faults(connector).map(([variant, status, setting, value, parameters]) => ({
    rule: cloudConnectorSettings.id,
    status,
    variant,
    subject: { server: null, thumbprint: null, connector: connector.name },
    values: { connector: connector.name, setting, value, expected: expectedDomains(connector).join(' / ') },
    evidence: [
      {
        key: 'connector-setting',
        values: { connector: connector.name, setting, value },
        from: connector.origins[0] ?? { source: '' },
        at: null,
      },
    ],
    advice: [
      describedAdvice(
        'set-connector',
        { connector: connector.name, setting },
        // Which cloud the connector leads to is not known: no value can be offered for copying.
        parameters.length === 0
          ? null
          : ['Set-SendConnector', [['Identity', connector.identity ?? connector.name], ...parameters]],
      ),
    ],
  }));
}

type Fault = readonly [
  string,
  Finding['status'],
  string,
  string,
  readonly (readonly [string, string | boolean])[],
];

function faults(connector: SendConnector): readonly Fault[] {
  const found: Fault[] = [];
  if (connector.cloudServicesMailEnabled === false) {
    found.push([
      'cloud-mail-off',
      'warning',
      'CloudServicesMailEnabled',
      'False',
      [['CloudServicesMailEnabled', true]],
    ]);
  }
  if (connector.ignoreStartTls === true) {
    found.push(['starttls-ignored', 'error', 'IgnoreSTARTTLS', 'True', [['IgnoreSTARTTLS', false]]]);
  }
  if (connector.requireTls === false && connector.tlsCertificateName.state === 'present') {
    found.push(['tls-not-required', 'notice', 'RequireTLS', 'False', [['RequireTLS', true]]]);
  }
  if (connector.tlsAuthLevel === 'DomainValidation' && !isExpectedDomain(connector)) {
    const [expected, other] = expectedDomains(connector);
    found.push([
      'wrong-tls-domain',
      'warning',
      'TlsDomain',
      connector.tlsDomain ?? '',
      expected === undefined || other !== undefined ? [] : [['TlsDomain', expected]],
    ]);
  }
  return found;
}

/** Null means that the source did not say it. */
function isExpectedDomain(connector: SendConnector): boolean {
  const domain = connector.tlsDomain?.toLowerCase();
  return domain === undefined || expectedDomains(connector).includes(domain);
}

/** The domain of the cloud that the connector leads to; those of all clouds where it does not say which. */
function expectedDomains(connector: SendConnector): readonly string[] {
  const own = exchangeOnlineDomain(connector);
  return own === null ? exchangeOnlineDomains : [own];
}
