import type { Connector } from '../../domain/connector.ts';
import { isExchangeOnlineBound } from '../../domain/exchange-online.ts';

/**
 * A connector as `cli.md` prints it. Null stands for a field that is empty, that the source does not say, or that the other
 * type has; `notSaid` tells which of them the source does not say.
 */
export function connectorJson(connector: Connector) {
  const send = connector.type === 'send' ? connector : null;
  const receive = connector.type === 'receive' ? connector : null;
  const pin = connector.tlsCertificateName;
  return {
    type: connector.type,
    name: connector.name,
    identity: connector.identity,
    enabled: connector.enabled,
    fqdn: connector.fqdn || null,
    tlsCertificateName: pin.state === 'present' ? pin.value : null,
    tlsCertificateNameState: pin.state,
    ...(pin.state === 'malformed' ? { tlsCertificateNameText: pin.text } : {}),
    requireTls: connector.requireTls,
    tlsAuthLevel: send?.tlsAuthLevel || null,
    tlsDomain: send?.tlsDomain || null,
    cloudServicesMailEnabled: send?.cloudServicesMailEnabled ?? null,
    ignoreStartTls: send?.ignoreStartTls ?? null,
    smartHosts: send?.smartHosts ?? null,
    addressSpaces: send?.addressSpaces ?? null,
    sourceServers: send?.sourceServers ?? null,
    server: receive?.server ?? null,
    authMechanism: receive?.authMechanism ?? null,
    transportRole: receive?.transportRole ?? null,
    toExchangeOnline: send === null ? false : isExchangeOnlineBound(send),
    notSaid: Object.entries(connector)
      .filter(([, value]) => value === null)
      .map(([field]) => field),
    origins: connector.origins,
  };
}
