import type { Rule } from '../rule.ts';
import { authCertificate } from './auth-certificate.ts';
import { cloudConnectorSettings } from './cloud-connector-settings.ts';
import { eventLogLevel } from './event-log-level.ts';
import { expiringCertificate } from './expiring-certificate.ts';
import { fleetDrift } from './fleet-drift.ts';
import { iisBinding } from './iis-binding.ts';
import { internalTransportCertificate } from './internal-transport-certificate.ts';
import { missingIntermediate } from './missing-intermediate.ts';
import { nameMismatch } from './name-mismatch.ts';
import { noPrivateKey } from './no-private-key.ts';
import { onlyPrivateCertificateMatches } from './only-private-certificate-matches.ts';
import { proofDisagrees } from './proof-disagrees.ts';
import { refusedMail } from './refused-mail.ts';
import { rootUpdateDisabled } from './root-update-disabled.ts';
import { severalCertificatesMatch } from './several-certificates-match.ts';
import { smtpKeyNotReadable } from './smtp-key-not-readable.ts';
import { smtpOnUntrustedCertificate } from './smtp-on-untrusted-certificate.ts';
import { staleTlsCertificateName } from './stale-tls-certificate-name.ts';
import { tlsCertificateNameAmbiguous } from './tls-certificate-name-ambiguous.ts';
import { weakKeyOrHash } from './weak-key-or-hash.ts';

/**
 * Every rule, in the order in which causes outrank each other: when several findings could be the headline, the
 * earliest rule explains the others (the refusal itself comes after every cause).
 */
export const rules: readonly Rule[] = [
  smtpOnUntrustedCertificate,
  staleTlsCertificateName,
  noPrivateKey,
  smtpKeyNotReadable,
  onlyPrivateCertificateMatches,
  missingIntermediate,
  nameMismatch,
  refusedMail,
  tlsCertificateNameAmbiguous,
  severalCertificatesMatch,
  fleetDrift,
  expiringCertificate,
  authCertificate,
  internalTransportCertificate,
  iisBinding,
  proofDisagrees,
  cloudConnectorSettings,
  rootUpdateDisabled,
  weakKeyOrHash,
  eventLogLevel,
];
