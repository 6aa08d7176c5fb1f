import { deferred } from './deferred.ts';
import type { Patience } from './patience.ts';

/** `fresh` waits before `again`: a server that kept others waiting is tried when nobody else is. */
export type Turn = 'fresh' | 'again';

/** The right to have one child; given back when the child has ended. */
export interface Slot {
  release(): void;
}

interface Waiter {
  readonly give: (slot: Slot) => void;
}

/** Hands out the right to have a child, first come, first served, and never to more than `size` at once. */
export class ChildPool {
  /** How long those who have a place may keep the others waiting. */
  readonly patience: Patience;
  readonly #size: number;
  readonly #queues: Readonly<Record<Turn, Waiter[]>> = { fresh: [], again: [] };
  readonly #listeners = new Set<() => void>();
  #used = 0;

  constructor(size: number, patience: Patience) {
    this.#size = size;
    this.patience = patience;
  }

  get used(): number {
    return this.#used;
  }

  /** Somebody waits. */
  get pressed(): boolean {
    return this.#queues.fresh.length + this.#queues.again.length > 0;
  }

  /** Somebody waits who was not served before. */
  get pressedByFresh(): boolean {
    return this.#queues.fresh.length > 0;
  }

  /** Rejects with the signal's reason when it is given up before its turn came. */
  acquire(turn: Turn, signal: AbortSignal): Promise<Slot> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#used < this.#size) return Promise.resolve(this.#take());
    const { promise, resolve, reject } = deferred<Slot>();
    const queue = this.#queues[turn];
    const waiter: Waiter = { give: resolve };
    queue.push(waiter);
    const leave = () => {
      const at = queue.indexOf(waiter);
      if (at >= 0) queue.splice(at, 1);
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    for (const listener of this.#listeners) listener();
    return promise.finally(() => signal.removeEventListener('abort', leave));
  }

  /** Calls `listener` each time somebody begins to wait; returns how to stop it. */
  onPressure(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #take(): Slot {
    this.#used += 1;
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        this.#used -= 1;
        const next = this.#queues.fresh.shift() ?? this.#queues.again.shift();
        next?.give(this.#take());
      },
    };
  }
}
