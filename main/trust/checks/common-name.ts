import type { ParsedCertificate } from '../certificate.ts';
import { subjectAltName } from '../extensions.ts';
import { attributeValues } from '../names.ts';
import { type Finding, finding } from '../path-reasons.ts';
import type { Role } from './role.ts';

/**
 * CA/Browser Forum BR 7.1.4.3: a common name that looks like a host or an address is a copy, character for character, of
 * a subject alternative name. A parent domain of such a name is let pass: whoever holds it holds the names below it.
 * A common name that is no host (`EX01`, a company) says nothing that could be checked.
 */
export function checkCommonName(certificate: ParsedCertificate, role: Role): Finding[] {
  if (role !== 'leaf') return [];
  const reading = certificate.read(subjectAltName);
  if (reading.state !== 'read') return [];
  const hosts: string[] = [];
  const addresses: string[] = [];
  for (const name of reading.value) {
    if (name.kind === 'dns') hosts.push(name.value);
    if (name.kind === 'ip') addresses.push(name.value);
  }
  return attributeValues(certificate.subject, 'CN')
    .filter((name) => !isBorneOut(name, hosts, addresses))
    .map((name) => finding('common-name-not-in-san', name));
}

function isBorneOut(name: string, hosts: readonly string[], addresses: readonly string[]): boolean {
  if (looksLikeAddress(name)) return addresses.includes(name) || hosts.includes(name);
  if (!looksLikeHost(name) || hosts.length === 0) return true;
  return hosts.some((host) => host === name || host.endsWith(`.${name}`));
}

/** Also the forms that some programs take for an address: hexadecimal and octal numbers, upper-case IPv6. */
function looksLikeAddress(text: string): boolean {
  if (text.length > 64) return false;
  if (/^[0-9A-Fa-f:.]+$/.test(text) && text.split(':').length > 2) return true;
  return (
    /^0[xX][0-9A-Fa-f]+$/.test(text) ||
    /^(?:0[xX][0-9A-Fa-f]+|\d+)(?:\.(?:0[xX][0-9A-Fa-f]+|\d+)){3}$/.test(text)
  );
}

function looksLikeHost(text: string): boolean {
  return (
    text.length <= 253 && text.includes('.') && /^[^\s@/\\:,;]+$/.test(text) && !/^\.|\.$|\.\./.test(text)
  );
}
