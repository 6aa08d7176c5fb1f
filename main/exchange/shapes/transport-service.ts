import type { TransportService } from '../../domain/snapshot.ts';
import type { PlainObject } from '../plain.ts';
import { thumbprint } from './auth-config.ts';
import { text } from './fields.ts';
import { seconds } from './times.ts';

/** One answer of Get-TransportService (Get-TransportServer before Exchange 2013). */
export function transportService(object: PlainObject): TransportService {
  return {
    internalTransportCertificateThumbprint: thumbprint(object, 'InternalTransportCertificateThumbprint'),
    sendProtocolLogPath: text(object, 'SendProtocolLogPath'),
    messageExpirationSeconds: seconds(object, 'MessageExpirationTimeout'),
  };
}
