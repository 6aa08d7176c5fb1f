import type { FederationTrust } from '../../domain/snapshot.ts';
import type { PlainObject } from '../plain.ts';
import { thumbprint } from './auth-config.ts';
import { name } from './fields.ts';

/** One answer of Get-FederationTrust; its properties hold the thumbprints of the organisation's certificates. */
export function federationTrust(object: PlainObject): FederationTrust {
  return {
    name: name(object, 'Name', 'Identity') ?? object.text ?? '',
    currentThumbprint: thumbprint(object, 'OrgPrivCertificate'),
    previousThumbprint: thumbprint(object, 'OrgPrevPrivCertificate'),
    nextThumbprint: thumbprint(object, 'OrgNextPrivCertificate'),
  };
}
