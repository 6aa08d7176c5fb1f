import type { ExchangeServer } from '../../domain/snapshot.ts';
import type { PlainObject } from '../plain.ts';
import { name, text } from './fields.ts';

/** One answer of Get-ExchangeServer; null when it names no server. */
export function exchangeServer(object: PlainObject): ExchangeServer | null {
  const server = name(object, 'Name', 'Identity') ?? object.text;
  if (server === null || server === '') return null;
  return {
    name: server,
    fqdn: name(object, 'Fqdn'),
    role: text(object, 'ServerRole'),
    version: text(object, 'AdminDisplayVersion'),
    site: lastPart(text(object, 'Site')),
  };
}

/** Sites print as `contoso.com/Configuration/Sites/Name`. */
function lastPart(site: string | null): string | null {
  return site === null ? null : site.slice(site.lastIndexOf('/') + 1);
}
