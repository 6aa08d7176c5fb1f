import type { SessionOutcome } from './session-outcome.ts';
import type { SpeechEvent, TellingRow } from './telling-row.ts';

export type Direction = 'send' | 'receive';

/** A value of which the row with the lowest sequence number decides. */
export interface Earliest {
  readonly sequence: number;
  readonly text: string;
}

/** A session of which more rows may come. */
export interface OpenSession {
  readonly id: string;
  /** Line of its first row in the file. */
  readonly line: number;
  /** What the header in force at its first row says. */
  readonly direction: Direction | null;
  rows: number;
  lastSequence: number;
  lowestSequence: number;
  highestSequence: number;
  started: string | null;
  connector: Earliest | null;
  local: Earliest | null;
  remote: Earliest | null;
  connected: boolean;
  disconnected: boolean;
  finished: boolean;
  /** Rows that tell of the outcome, and the sequence number of each. */
  telling: TellingRow[];
  sequences: number[];
  inOrder: boolean;
  /** What rows already followed came to, for a session with very many of them. */
  outcome: SessionOutcome | null;
  replies: SpeechEvent | null;
}

export function openSession(id: string, line: number, direction: Direction | null): OpenSession {
  return {
    id,
    line,
    direction,
    rows: 0,
    lastSequence: -1,
    lowestSequence: Number.POSITIVE_INFINITY,
    highestSequence: -1,
    started: null,
    connector: null,
    local: null,
    remote: null,
    connected: false,
    disconnected: false,
    finished: false,
    telling: [],
    sequences: [],
    inOrder: true,
    outcome: null,
    replies: null,
  };
}

export function addTellingRow(session: OpenSession, sequence: number, row: TellingRow): void {
  const before = session.sequences.at(-1);
  if (before !== undefined && sequence < before) session.inOrder = false;
  session.sequences.push(sequence);
  session.telling.push(row);
}

/** The telling rows in the order of their sequence numbers; equal numbers keep the order of the file. */
export function takeTellingRows(session: OpenSession): readonly TellingRow[] {
  const { telling, sequences, inOrder } = session;
  session.telling = [];
  session.sequences = [];
  if (inOrder) return telling;
  const order = telling.map((_, index) => index);
  order.sort((a, b) => (sequences[a] as number) - (sequences[b] as number));
  return order.map((index) => telling[index] as TellingRow);
}

/** True when the file has every row from the first to the last; then none can follow but repetitions. */
export function isComplete(session: OpenSession): boolean {
  return session.lowestSequence === 0 && session.rows > session.highestSequence;
}

const wellKnownPorts: ReadonlySet<string> = new Set(['25', '465', '475', '587', '717', '2525']);

/**
 * Who speaks first tells the direction: replies are received in a send log and sent in a receive log. Failing that the
 * end with a port of SMTP is the server. Null when neither tells.
 */
export function directionByContent(session: OpenSession): Direction | null {
  let sending = 0;
  for (const row of session.telling) sending += signOfSending(row);
  if (sending !== 0) return sending > 0 ? 'send' : 'receive';
  const [local, remote] = [session.local, session.remote].map((end) =>
    wellKnownPorts.has(portOf(end?.text ?? '')),
  );
  if (local === remote) return null;
  return remote === true ? 'send' : 'receive';
}

/** Positive for a row of a send log, negative for one of a receive log. */
function signOfSending(row: TellingRow): number {
  if (row.kind === 'reply') return row.event === '<' ? 1 : -1;
  if (row.kind === 'command') return row.event === '>' ? 1 : -1;
  if (row.kind !== 'tls') return 0;
  return row.protocol.endsWith('_CLIENT') ? 1 : row.protocol.endsWith('_SERVER') ? -1 : 0;
}

function portOf(endpoint: string): string {
  return endpoint.slice(endpoint.lastIndexOf(':') + 1);
}
