import type { Known } from '../../../domain/reading.ts';
import type { SavedFile } from '../saved-file.ts';
import { ownServers } from './placement.ts';
import type { ServerBook, ServerEntry } from './server-book.ts';

/** The server whose name the path of a file bears, and the part of the path that bears it. */
interface PathOwner {
  readonly entry: ServerEntry;
  /** A folder or the file itself, as the administrator named it. */
  readonly part: string;
}

/** The server that the path of a file names, or null. */
export type OwnerOfPath = (path: string) => Known<PathOwner>;

/** Words of Exchange's own log paths; a server of such a name cannot be told from them. */
const exchangeWords = new Set(
  'program files microsoft exchange server transportroles logs hub edge frontend mailbox protocollog smtpsend smtpreceive send recv'.split(
    ' ',
  ),
);

/**
 * Tells the server of a file by its path: `EX01/SEND2026011509-1.LOG`, `EX01-certificates.xml`. Of several parts the one
 * next to the file counts. Only servers that some file speaks of are found, and a folder's name says nothing as soon as
 * one file below it holds another server's facts.
 */
export function pathOwners(files: readonly SavedFile[], book: ServerBook): OwnerOfPath {
  const named = book.entries().filter(({ name }) => name !== '' && !exchangeWords.has(name.toLowerCase()));
  const spoken = files.map((file) => ({
    path: file.path,
    entries: new Set(ownServers(file).map((name) => book.entry(name))),
  }));
  const known = new Map<string, Known<PathOwner>>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const owner = ownerOf(path, named, spoken);
    known.set(path, owner);
    return owner;
  };
}

interface Spoken {
  readonly path: string;
  readonly entries: ReadonlySet<ServerEntry>;
}

function ownerOf(path: string, named: readonly ServerEntry[], spoken: readonly Spoken[]): Known<PathOwner> {
  for (const { part, prefix } of partsOf(path)) {
    const bearers = bearersOf(part, named);
    const [entry, another] = bearers;
    if (entry === undefined) continue;
    if (another !== undefined) return null;
    const below = spoken.filter((file) => file.path === prefix || isBelow(file.path, prefix));
    const denied = below.some(({ entries }) => [...entries].some((other) => other !== entry));
    return denied ? null : { entry, part };
  }
  return null;
}

/** The file itself first, then each folder it lies in, with the path up to there. */
function partsOf(path: string): readonly { readonly part: string; readonly prefix: string }[] {
  const parts: { part: string; prefix: string }[] = [];
  for (const { 0: part, index } of path.matchAll(/[^\\/]+/g)) {
    parts.push({ part, prefix: path.slice(0, index + part.length) });
  }
  return parts.reverse();
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && /[\\/]/.test(path.charAt(folder.length));
}

/** Servers whose name stands in this part as a word of its own; a name inside a longer one of the same place is none. */
function bearersOf(part: string, named: readonly ServerEntry[]): readonly ServerEntry[] {
  const found = named.filter((entry) => spellingsOf(entry).some((name) => holdsWord(part, name)));
  return found.filter(
    (entry) =>
      !found.some(
        (other) =>
          other !== entry && other.name.length > entry.name.length && holdsWord(other.name, entry.name),
      ),
  );
}

function spellingsOf({ name, fqdn }: ServerEntry): readonly string[] {
  return fqdn === null ? [name] : [name, fqdn];
}

function holdsWord(text: string, word: string): boolean {
  const [within, wanted] = [text.toLowerCase(), word.toLowerCase()];
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    if (!isOfWord(within.charAt(at - 1)) && !isOfWord(within.charAt(at + wanted.length))) return true;
  }
  return false;
}

function isOfWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
