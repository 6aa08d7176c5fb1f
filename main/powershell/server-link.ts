import { Bridge, BridgeLost, type BridgeReply } from './bridge.ts';
import type { Credential } from './credential.ts';
import { bridgeEndFailure } from './failure/bridge-end-failure.ts';
import {
  type Attempt,
  ConnectionError,
  type ConnectionFailure,
  type ConnectionStage,
} from './failure/connection-failure.ts';
import { sessionFailure } from './failure/session-failure.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import type { SessionLimits } from './limits.ts';
import type { ConnectionPlan } from './plan/connection-plan.ts';
import type { StartChild } from './shell/bridge-child.ts';
import { type BridgeHello, text, wireError } from './wire/bridge-message.ts';
import type { RequestFields } from './wire/request-line.ts';

/** `answering` is a second Exchange session, of which the server's questions are answered by the rules of each call. */
export type SessionName = 'exchange' | 'answering' | 'windows' | 'local' | 'management-shell';

export interface LinkOptions {
  readonly plan: ConnectionPlan;
  /** Null: the signed-in user. */
  readonly credential: Credential | null;
  readonly startChild: StartChild;
  /** Random; see `Bridge`. */
  readonly tag: string;
  readonly limits: SessionLimits;
}

export type InvokeFields = RequestFields & { readonly cmdlet: string };

/** One child and the sessions in it, all for one server. Methods throw `ConnectionError` alone. */
export class ServerLink {
  readonly #options: LinkOptions;
  readonly #bridge: Bridge;
  readonly #sessions = new Map<string, Promise<ConnectionFailure | null>>();
  #running: number | null = null;
  #hello: BridgeHello | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#bridge = new Bridge(options.startChild, options.tag, (session) => this.#sessions.delete(session));
  }

  /** Null before the child has greeted. */
  get hello(): BridgeHello | null {
    return this.#hello;
  }

  get noise(): Bridge['noise'] {
    return this.#bridge.noise;
  }

  async greet(): Promise<BridgeHello> {
    this.#hello ??= await this.#within(this.#bridge.hello, this.#options.limits.hello, 'start');
    return this.#hello;
  }

  /** Null when the session is open, and otherwise why it is not; asked of the server once for each link. */
  tryOpen(name: SessionName): Promise<ConnectionFailure | null> {
    const known = this.#sessions.get(name);
    if (known !== undefined) return known;
    const opening = this.#open(name);
    this.#sessions.set(name, opening);
    return opening;
  }

  async open(name: SessionName): Promise<void> {
    const failure = await this.tryOpen(name);
    if (failure !== null) throw new ConnectionError(failure);
  }

  /** Runs one cmdlet in a session, which is opened when it is not. */
  async invoke(session: SessionName, fields: InvokeFields): Promise<Invocation> {
    await this.open(session);
    const { operation, stop, slack } = this.#options.limits;
    const { id, reply } = this.#bridge.start('invoke', {
      session,
      timeoutMs: operation,
      graceMs: stop,
      ...fields,
    });
    this.#running = id;
    const answer = await this.#within(reply, operation + stop + slack, 'run', session).finally(() => {
      this.#running = null;
    });
    const invocation = invocationOf(answer);
    if (invocation.gaveUp) this.#sessions.delete(session);
    const { code } = invocation;
    if (code !== 'lost' && code !== 'no-session') return invocation;
    this.#sessions.delete(session);
    const [error = null] = invocation.errors;
    throw new ConnectionError(sessionFailure('run', this.#attempt(session), code, invocation.message, error));
  }

  /** Which of our commands, with which parameters, the session offers. */
  async probe(session: SessionName): Promise<BridgeReply> {
    await this.open(session);
    const { operation, slack } = this.#options.limits;
    return this.#within(this.#bridge.ask('probe', { session }), operation + slack, 'run', session);
  }

  /** Stops what runs; its own answer says so. */
  async cancel(): Promise<void> {
    if (this.#running !== null) await this.#bridge.cancel(this.#running).catch(() => {});
  }

  /** Closes the sessions and ends the child, by force after `grace` milliseconds; resolves when it is gone. */
  async close(grace: number): Promise<void> {
    await this.#bridge.close(grace);
  }

  async #open(name: SessionName): Promise<ConnectionFailure | null> {
    await this.greet();
    const { open, slack } = this.#options.limits;
    const credential = name === 'management-shell' ? null : this.#options.credential;
    const ask = this.#bridge.ask('connect', this.#sessionFields(name), credential);
    const { fields } = await this.#within(ask, open + slack, 'open', name);
    if (fields['ok'] === true) return null;
    const code = text(fields, 'code') ?? 'internal';
    const error = wireError(fields['error']);
    return sessionFailure('open', this.#attempt(name), code, text(fields, 'message'), error);
  }

  #sessionFields(name: SessionName): RequestFields {
    const { plan, limits } = this.#options;
    const openMs = limits.open;
    if (name === 'local' || name === 'management-shell') return { session: name, kind: name, openMs };
    const { kind, uri, auth, skip } = name === 'windows' ? plan.windows : plan.exchange;
    return {
      session: name,
      kind,
      uri,
      auth,
      openMs,
      ...(skip.length > 0 ? { skip } : {}),
      ...(name === 'answering' ? { prompts: true } : {}),
    };
  }

  #attempt(name: SessionName): Attempt {
    const { plan, credential } = this.#options;
    const user = credential?.user ?? null;
    if (name === 'local') return { server: plan.server, uri: plan.server, auth: 'RPC', user };
    if (name === 'management-shell') return { server: plan.server, uri: 'local', auth: 'local', user: null };
    const { uri, auth } = name === 'windows' ? plan.windows : plan.exchange;
    return { server: plan.server, uri, auth, user };
  }

  /** A child that does not say in time what it agreed to say is frozen; only its end helps. */
  async #within<T>(
    work: Promise<T>,
    milliseconds: number,
    stage: ConnectionStage,
    session: SessionName = 'exchange',
  ): Promise<T> {
    const timer = setTimeout(() => this.#bridge.fail({ why: 'silent' }), milliseconds);
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof BridgeLost)) throw error;
      const { tail } = this.#bridge.noise;
      throw new ConnectionError(bridgeEndFailure(error.end, stage, this.#attempt(session), tail));
    } finally {
      clearTimeout(timer);
    }
  }
}
