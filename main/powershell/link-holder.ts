import { Breaker } from './breaker.ts';
import type { ChildPool, Slot, Turn } from './child-pool.ts';
import {
  type Attempt,
  ConnectionError,
  type ConnectionFailureId,
  type ConnectionStage,
} from './failure/connection-failure.ts';
import type { SessionLimits } from './limits.ts';
import type { ServerLink } from './server-link.ts';

export interface LinkHolderOptions {
  readonly pool: ChildPool;
  readonly limits: SessionLimits;
  readonly attempt: Attempt;
  readonly newLink: () => ServerLink;
  /** Runs once for each new link, before it is used. */
  readonly opened: (link: ServerLink) => Promise<void>;
  readonly failed: (error: ConnectionError) => void;
  readonly dropped: (link: ServerLink) => void;
}

/** What the watch over a piece of work decided while it ran. */
interface Watched {
  fate: 'again' | 'given-up' | null;
}

/** Failures after which the same question, if it only reads, may be asked once more in a new session. */
const passing: ReadonlySet<ConnectionFailureId> = new Set(['connection-cut', 'shell-lost', 'shell-ended']);

/** A child that is put aside has this long to say farewell, in milliseconds; somebody waits for its place. */
const asideGrace = 1000;
/** How often it is looked whether others have waited too long, in milliseconds. */
const watchInterval = 100;

/**
 * Keeps at most one link to one server, and only while it is needed: a place in the pool is taken for work, and given back
 * when nothing was asked for a while, at once when the server keeps others waiting, and on every failure.
 */
export class LinkHolder {
  readonly #options: LinkHolderOptions;
  readonly #breaker = new Breaker();
  readonly #abort = new AbortController();
  readonly #stopListening: () => void;
  /** A failure that another try would not pass: a wrong password tried again locks the account. */
  #final: ConnectionError | null = null;
  #held: { readonly link: ServerLink; readonly slot: Slot } | null = null;
  #turn: Turn = 'fresh';
  #leads = false;
  #idle: NodeJS.Timeout | null = null;
  #busy = false;
  #leaving: Promise<void> = Promise.resolve();

  constructor(options: LinkHolderOptions) {
    this.#options = options;
    this.#stopListening = options.pool.onPressure(() => {
      if (!this.#busy) this.#rest();
    });
  }

  get link(): ServerLink | null {
    return this.#held?.link ?? null;
  }

  /** Everybody waits for this server's answers: it is given up sooner, for another can take its part. */
  lead(): void {
    this.#leads = true;
  }

  /** The administrator asked again for a server that was given up. */
  reset(): void {
    this.#final = null;
    this.#breaker.reset();
  }

  /**
   * Does `work` with an open link. `repeatable` work is done again after a failure that may pass, and after the server was
   * put aside. One work at a time.
   */
  async use<T>(work: (link: ServerLink) => Promise<T>, repeatable: boolean): Promise<T> {
    this.#busy = true;
    if (this.#idle !== null) clearTimeout(this.#idle);
    try {
      for (;;) {
        if (this.#abort.signal.aborted) throw this.#abort.signal.reason;
        if (this.#final !== null) throw this.#final;
        if (this.#breaker.open) throw this.#error('given-up');
        const step = await this.#try(work, repeatable);
        if ('value' in step) return step.value;
      }
    } finally {
      this.#busy = false;
      this.#rest();
    }
  }

  /** Ends the child and gives its place back; everything that runs or waits is rejected. */
  async close(): Promise<void> {
    this.#abort.abort(this.#error('closed'));
    this.#stopListening();
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#drop();
    await this.#leaving;
  }

  /** Gives the present session up after it stopped reacting. */
  abandon(): void {
    this.#breaker.failed();
    this.#drop();
  }

  async #try<T>(
    work: (link: ServerLink) => Promise<T>,
    repeatable: boolean,
  ): Promise<{ value: T } | { again: true }> {
    const watched: Watched = { fate: null };
    try {
      const link = await this.#ready(watched);
      const value = await (repeatable ? this.#patiently('run', link, work(link), watched) : work(link));
      this.#breaker.worked();
      return { value };
    } catch (caught) {
      if (!(caught instanceof ConnectionError)) throw caught;
      if (watched.fate === 'again') return { again: true };
      if (this.#abort.signal.aborted) throw caught;
      const error = watched.fate === 'given-up' ? this.#error('timed-out') : caught;
      this.#options.failed(error);
      this.#drop();
      this.#breaker.failed();
      const passes = passing.has(error.failure.id);
      if (!passes && (error.failure.stage !== 'run' || watched.fate !== null)) this.#final = error;
      if (repeatable && passes && !this.#breaker.open) return { again: true };
      throw error;
    }
  }

  async #ready(watched: Watched): Promise<ServerLink> {
    if (this.#held !== null) return this.#held.link;
    const slot = await this.#options.pool.acquire(this.#turn, this.#abort.signal);
    if (this.#abort.signal.aborted) {
      slot.release();
      throw this.#abort.signal.reason;
    }
    const link = this.#options.newLink();
    this.#held = { link, slot };
    await this.#patiently('start', link, link.greet(), watched);
    await this.#patiently('open', link, this.#options.opened(link), watched);
    return link;
  }

  /** Watches over work that can be repeated, and ends the link when it keeps others waiting too long. */
  async #patiently<T>(
    stage: ConnectionStage,
    link: ServerLink,
    work: Promise<T>,
    watched: Watched,
  ): Promise<T> {
    const began = performance.now();
    const watch = setInterval(() => {
      const fate = this.#held?.link === link ? this.#fate(stage, performance.now() - began) : null;
      if (fate === null) return;
      watched.fate = fate;
      this.#turn = 'again';
      this.#drop(asideGrace);
    }, watchInterval);
    try {
      const value = await work;
      this.#options.pool.patience.observe(stage, performance.now() - began);
      return value;
    } finally {
      clearInterval(watch);
    }
  }

  /** In its second turn a server has all the time of the limits. */
  #fate(stage: ConnectionStage, milliseconds: number): Watched['fate'] {
    const { pool, limits } = this.#options;
    if (this.#leads && stage === 'run') return milliseconds < limits.leading ? null : 'given-up';
    if (this.#turn === 'again' || !pool.pressedByFresh) return null;
    return milliseconds < pool.patience.of(stage) ? null : 'again';
  }

  #rest(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    if (this.#held === null || this.#abort.signal.aborted) return;
    const { idle, idleWhileOthersWait } = this.#options.limits;
    this.#idle = setTimeout(() => this.#drop(), this.#options.pool.pressed ? idleWhileOthersWait : idle);
  }

  #drop(grace: number = this.#options.limits.close): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    this.#options.dropped(held.link);
    const gone = held.link.close(grace).finally(() => held.slot.release());
    this.#leaving = Promise.all([this.#leaving, gone]).then(() => {});
  }

  #error(id: ConnectionFailureId): ConnectionError {
    const { attempt } = this.#options;
    return new ConnectionError({ id, stage: 'open', attempt, code: null, errorId: null, said: null });
  }
}
