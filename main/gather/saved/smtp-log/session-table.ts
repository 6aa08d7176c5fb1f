import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { PartlyReadReason } from './gap.ts';
import type { SmtpLogLimits } from './limits.ts';
import {
  type Direction,
  directionByContent,
  isComplete,
  type OpenSession,
  openSession,
  takeTellingRows,
} from './open-session.ts';
import { SessionOutcome } from './session-outcome.ts';
import type { SharedValues } from './shared-values.ts';

/** Complete sessions that wait for repetitions of their last rows. */
const mostComplete = 128;
/** Telling rows after which those so far are followed, so that one endless session does not fill the memory. */
const mostTellingRows = 2000;

export interface SessionTableSink {
  session(session: SmtpSession, line: number): void;
  partlyRead(reason: PartlyReadReason, line: number): void;
}

/**
 * Sessions in progress. One that ended waits for a while, because its rows may stand in the file in another order than
 * that in which they were written.
 */
export class SessionTable {
  readonly #source: string;
  readonly #limits: SmtpLogLimits;
  readonly #shared: SharedValues;
  readonly #sink: SessionTableSink;
  readonly #open = new Map<string, OpenSession>();
  #lingering: OpenSession[] = [];
  #incomplete: OpenSession[] = [];
  /** Directions that sessions without a header showed by their content. */
  readonly #shown = { send: 0, receive: 0 };

  constructor(source: string, limits: SmtpLogLimits, shared: SharedValues, sink: SessionTableSink) {
    this.#source = source;
    this.#limits = limits;
    this.#shared = shared;
    this.#sink = sink;
  }

  /** The session of a row; a new one when this connects a session whose connection was already seen to end. */
  of(id: string, line: number, direction: Direction | null, connects: boolean): OpenSession {
    const known = this.#open.get(id);
    if (known !== undefined && !(connects && known.disconnected && known.connected)) return known;
    if (known !== undefined) this.#finish(known);
    if (this.#open.size >= this.#limits.openSessions) this.#finishOldest();
    const session = openSession(id, line, direction);
    this.#open.set(id, session);
    return session;
  }

  /** Call when the row that ends a session was added to it. */
  disconnect(session: OpenSession): void {
    if (session.disconnected) return;
    session.disconnected = true;
    if (isComplete(session)) this.#lingering = this.#wait(this.#lingering, session, mostComplete);
    else this.#incomplete = this.#wait(this.#incomplete, session, this.#limits.lingeringSessions);
  }

  /** Lets a session wait behind others; half of them leave when there are too many. */
  #wait(waiting: OpenSession[], session: OpenSession, most: number): OpenSession[] {
    waiting.push(session);
    if (waiting.length <= most) return waiting;
    const half = Math.ceil(waiting.length / 2);
    for (const ended of waiting.slice(0, half)) this.#finish(ended);
    return waiting.slice(half);
  }

  /** Call after each telling row. */
  relieve(session: OpenSession): void {
    if (session.telling.length >= mostTellingRows) this.#follow(session);
  }

  /** Ends every session. */
  end(): void {
    for (const session of this.#open.values()) this.#finish(session);
  }

  /** The direction most sessions showed by their content; null when none did. */
  get direction(): Direction | null {
    if (this.#shown.send === this.#shown.receive) return null;
    return this.#shown.send > this.#shown.receive ? 'send' : 'receive';
  }

  #finishOldest(): void {
    const [oldest] = this.#open.values();
    if (oldest === undefined) return;
    if (!oldest.disconnected) this.#sink.partlyRead('session-ended-early', oldest.line);
    this.#finish(oldest);
  }

  #finish(session: OpenSession): void {
    if (session.finished) return;
    session.finished = true;
    this.#open.delete(session.id);
    const outcome = this.#follow(session).end();
    this.#sink.session(
      {
        id: session.id,
        direction: session.replies === '>' ? 'receive' : 'send',
        connector: session.connector?.text ?? null,
        started: session.started,
        local: session.local?.text ?? null,
        remote: session.remote?.text ?? null,
        tlsProtocol: outcome.tlsProtocol,
        tlsError: outcome.tlsError,
        sentCertificate: outcome.sentCertificate,
        receivedCertificate: outcome.receivedCertificate,
        rejection: outcome.rejection,
        messageTaken: outcome.messageTaken,
        rows: session.rows,
        origin: { source: this.#source, where: `line ${session.line}` },
      },
      session.line,
    );
  }

  #follow(session: OpenSession): SessionOutcome {
    const outcome =
      session.outcome ??
      new SessionOutcome(this.#shared, (doubt, line) => this.#sink.partlyRead(doubt, line));
    session.outcome = outcome;
    const replies = session.replies ?? (this.#directionOf(session) === 'send' ? '<' : '>');
    session.replies = replies;
    for (const row of takeTellingRows(session)) outcome.follow(row, replies);
    return outcome;
  }

  /** A session without any sign of its own goes the way of the others in the file. */
  #directionOf(session: OpenSession): Direction {
    if (session.direction !== null) return session.direction;
    const shown = directionByContent(session);
    if (shown !== null) this.#shown[shown] += 1;
    return shown ?? this.direction ?? 'send';
  }
}
