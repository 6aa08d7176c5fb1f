import type { SendConnector } from '../../domain/connector.ts';
import type { Origin } from '../../domain/reading.ts';
import type { PlainObject } from '../plain.ts';
import { connectorBase } from './connector-base.ts';
import { tlsAuthLevel } from './enumerations.ts';
import { flag, list, openEnumName, text } from './fields.ts';

/** One answer of Get-SendConnector; every field is null when the answer does not have it. */
export function sendConnector(object: PlainObject, origin: Origin): SendConnector {
  return {
    type: 'send',
    ...connectorBase(object, origin),
    tlsAuthLevel: openEnumName(object, 'TlsAuthLevel', tlsAuthLevel),
    tlsDomain: text(object, 'TlsDomain'),
    cloudServicesMailEnabled: flag(object, 'CloudServicesMailEnabled'),
    ignoreStartTls: flag(object, 'IgnoreSTARTTLS'),
    frontendProxyEnabled: flag(object, 'FrontendProxyEnabled'),
    smartHosts: list(object, 'SmartHosts', 'SmartHostsString'),
    addressSpaces: list(object, 'AddressSpaces'),
    sourceServers: list(object, 'SourceTransportServers'),
  };
}
