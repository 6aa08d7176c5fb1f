import { isIP } from 'node:net';
import type { Known } from '../../../domain/reading.ts';
import { netBiosName } from '../../../domain/server-name.ts';

/** One server, however it is spelled: `EX01`, `ex01.contoso.com`. */
export interface ServerEntry {
  /** NetBIOS name in the spelling first seen; '' for what no file names the server of. */
  readonly name: string;
  readonly fqdn: Known<string>;
}

interface OpenEntry {
  readonly name: string;
  fqdn: string | null;
}

/**
 * The servers that files speak of, across spellings. A short name belongs to the first server of that name; two different
 * full names are two servers, even when their first label is the same.
 */
export class ServerBook {
  readonly #byName = new Map<string, OpenEntry[]>();
  readonly #entries: OpenEntry[] = [];
  #nameless: ServerEntry | null = null;

  /** The entry for this spelling, made when it is new. */
  entry(spelling: string): ServerEntry {
    const name = spelling.trim().replace(/\.$/, '');
    const full = name.includes('.') && isIP(name) === 0 ? name : null;
    const key = isIP(name) === 0 ? netBiosName(name) : name;
    const namesakes = this.#byName.get(key) ?? [];
    const known = namesakes.find(
      ({ fqdn }) => full === null || fqdn === null || fqdn.toLowerCase() === full.toLowerCase(),
    );
    if (known !== undefined) {
      known.fqdn ??= full;
      return known;
    }
    const fresh = { name: full === null ? name : full.slice(0, full.indexOf('.')), fqdn: full };
    this.#byName.set(key, [...namesakes, fresh]);
    this.#entries.push(fresh);
    return fresh;
  }

  /** Where a fact goes whose source does not name its server: to the only server there is, or else to a nameless one. */
  unnamed(): ServerEntry {
    const [only, another] = this.#entries;
    if (only !== undefined && another === undefined) return only;
    this.#nameless ??= { name: '', fqdn: null };
    return this.#nameless;
  }

  /** In the order first seen; a nameless one comes last. */
  entries(): readonly ServerEntry[] {
    return this.#nameless === null ? this.#entries : [...this.#entries, this.#nameless];
  }
}
