import type { EdgeSubscription } from '../../domain/snapshot.ts';
import type { PlainObject } from '../plain.ts';
import { name, text } from './fields.ts';

/** One answer of Get-EdgeSubscription; null when it names no server. */
export function edgeSubscription(object: PlainObject): EdgeSubscription | null {
  const server = name(object, 'Name', 'Identity') ?? object.text;
  if (server === null || server === '') return null;
  const site = text(object, 'Site');
  return { name: server, site: site === null ? null : site.slice(site.lastIndexOf('/') + 1) };
}
