import type { PopImapSettings } from '../../domain/snapshot.ts';
import type { PlainObject } from '../plain.ts';
import { text } from './fields.ts';

/** One answer of Get-PopSettings or Get-ImapSettings: only its own half is known. */
export function popImapSettings(object: PlainObject, protocol: 'pop' | 'imap'): PopImapSettings {
  const certificateName = text(object, 'X509CertificateName');
  return {
    popCertificateName: protocol === 'pop' ? certificateName : null,
    imapCertificateName: protocol === 'imap' ? certificateName : null,
  };
}
