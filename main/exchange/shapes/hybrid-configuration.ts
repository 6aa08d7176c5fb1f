import type { HybridConfiguration } from '../../domain/snapshot.ts';
import type { PlainObject } from '../plain.ts';
import { tlsCertificateName } from './connector-base.ts';
import { list, text } from './fields.ts';

/** The answer of Get-HybridConfiguration. */
export function hybridConfiguration(object: PlainObject): HybridConfiguration {
  return {
    tlsCertificateName: tlsCertificateName(object),
    sendingTransportServers: list(object, 'SendingTransportServers'),
    receivingTransportServers: list(object, 'ReceivingTransportServers'),
    edgeTransportServers: list(object, 'EdgeTransportServers'),
    onPremisesSmartHost: text(object, 'OnPremisesSmartHost'),
    domains: list(object, 'Domains'),
  };
}
