import { isHostName } from '../domain/host-name.ts';

/** Names for special or private use (RFC 2606, 6761, 6762, 8375; ICANN's `internal`), and those networks took for themselves. */
const privateEndings = new Set([
  'local',
  'localdomain',
  'localhost',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'arpa',
  'test',
  'example',
  'invalid',
]);

/** Whether a public authority may issue for the name at all: the CA/Browser Forum forbids internal names. */
export function isPublicName(name: string): boolean {
  const labels = name.toLowerCase().replace(/\.$/u, '').split('.');
  return labels.length > 1 && isHostName(name) && !privateEndings.has(labels.at(-1) ?? '');
}
