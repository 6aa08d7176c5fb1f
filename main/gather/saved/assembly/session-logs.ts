import { notAsked, notRead, type Reading, read } from '../../../domain/reading.ts';
import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { Contradiction } from '../../../domain/snapshot.ts';
import type { Placed } from '../saved-file.ts';
import { distinctSessions } from './distinct.ts';
import type { ServerEntry } from './server-book.ts';
import type { SessionOwner } from './session-owner.ts';

export interface SessionLogs {
  /** The sessions of one server; the nameless server holds those that no sign gave to any. */
  reading(entry: ServerEntry): Reading<readonly SmtpSession[]>;
  readonly contradictions: readonly Contradiction[];
  /** Sessions of which the server stays unknown, by the file they stand in. */
  readonly unknown: ReadonlyMap<string, number>;
}

/**
 * The sessions of one direction, each with the server that wrote it. While the server of some is unknown, a server without
 * any is not one whose log is quiet: its log may have been among the files.
 */
export function sessionLogs(
  sessions: readonly Placed<SmtpSession>[],
  ownerOf: (session: Placed<SmtpSession>) => SessionOwner,
  nameless: () => ServerEntry,
): SessionLogs {
  const logs = new Map<ServerEntry, { readonly first: Placed<SmtpSession>; readonly own: SmtpSession[] }>();
  const unknown = new Map<string, number>();
  const contradictions = new Map<string, Contradiction>();
  for (const session of sessions) {
    const owner = ownerOf(session);
    const { source } = session.origin;
    if (owner.entry === null) {
      unknown.set(source, (unknown.get(source) ?? 0) + 1);
      if (owner.contradiction !== null)
        contradictions.set(JSON.stringify(owner.contradiction), owner.contradiction);
    }
    const entry = owner.entry ?? nameless();
    const by = owner.entry === null ? null : owner.by;
    const log = logs.get(entry);
    if (log !== undefined) log.own.push(session.value);
    else {
      const origin = by === null ? { source } : { source, where: by };
      logs.set(entry, { first: { ...session, origin }, own: [session.value] });
    }
  }
  const [unplaced] = unknown.keys();
  return {
    reading(entry) {
      const log = logs.get(entry);
      if (log !== undefined) return read(distinctSessions(log.own), log.first.origin);
      if (unplaced === undefined) return notAsked;
      return notRead(
        'incomplete',
        { source: unplaced },
        'sessions were read of which no file tells the server',
      );
    },
    contradictions: [...contradictions.values()],
    unknown,
  };
}
