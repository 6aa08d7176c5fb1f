/** Why a path is not trusted, or why nothing can be said. A closed list: texts and advice are kept for each. */
export type PathReasonCode =
  // The chain.
  | 'issuer-not-found' // nobody who was given signed this one
  | 'untrusted-root' // ends in a self-signed certificate that the store does not hold
  | 'self-signed' // the leaf signed itself and the store does not hold it
  | 'signature-invalid' // named issuer and key identifier fit, the signature does not
  | 'listed-root-key-not-available' // the programme lists a root of that name, but nobody gave its certificate
  | 'search-limit' // our own bound on work stopped the search
  // The moment.
  | 'expired'
  | 'not-yet-valid'
  // RFC 5280 section 6.
  | 'not-a-ca' // basic constraints do not make it a CA
  | 'path-length-exceeded'
  | 'depth-exceeded' // more intermediates than the caller allows
  | 'key-usage'
  | 'extended-key-usage'
  | 'name-constraint'
  | 'policy-required' // an issuer demands a certificate policy that the path does not carry
  | 'unknown-critical-extension'
  | 'duplicate-extension'
  | 'malformed-extension'
  | 'algorithm-mismatch' // the signed and the unsigned name of the signature algorithm differ
  | 'name-mismatch' // not the host that was asked for
  // Strength.
  | 'malformed-key'
  | 'weak-key'
  | 'weak-signature'
  | 'algorithm-not-allowed' // known, and in no root programme
  | 'algorithm-unknown' // we cannot check it
  // Profile: rules for issuers that the receiver's chain engine does not enforce.
  | 'malformed-version'
  | 'malformed-serial'
  | 'malformed-validity'
  | 'malformed-name'
  | 'malformed-algorithm'
  | 'malformed-information' // access information, distribution points or policies that cannot be decoded
  | 'authority-key-identifier'
  | 'subject-key-identifier'
  | 'extension-criticality'
  | 'inconsistent-ca' // cA and keyCertSign contradict each other
  | 'subject-alternative-name'
  | 'common-name-not-in-san'
  | 'mixed-key-purposes'
  | 'name-constraints-in-leaf'
  | 'name-constraint-form'
  | 'key-size-form'
  | 'wildcard-too-wide';

export interface PathReason {
  readonly code: PathReasonCode;
  /** Thumbprint of the certificate it is about. */
  readonly certificate: string;
  /** In the words of the standards, for a detail line. */
  readonly detail?: string;
}

/** A reason before it is known which certificate it is about. */
export interface Finding {
  readonly code: PathReasonCode;
  readonly detail?: string;
}

const profileCodes: ReadonlySet<PathReasonCode> = new Set<PathReasonCode>([
  'malformed-version',
  'malformed-serial',
  'malformed-validity',
  'malformed-name',
  'malformed-algorithm',
  'malformed-information',
  'authority-key-identifier',
  'subject-key-identifier',
  'extension-criticality',
  'inconsistent-ca',
  'subject-alternative-name',
  'common-name-not-in-san',
  'mixed-key-purposes',
  'name-constraints-in-leaf',
  'name-constraint-form',
  'key-size-form',
  'wildcard-too-wide',
]);

/** True for rules that bind issuers (RFC 5280 section 4, CA/Browser Forum) and that Windows does not enforce. */
export function isProfileCode(code: PathReasonCode): boolean {
  return profileCodes.has(code);
}

const unknownCodes: ReadonlySet<PathReasonCode> = new Set<PathReasonCode>([
  'issuer-not-found',
  'listed-root-key-not-available',
  'search-limit',
  'algorithm-unknown',
]);

/** True where the reason is that something could not be seen: such a path is never called wrong for it. */
export function isUnknownCode(code: PathReasonCode): boolean {
  return unknownCodes.has(code);
}

/** True where the reason says no more than that the anchors at hand do not hold the end of the path. */
export function isUnlistedCode(code: PathReasonCode): boolean {
  return code === 'untrusted-root' || code === 'self-signed';
}

export function finding(code: PathReasonCode, detail?: string): Finding {
  return detail === undefined ? { code } : { code, detail };
}
