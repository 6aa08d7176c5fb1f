import {
  type NotRead,
  type NotReadCode,
  notRead,
  type Origin,
  type Reading,
  read,
} from '../../domain/reading.ts';
import type { Contradiction, SourceGap } from '../../domain/snapshot.ts';
import type { ReadCmdletName } from '../../exchange/cmdlets.ts';
import type {
  CmdletAnswer,
  CmdletFailure,
  CmdletParameters,
  ExchangeConnection,
} from '../../exchange/connection.ts';
import type { PlainObject } from '../../exchange/plain.ts';

export interface Records {
  readonly records: readonly PlainObject[];
  readonly origin: Origin;
  readonly at: string;
}

export type Asked = Records | NotRead;

const codes: Readonly<Record<CmdletFailure['code'], NotReadCode>> = {
  'access-denied': 'access-denied',
  'cmdlet-not-available': 'not-available',
  'parameter-not-available': 'not-available',
  failed: 'failed',
};

/** Longer texts say nothing more, and a hostile server could send any length. */
const longestDetail = 2000;

/** One server's connection while it is read: one question at a time, no question after the connection was lost. */
export class LiveServer {
  readonly name: string;
  readonly gaps: SourceGap[] = [];
  readonly contradictions: Contradiction[] = [];
  readonly #connection: ExchangeConnection;
  readonly #now: string;
  readonly #onAnswer: (server: string, cmdlet: ReadCmdletName) => void;
  #lost: string | null = null;
  #complete = true;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    connection: ExchangeConnection,
    now: string,
    onAnswer: (server: string, cmdlet: ReadCmdletName) => void,
  ) {
    this.name = connection.server;
    this.#connection = connection;
    this.#now = now;
    this.#onAnswer = onAnswer;
  }

  /** False when answers were lost: the connection broke, records made no sense, or a limit was hit. */
  get complete(): boolean {
    return this.#complete;
  }

  /** The records of an answer, or why there are none. Never rejects. */
  ask(cmdlet: ReadCmdletName, parameters: CmdletParameters): Promise<Asked> {
    const answer = this.#queue.then(() => this.#ask(cmdlet, parameters));
    this.#queue = answer;
    return answer;
  }

  /** As `ask`, with the records turned into what they mean; a refusal stays a refusal. */
  async read<T>(
    cmdlet: ReadCmdletName,
    parameters: CmdletParameters,
    shape: (records: Records) => T,
  ): Promise<Reading<T>> {
    const asked = await this.ask(cmdlet, parameters);
    return 'notRead' in asked ? asked : read(shape(asked), asked.origin, asked.at);
  }

  /** Says what else could not be seen, where the reading itself has no place for it. */
  note(code: NotReadCode, count: number, where: string, detail?: string): void {
    this.gaps.push({ reason: detail === undefined ? { code } : { code, detail }, count, where });
  }

  /** Counts records that were answered and could not be used, so that none disappears without a word. */
  lose(code: NotReadCode, count: number, where: string, detail?: string): void {
    if (count === 0) return;
    this.#complete = false;
    this.note(code, count, where, detail);
  }

  async #ask(cmdlet: ReadCmdletName, parameters: CmdletParameters): Promise<Asked> {
    const origin: Origin = { source: `${cmdlet}@${this.name}` };
    if (this.#lost !== null) return notRead('failed', origin, this.#lost, this.#now);
    let answer: CmdletAnswer;
    try {
      answer = await this.#connection.run(cmdlet, parameters);
    } catch (error) {
      this.#lost = clipped(error instanceof Error ? error.message : String(error));
      this.lose('failed', 1, origin.source, this.#lost);
      return notRead('failed', origin, this.#lost, this.#now);
    } finally {
      this.#onAnswer(this.name, cmdlet);
    }
    return outcome(answer, origin);
  }
}

function outcome({ records, failure, at }: CmdletAnswer, origin: Origin): Asked {
  if (failure === null) return { records, origin, at };
  // Get-WinEvent reports an empty result as an error; its text is translated, its id is not (exchange.md 8.3).
  if (hasId(failure, 'NoMatchingEventsFound')) return { records: [], origin, at };
  const detail = clipped(failure.message);
  if (records.length === 0) return notRead(codeOf(failure), origin, detail, at);
  // Half a list must not pass for a whole one: what is missing could be the one that matters.
  return notRead('incomplete', origin, `${records.length} records, then: ${detail}`, at);
}

function codeOf(failure: CmdletFailure): NotReadCode {
  // Without the provider there is no Exchange transport on that machine, and no event of it.
  return hasId(failure, 'NoMatchingProvidersFound') ? 'not-available' : codes[failure.code];
}

function hasId({ errorId }: CmdletFailure, id: string): boolean {
  return errorId === id || errorId?.startsWith(`${id},`) === true;
}

function clipped(text: string): string {
  return text.length > longestDetail ? `${text.slice(0, longestDetail)}...` : text;
}
