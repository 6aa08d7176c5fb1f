import type { ParsedCertificate } from '../certificate.ts';
import { type Finding, finding } from '../path-reasons.ts';

/**
 * RFC 5280 4.1.2.5: from notBefore through notAfter, both included. Certificates know whole seconds, so the moment
 * (epoch milliseconds) is cut to the second it lies in.
 */
export function checkValidity(certificate: ParsedCertificate, at: number): Finding[] {
  const moment = Math.floor(at / 1000) * 1000;
  if (moment < certificate.notBefore.epoch) return [finding('not-yet-valid', certificate.notBefore.text)];
  if (moment > certificate.notAfter.epoch) return [finding('expired', certificate.notAfter.text)];
  return [];
}
