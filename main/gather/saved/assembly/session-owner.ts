import { isIP } from 'node:net';
import type { SendConnector } from '../../../domain/connector.ts';
import type { Known } from '../../../domain/reading.ts';
import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { Contradiction } from '../../../domain/snapshot.ts';
import type { Placed } from '../saved-file.ts';
import type { OwnerOfPath } from './path-owner.ts';
import type { ServerEntry } from './server-book.ts';

/** What else is known when the sessions of protocol logs are given to servers. */
interface SessionWitnesses {
  /** Every session of every file, in both directions. */
  readonly sessions: readonly Placed<SmtpSession>[];
  readonly connectors: readonly SendConnector[];
  /** The servers of which something is known, and the certificates of those whose list was read. */
  readonly servers: readonly ServerEntry[];
  readonly held: ReadonlyMap<ServerEntry, ReadonlySet<string>>;
  readonly entryOf: (name: string) => ServerEntry;
  readonly pathOwner: OwnerOfPath;
}

/** One sign of the server that wrote a session, with the words that tell which. */
interface Sign {
  readonly entry: ServerEntry;
  readonly by: string;
}

export type SessionOwner =
  | { readonly entry: ServerEntry; readonly by: Known<string> }
  /** `contradiction` when two signs speak of different servers. */
  | { readonly entry: null; readonly contradiction: Known<Contradiction> };

const unknown: SessionOwner = { entry: null, contradiction: null };

/**
 * Tells which server wrote a session. A receive log says it in the connector's name; a send log does not (exchange.md
 * 6.4), so that its signs are asked: the folder or file name, another file that has the same session and names the server,
 * the local address as receive logs know it, and a connector with a single source server. Signs that disagree, like no sign at all, leave the server unknown. Only where none of them
 * speaks, the certificate that was sent decides, if all lists were read and just one server holds it: it may have been
 * taken from another one since. What is left then goes with the rest of its file, which one server wrote.
 */
export function sessionOwners(witnesses: SessionWitnesses): (session: Placed<SmtpSession>) => SessionOwner {
  const addresses = knownBy(witnesses, localAddress);
  const twins = knownBy(witnesses, twinKey);
  const byContent = (session: Placed<SmtpSession>): SessionOwner => {
    if (session.server !== null) return { entry: witnesses.entryOf(session.server), by: null };
    const signs = [
      pathSign(session, witnesses),
      twinSign(session, twins),
      addressSign(session, addresses),
      connectorSign(session, witnesses),
    ].filter((sign) => sign !== null);
    return agreed(session, signs) ?? agreed(session, certificateSign(session, witnesses)) ?? unknown;
  };
  const ofFile = fileOwners(witnesses.sessions, byContent);
  return (session) => {
    const owner = byContent(session);
    if (owner.entry !== null || owner.contradiction !== null) return owner;
    const entry = ofFile.get(session.origin.source);
    return entry === undefined || entry === null
      ? unknown
      : { entry, by: 'server told by other sessions of the same file' };
  };
}

function agreed(session: Placed<SmtpSession>, signs: readonly Sign[]): SessionOwner | null {
  const [first] = signs;
  if (first === undefined) return null;
  const other = signs.find(({ entry }) => entry !== first.entry);
  if (other === undefined) return { entry: first.entry, by: first.by };
  const values = [first, other].map(({ entry, by }) => ({
    text: entry.name,
    origin: { source: session.origin.source, where: by },
  }));
  return { entry: null, contradiction: { what: 'server', subject: session.value.connector ?? '', values } };
}

function pathSign({ origin }: Placed<SmtpSession>, { pathOwner }: SessionWitnesses): Sign | null {
  const owner = pathOwner(origin.source);
  return owner === null ? null : { entry: owner.entry, by: `server told by the name ${owner.part}` };
}

type KnownServers = ReadonlyMap<string, Known<ServerEntry>>;

function twinSign({ value }: Placed<SmtpSession>, twins: KnownServers): Sign | null {
  const entry = twins.get(twinKey(value)) ?? null;
  return entry === null ? null : { entry, by: 'server told by another file that has the same session' };
}

/** Session ids are counted on each server by itself; together with the time to the millisecond they are one of a kind. */
function twinKey({ direction, id, started }: SmtpSession): string {
  return `${direction} ${id} ${started}`;
}

function addressSign({ value }: Placed<SmtpSession>, addresses: KnownServers): Sign | null {
  const address = localAddress(value);
  const entry = address === null ? null : (addresses.get(address) ?? null);
  return entry === null ? null : { entry, by: `server told by the local address ${address}` };
}

function connectorSign(
  { value }: Placed<SmtpSession>,
  { connectors, entryOf }: SessionWitnesses,
): Sign | null {
  if (value.direction !== 'send') return null;
  const named = connectors.filter(({ name }) => name.toLowerCase() === value.connector?.toLowerCase());
  const [connector, another] = named;
  // A front end proxies for other servers: its log names a connector of which it is no source.
  if (connector === undefined || another !== undefined || connector.frontendProxyEnabled !== false)
    return null;
  const [server, second] = connector.sourceServers ?? [];
  if (server === undefined || second !== undefined) return null;
  return { entry: entryOf(server), by: 'server told by the only source server of the connector' };
}

function certificateSign(
  { value }: Placed<SmtpSession>,
  { servers, held }: SessionWitnesses,
): readonly Sign[] {
  const sent = value.sentCertificate?.thumbprint ?? null;
  if (sent === null || servers.some((entry) => !held.has(entry))) return [];
  const [entry, another] = servers.filter((server) => held.get(server)?.has(sent) === true);
  if (entry === undefined || another !== undefined) return [];
  return [{ entry, by: 'server told by the certificate sent, which no other server holds' }];
}

/** Servers of sessions that name them, by something the sessions share; null when two servers share it. */
function knownBy(
  { sessions, entryOf }: SessionWitnesses,
  keyOf: (session: SmtpSession) => Known<string>,
): KnownServers {
  const servers = new Map<string, Known<ServerEntry>>();
  for (const { value, server } of sessions) {
    const key = server === null ? null : keyOf(value);
    if (server === null || key === null) continue;
    const entry = entryOf(server);
    const before = servers.get(key);
    servers.set(key, before === undefined || before === entry ? entry : null);
  }
  return servers;
}

/** The address without its port; null for those that every machine has. */
export function localAddress({ local }: SmtpSession): Known<string> {
  const end = local?.lastIndexOf(':') ?? -1;
  const host = (end < 0 ? (local ?? '') : (local ?? '').slice(0, end))
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
    .replace(/^::ffff:(?=[\d.]+$)/, '');
  if (isIP(host) === 0 || host === '::1' || host.startsWith('127.') || host.startsWith('fe80:')) return null;
  return host;
}

/** The one server of each file whose sessions were all given to the same; null when they are of several, or disputed. */
function fileOwners(
  sessions: readonly Placed<SmtpSession>[],
  ownerOf: (session: Placed<SmtpSession>) => SessionOwner,
): ReadonlyMap<string, Known<ServerEntry>> {
  const owners = new Map<string, Known<ServerEntry>>();
  for (const session of sessions) {
    const owner = ownerOf(session);
    if (owner.entry === null && owner.contradiction === null) continue;
    const { source } = session.origin;
    const before = owners.get(source);
    owners.set(source, before === undefined || before === owner.entry ? owner.entry : null);
  }
  return owners;
}
