import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { SmtpLogLimits } from './limits.ts';

export type Keep = 'all' | 'telling' | 'none';

/** Whether the session says anything of a certificate, of TLS failing, or of a refusal. */
function isTelling(session: SmtpSession): boolean {
  return (
    session.sentCertificate !== null ||
    session.receivedCertificate !== null ||
    session.tlsError !== null ||
    session.rejection !== null
  );
}

interface Kept {
  readonly session: SmtpSession;
  readonly line: number;
  readonly telling: boolean;
}

/** Characters that an object with its numbers and shared texts is taken for. */
const weightOfObject = 400;

/**
 * The sessions of the result within the limits. When they are too many, sessions without anything telling go first and
 * then the oldest, because the newest session of a connector shows which certificate is offered now.
 */
export class KeptSessions {
  readonly #keep: Keep;
  readonly #limits: SmtpLogLimits;
  #kept: Kept[] = [];
  #weight = 0;
  #full = false;
  /** Sessions left out because of `keep`. */
  readonly rest = { sessions: 0, rows: 0 };
  readonly #dropped: (session: SmtpSession, line: number) => void;

  constructor(keep: Keep, limits: SmtpLogLimits, dropped: (session: SmtpSession, line: number) => void) {
    this.#keep = keep;
    this.#limits = limits;
    this.#dropped = dropped;
  }

  add(session: SmtpSession, line: number): void {
    const telling = isTelling(session);
    if (this.#keep === 'none' || (this.#keep === 'telling' && !telling)) {
      this.rest.sessions += 1;
      this.rest.rows += session.rows;
      return;
    }
    if (this.#full && !telling) {
      this.#dropped(session, line);
      return;
    }
    this.#kept.push({ session, line, telling });
    this.#weight += weightOf(session);
    if (this.#isOver()) this.#makeRoom();
  }

  /** In the order of their first rows in the file. */
  list(): readonly SmtpSession[] {
    return this.#kept.sort((a, b) => a.line - b.line).map(({ session }) => session);
  }

  #isOver(): boolean {
    return this.#kept.length > this.#limits.keptSessions || this.#weight > this.#limits.keptCharacters;
  }

  /** A tenth at a time, so that it happens seldom. */
  #makeRoom(): void {
    this.#full = true;
    this.#remove(({ telling }) => !telling);
    while (this.#isOver()) {
      const lines = this.#kept.map(({ line }) => line).sort((a, b) => a - b);
      const last = lines[Math.floor(lines.length / 10)] ?? Number.POSITIVE_INFINITY;
      this.#remove(({ line }) => line <= last);
    }
  }

  #remove(leaves: (kept: Kept) => boolean): void {
    const staying: Kept[] = [];
    for (const kept of this.#kept) {
      if (!leaves(kept)) {
        staying.push(kept);
        continue;
      }
      this.#weight -= weightOf(kept.session);
      this.#dropped(kept.session, kept.line);
    }
    this.#kept = staying;
  }
}

function weightOf(session: SmtpSession): number {
  const texts = [session.id, session.connector, session.local, session.remote, session.rejection?.text];
  const names = [...(session.sentCertificate?.names ?? []), ...(session.receivedCertificate?.names ?? [])];
  let weight = weightOfObject;
  for (const text of [...texts, ...names]) weight += text?.length ?? 0;
  return weight;
}
