import type { SendConnector } from './connector.ts';

export type ExchangeOnlineEvidence = 'smart-host' | 'address-space' | 'cloud-services-mail-enabled';

/** Worldwide, Office 365 operated by 21Vianet, and GCC High and DoD. */
const smartHostSuffixes = [
  '.mail.protection.outlook.com',
  '.mail.protection.partner.outlook.cn',
  '.mail.protection.office365.us',
];

const addressSpaceSuffixes = ['.mail.onmicrosoft.com', '.mail.partner.onmschina.cn', '.mail.onmicrosoft.us'];

/** The names that certificates of Exchange Online carry, in the order of the clouds above. */
export const exchangeOnlineDomains: readonly string[] = smartHostSuffixes.map((suffix) => suffix.slice(1));

/** The name of the cloud that the connector leads to, by its smart hosts or else its address spaces; null when neither tells. */
export function exchangeOnlineDomain(connector: SendConnector): string | null {
  const hosts = connector.smartHosts ?? [];
  const cloud = smartHostSuffixes.findIndex((suffix) => hosts.some((host) => endsInAny(host, [suffix])));
  const byHost = exchangeOnlineDomains[cloud];
  if (byHost !== undefined) return byHost;
  const spaces = (connector.addressSpaces ?? []).map(domainOf);
  const bySpace = addressSpaceSuffixes.findIndex((suffix) => spaces.some((s) => endsInAny(s, [suffix])));
  return exchangeOnlineDomains[bySpace] ?? null;
}

/**
 * Whether a send connector delivers to Exchange Online, by the signs of exchange.md 4.6 and 10.2. Null when none of the
 * three properties was read.
 */
export function isExchangeOnlineBound(connector: SendConnector): boolean | null {
  if (exchangeOnlineEvidence(connector).length > 0) return true;
  const { smartHosts, addressSpaces, cloudServicesMailEnabled } = connector;
  return smartHosts === null && addressSpaces === null && cloudServicesMailEnabled === null ? null : false;
}

/** Which properties say that the connector delivers to Exchange Online; empty when none does. */
export function exchangeOnlineEvidence(connector: SendConnector): readonly ExchangeOnlineEvidence[] {
  const evidence: ExchangeOnlineEvidence[] = [];
  if (connector.smartHosts?.some((host) => endsInAny(host, smartHostSuffixes))) evidence.push('smart-host');
  if (connector.addressSpaces?.some((space) => endsInAny(domainOf(space), addressSpaceSuffixes))) {
    evidence.push('address-space');
  }
  if (connector.cloudServicesMailEnabled === true) evidence.push('cloud-services-mail-enabled');
  return evidence;
}

/** The domain inside `SMTP:*.contoso.com;1`; type and cost may be missing. */
function domainOf(addressSpace: string): string {
  const afterType = addressSpace.slice(addressSpace.indexOf(':') + 1);
  const cost = afterType.indexOf(';');
  return cost < 0 ? afterType : afterType.slice(0, cost);
}

function endsInAny(name: string, suffixes: readonly string[]): boolean {
  const trimmed = name.trim().toLowerCase();
  const host = trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
  return suffixes.some((suffix) => `.${host}`.endsWith(suffix));
}
