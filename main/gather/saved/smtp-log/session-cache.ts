import type { LogRow } from './log-row.ts';
import type { OpenSession } from './open-session.ts';

const slots = 256;
const longestId = 64;

/** Finds the session of a row by the bytes of its id, because making a text of the id in each row would cost most of all. */
export class SessionCache {
  readonly #sessions: (OpenSession | null)[] = new Array<OpenSession | null>(slots).fill(null);
  readonly #ids = Array.from({ length: slots }, () => new Uint8Array(longestId));
  readonly #lengths = new Uint8Array(slots);

  /** Null when the session is not known, or finished. */
  find(row: LogRow, column: number): OpenSession | null {
    const slot = slotOf(row, column);
    const session = this.#sessions[slot] as OpenSession | null;
    if (session === null || session.finished) return null;
    return row.equals(column, this.#ids[slot] as Uint8Array, this.#lengths[slot] as number) ? session : null;
  }

  remember(row: LogRow, column: number, session: OpenSession): void {
    const length = row.length(column);
    if (length > longestId) return;
    const slot = slotOf(row, column);
    this.#sessions[slot] = session;
    this.#lengths[slot] = length;
    row.copy(column, this.#ids[slot] as Uint8Array);
  }
}

/** Ids are counted up, so that their last digits tell neighbours apart. */
function slotOf(row: LogRow, column: number): number {
  const length = row.length(column);
  const last = row.byte(column, length - 1);
  const before = row.byte(column, Math.max(0, length - 2));
  return (last + 16 * before) & (slots - 1);
}
