import type { ReceiveConnector } from '../../domain/connector.ts';
import type { Known, Origin } from '../../domain/reading.ts';
import type { PlainObject } from '../plain.ts';
import { connectorBase } from './connector-base.ts';
import { authMechanism, transportRole } from './enumerations.ts';
import { flagNames, list, name, openEnumName } from './fields.ts';

/** One answer of Get-ReceiveConnector; every field is null when the answer does not have it. */
export function receiveConnector(object: PlainObject, origin: Origin): ReceiveConnector {
  const base = connectorBase(object, origin);
  return {
    type: 'receive',
    ...base,
    server: name(object, 'Server') ?? serverOf(base.identity),
    authMechanism: flagNames(object, 'AuthMechanism', authMechanism),
    transportRole: openEnumName(object, 'TransportRole', transportRole),
    bindings: list(object, 'Bindings'),
    tlsDomainCapabilities: list(object, 'TlsDomainCapabilities'),
  };
}

/** The identity of a receive connector is `Server\Name`. */
function serverOf(identity: Known<string>): string | null {
  const at = identity?.indexOf('\\') ?? -1;
  return identity !== null && at > 0 ? identity.slice(0, at) : null;
}
