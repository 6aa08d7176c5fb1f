import type { GeneralName } from '../general-names.ts';
import { type DistinguishedName, relativeNameKey } from '../names.ts';
import { isDnsName, wildcardBase } from './dns-name.ts';

/**
 * How a name lies to a subtree (RFC 5280 4.2.1.10). `partly`: a wildcard of which some expansions lie inside;
 * `cannot-say`: the name, or the subtree, is malformed or of a form without rules, so nothing may rest on it.
 */
export type Placement = 'inside' | 'outside' | 'partly' | 'cannot-say';

/** True when a constraint of this form speaks about a name of that form at all. */
export function isSameForm(name: GeneralName, subtree: GeneralName): boolean {
  if (name.kind === 'other' && subtree.kind === 'other') return name.typeId === subtree.typeId;
  return name.kind === subtree.kind;
}

/** Both names are of the same form. */
export function place(name: GeneralName, subtree: GeneralName): Placement {
  if (name.kind === 'dns' && subtree.kind === 'dns') return placeDns(name.value, subtree.value);
  if (name.kind === 'ip' && subtree.kind === 'ip') return placeAddress(name.octets, subtree.octets);
  if (name.kind === 'directory' && subtree.kind === 'directory')
    return placeDirectory(name.name, subtree.name);
  if (name.kind === 'email' && subtree.kind === 'email') return placeEmail(name.value, subtree.value);
  if (name.kind === 'uri' && subtree.kind === 'uri') return placeUri(name.value, subtree.value);
  return 'cannot-say';
}

function placeDns(name: string, subtree: string): Placement {
  const base = subtree.toLowerCase();
  const bare = base.startsWith('.') ? base.slice(1) : base;
  if (bare !== '' && !isDnsName(bare)) return 'cannot-say';
  const wildcard = wildcardBase(name);
  if (wildcard !== null) return placeWildcard(wildcard.toLowerCase(), base);
  return isDnsName(name) ? placeHost(name.toLowerCase(), base) : 'cannot-say';
}

/** A leading dot is in no standard for DNS names; where it is written, it means the names below and not the name itself. */
function placeHost(host: string, subtree: string): Placement {
  if (subtree === '' || host === subtree) return 'inside';
  return host.endsWith(subtree.startsWith('.') ? subtree : `.${subtree}`) ? 'inside' : 'outside';
}

/** `*.example.com` is used as any one name below, so it lies in a subtree only as far as all of those do (CVE-2025-61727). */
function placeWildcard(base: string, subtree: string): Placement {
  const bare = subtree.startsWith('.') ? subtree.slice(1) : subtree;
  if (bare === '' || base === bare || base.endsWith(`.${bare}`)) return 'inside';
  const dot = subtree.indexOf('.');
  return dot > 0 && subtree.slice(dot + 1) === base ? 'partly' : 'outside';
}

/** The subtree is an address and a mask of the same length, the mask without gaps (RFC 4632). */
function placeAddress(address: Uint8Array, subtree: Uint8Array): Placement {
  if (address.length !== 4 && address.length !== 16) return 'cannot-say';
  if (subtree.length !== 8 && subtree.length !== 32) return 'cannot-say';
  const half = subtree.length / 2;
  const mask = subtree.subarray(half);
  if (!/^1*0*$/.test(Array.from(mask, (octet) => octet.toString(2).padStart(8, '0')).join('')))
    return 'cannot-say';
  if (half !== address.length) return 'outside';
  const inside = address.every((octet, index) => {
    const bits = mask[index] as number;
    return (octet & bits) === ((subtree[index] as number) & bits);
  });
  return inside ? 'inside' : 'outside';
}

function placeDirectory(name: DistinguishedName, subtree: DistinguishedName): Placement {
  if (subtree.rdns.length > name.rdns.length) return 'outside';
  const inside = subtree.rdns.every((rdn, index) => {
    const own = name.rdns[index];
    return own !== undefined && relativeNameKey(own) === relativeNameKey(rdn);
  });
  return inside ? 'inside' : 'outside';
}

function placeEmail(mailbox: string, subtree: string): Placement {
  const own = splitMailbox(mailbox);
  if (own === null) return 'cannot-say';
  if (subtree.includes('@')) {
    const wanted = splitMailbox(subtree);
    if (wanted === null) return 'cannot-say';
    return wanted.local === own.local && wanted.host === own.host ? 'inside' : 'outside';
  }
  return placeMailHost(own.host, subtree.toLowerCase());
}

function splitMailbox(text: string): { local: string; host: string } | null {
  const [local = '', host = '', ...rest] = text.split('@');
  if (local === '' || rest.length > 0 || !isDnsName(host)) return null;
  return { local, host: host.toLowerCase() };
}

/** For mailboxes and URIs a host means that host alone, and a leading dot the hosts below it. */
function placeMailHost(host: string, subtree: string): Placement {
  if (subtree.startsWith('.'))
    return isDnsName(subtree.slice(1)) ? (host.endsWith(subtree) ? 'inside' : 'outside') : 'cannot-say';
  if (!isDnsName(subtree)) return 'cannot-say';
  return host === subtree ? 'inside' : 'outside';
}

function placeUri(uri: string, subtree: string): Placement {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(uri)?.[1];
  if (authority === undefined) return 'cannot-say';
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return isDnsName(host) ? placeMailHost(host, subtree.toLowerCase()) : 'cannot-say';
}
