import type { Known } from '../../domain/reading.ts';
import type { AuthConfig } from '../../domain/snapshot.ts';
import { normaliseThumbprint } from '../../domain/thumbprint.ts';
import type { PlainObject } from '../plain.ts';
import { text } from './fields.ts';
import { utcTime } from './times.ts';

/** The answer of Get-AuthConfig. */
export function authConfig(object: PlainObject): AuthConfig {
  return {
    currentThumbprint: thumbprint(object, 'CurrentCertificateThumbprint'),
    previousThumbprint: thumbprint(object, 'PreviousCertificateThumbprint'),
    nextThumbprint: thumbprint(object, 'NextCertificateThumbprint'),
    nextEffectiveDate: utcTime(object, 'NextCertificateEffectiveDate'),
  };
}

/** 40 upper-case hex digits; '' when read and empty; the text as it is when it is no thumbprint. */
export function thumbprint(object: PlainObject, ...names: readonly string[]): Known<string> {
  const printed = text(object, ...names);
  return printed === null ? null : (normaliseThumbprint(printed) ?? printed.trim());
}
