import { domainToASCII } from 'node:url';
import type { ParsedCertificate } from '../certificate.ts';
import { subjectAltName } from '../extensions.ts';
import { sameBytes } from '../hex.ts';
import { parseIpAddress } from '../ip-address.ts';
import { type Finding, finding } from '../path-reasons.ts';
import { isDnsName, isWildcardTooWide, wildcardBase } from './dns-name.ts';

export interface ServerName {
  readonly kind: 'DNS' | 'IP';
  readonly value: string;
}

/** An address in text (also in brackets) is an address, everything else a host name. */
export function serverName(text: string): ServerName {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  return parseIpAddress(bare) === null ? { kind: 'DNS', value: text } : { kind: 'IP', value: bare };
}

/** RFC 9525 6: only the subject alternative name counts, never the common name. */
export function checkHostName(certificate: ParsedCertificate, name: ServerName): Finding[] {
  const reading = certificate.read(subjectAltName);
  if (reading.state !== 'read') return [finding('name-mismatch', name.value)];
  const address = parseIpAddress(name.value);
  const host = address === null ? hostOf(name.value) : null;
  const matches = reading.value.some((presented) => {
    if (address !== null) return presented.kind === 'ip' && sameBytes(presented.octets, address);
    return host !== null && presented.kind === 'dns' && presented.ascii && presents(presented.value, host);
  });
  return matches ? [] : [finding('name-mismatch', name.value)];
}

/** Lower-case A-labels without the root's dot, or null for what no certificate can stand for. */
function hostOf(text: string): string | null {
  const rooted = text.endsWith('.') ? text.slice(0, -1) : text;
  const ascii = /^[\x21-\x7e]*$/.test(rooted) ? rooted : domainToASCII(rooted);
  return isDnsName(ascii) ? ascii.toLowerCase() : null;
}

/** A wildcard is the whole leftmost label and stands for exactly one label (RFC 9525 6.3). */
function presents(presented: string, host: string): boolean {
  const lower = presented.toLowerCase();
  if (isDnsName(lower)) return lower === host;
  const base = wildcardBase(lower);
  if (base === null || isWildcardTooWide(lower)) return false;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot + 1) === base;
}
