import type { EventMeaning } from './transport-event.ts';

/** Which insertion string holds what, counted from 1 as in `%1`; a role the event has no string for is left out. */
export interface EventRow {
  readonly meaning: EventMeaning;
  readonly connector?: number;
  readonly messageId?: number;
  readonly reply?: number;
  readonly name?: number;
  readonly thumbprint?: number;
}

/** Domain security names the remote domain first and the connector second (TechNet, MSExchangeTransport 11012 to 11022). */
const domainSecurity: EventRow = { meaning: 'peer-validation-failed', name: 1, connector: 2 };

/**
 * exchange.md 5.1 to 5.4, with the order of strings from the message texts of TechNet (Exchange 2010, symbolic names in
 * parentheses) or, where none is published, of a 2013-era build.
 * Events of these sources with other ids are not about TLS.
 */
export const eventCatalogue: ReadonlyMap<number, EventRow> = new Map<number, EventRow>([
  // SmtpSend. 2000 names the connector by GUID.
  [2000, { meaning: 'dns-failed', connector: 1 }],
  [2002, { meaning: 'connection-error', connector: 1 }],
  [2003, { meaning: 'outbound-authentication-failed', connector: 1, reply: 3 }],
  [2004, { meaning: 'delivery-failed', connector: 1, messageId: 2, reply: 3 }],
  [2005, { meaning: 'connection-failed', connector: 1, name: 2, reply: 3 }],
  [2006, { meaning: 'remote-disconnected', connector: 1 }],
  [2007, { meaning: 'session-started', connector: 1 }],
  [2014, { meaning: 'source-address-invalid', connector: 2 }],
  // %3 is the host that answered EHLO, not its reply (SmtpSendTLSRequiredFailed).
  [2015, { meaning: 'tls-required-not-established', connector: 1, name: 2 }],
  [2016, { meaning: 'outbound-authentication-failed', connector: 2 }],
  [2017, { meaning: 'outbound-authentication-failed', connector: 2 }],
  [2018, { meaning: 'direct-trust-failed', name: 1, thumbprint: 1 }],
  [2022, { meaning: 'tls-auth-level-not-met', connector: 1 }],
  // SmtpReceive.
  [1032, { meaning: 'tls-required-not-established', connector: 1 }],
  [1035, { meaning: 'inbound-authentication-failed', connector: 2 }],
  [1036, { meaning: 'direct-trust-failed', name: 1, thumbprint: 1 }],
  // TransportService.
  [12012, { meaning: 'internal-certificate-not-in-directory' }],
  [12013, { meaning: 'internal-certificate-not-in-store', thumbprint: 1 }],
  [12014, { meaning: 'no-certificate-for-name', name: 1, connector: 2 }],
  [12015, { meaning: 'internal-certificate-expired', thumbprint: 1 }],
  [12016, { meaning: 'certificate-expired', name: 1, thumbprint: 2 }],
  [12017, { meaning: 'internal-certificate-expires-soon', thumbprint: 1 }],
  [12018, { meaning: 'certificate-expires-soon', name: 1, thumbprint: 2 }],
  [12019, { meaning: 'remote-certificate-expired', name: 1 }],
  [12020, { meaning: 'remote-certificate-expired', name: 1 }],
  [12022, { meaning: 'internal-certificate-corrupt' }],
  [12023, { meaning: 'fell-back-to-server-name', thumbprint: 1 }],
  [12024, { meaning: 'fell-back-to-ephemeral', thumbprint: 1 }],
  // MessageSecurity.
  [11005, { meaning: 'peer-validation-failed' }],
  [11011, domainSecurity],
  [11012, domainSecurity],
  [11013, domainSecurity],
  [11014, domainSecurity],
  [11015, domainSecurity],
  [11016, domainSecurity],
  [11017, domainSecurity],
  [11018, domainSecurity],
  [11019, domainSecurity],
  [11020, domainSecurity],
  [11021, domainSecurity],
  // %4 is the domain, %1 the domain with its capabilities (TlsDomainCapabilitiesCertificateValidationFailure).
  [11022, { meaning: 'peer-validation-failed', name: 4, connector: 2 }],
  // %1 endpoint, %2 host, %3 connector (SessionFailedBecauseXOorgNotOffered).
  [11023, { meaning: 'peer-validation-failed', name: 2, connector: 3 }],
]);
