import type { PlainObject } from '../exchange/plain.ts';
import type { Credential } from './credential.ts';
import { type Deferred, deferred } from './deferred.ts';
import { longestLine, mostRecords } from './limits.ts';
import type { BridgeChild, ChildEnd, StartChild } from './shell/bridge-child.ts';
import { type BridgeHello, type BridgeMessage, readMessage } from './wire/bridge-message.ts';
import { LineReader } from './wire/line-reader.ts';
import { type CutCount, DamagedAnswer, plainRecordOf } from './wire/plain-values.ts';
import { type RequestFields, requestLine, requestLineWithSecret } from './wire/request-line.ts';
import type { WireObject } from './wire/wire-object.ts';

export interface BridgeReply {
  /** The answer line. */
  readonly fields: WireObject;
  readonly records: readonly PlainObject[];
  /** Objects of which the bridge left something out, for depth or size. */
  readonly cut: number;
}

/** Why no more answers come. */
export type BridgeEnd =
  | { readonly why: 'exited'; readonly end: ChildEnd; readonly greeted: boolean }
  | { readonly why: 'language-mode'; readonly mode: string | null }
  | { readonly why: 'protocol'; readonly protocol: number }
  | { readonly why: 'too-large' | 'silent' | 'closed' }
  | { readonly why: 'damaged'; readonly detail: string };

/** The bridge is gone; what it was doing may or may not have been done. */
export class BridgeLost extends Error {
  override readonly name = 'BridgeLost';
  readonly end: BridgeEnd;

  constructor(end: BridgeEnd) {
    super(`the bridge ended: ${end.why}`);
    this.end = end;
  }
}

interface Waiting {
  readonly records: PlainObject[];
  readonly count: CutCount;
  characters: number;
  readonly resolve: (reply: BridgeReply) => void;
  readonly reject: (lost: BridgeLost) => void;
}

const spokenProtocol = 1;
/** Text beside the protocol is kept for the report when a start fails, and no more than this. */
const longestNoise = 4096;

/** Requests and their answers over one child. Every promise settles: with its answer, or with `BridgeLost`. */
export class Bridge {
  /** Rejects with `BridgeLost` when the child ends, or says that it cannot work, before it greets. */
  readonly hello: Promise<BridgeHello>;
  readonly ended: Promise<ChildEnd>;
  readonly #child: BridgeChild;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onSessionLost: (session: string) => void;
  readonly #greet: Deferred<BridgeHello>;
  #greeted = false;
  #lost: BridgeLost | null = null;
  #last = 0;
  #noise = '';
  #noiseLines = 0;

  /** `tag`: 8 to 64 characters of `A-Za-z0-9@:`, random. */
  constructor(startChild: StartChild, tag: string, onSessionLost: (session: string) => void = () => {}) {
    this.#onSessionLost = onSessionLost;
    const greeting = deferred<BridgeHello>();
    this.hello = greeting.promise;
    this.hello.catch(() => {});
    this.#greet = greeting;
    this.#child = startChild(tag);
    const reader = new LineReader(tag, longestLine, {
      onMessage: (json) => this.#message(json),
      onNoise: (text) => this.#hearNoise(text),
      onTooLong: () => this.fail({ why: 'too-large' }),
    });
    this.#child.onOutput((text) => reader.push(text));
    this.ended = this.#child.ended.then((end) => {
      reader.end();
      this.#lose({ why: 'exited', end, greeted: this.#greeted });
      return end;
    });
  }

  get pid(): number | null {
    return this.#child.pid;
  }

  get alive(): boolean {
    return this.#lost === null;
  }

  /** What else came through the child's output: how many lines, and the last of it. */
  get noise(): { readonly lines: number; readonly tail: string } {
    return { lines: this.#noiseLines, tail: this.#noise };
  }

  /** Sends a request. `id` names it for `cancel`. A password is in no copy after it was written. */
  start(
    op: string,
    fields: RequestFields,
    credential: Credential | null = null,
  ): { readonly id: number; readonly reply: Promise<BridgeReply> } {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve, reject } = deferred<BridgeReply>();
    if (this.#lost !== null) reject(this.#lost);
    else {
      this.#waiting.set(id, { records: [], count: { cut: 0 }, characters: 0, resolve, reject });
      if (credential === null) this.#child.send(requestLine(id, op, fields));
      else {
        const line = requestLineWithSecret(id, op, fields, credential);
        this.#child.send(line, () => line.fill(0));
      }
    }
    return { id, reply: promise };
  }

  ask(op: string, fields: RequestFields, credential: Credential | null = null): Promise<BridgeReply> {
    return this.start(op, fields, credential).reply;
  }

  /** The target's own answer still comes. */
  async cancel(target: number): Promise<void> {
    await this.ask('cancel', { target });
  }

  /** Lets the bridge close its sessions, and kills it when it does not end within `grace` milliseconds. */
  async close(grace: number): Promise<ChildEnd> {
    this.#lose({ why: 'closed' });
    this.#child.endInput();
    const timer = setTimeout(() => this.#child.kill(), grace);
    const ended = await this.ended;
    clearTimeout(timer);
    return ended;
  }

  /** Ends the child at once, for a child that cannot be believed or does not react. */
  fail(end: BridgeEnd): void {
    this.#lose(end);
    this.#child.kill();
  }

  #message(json: string): void {
    if (this.#lost !== null) return;
    try {
      this.#take(readMessage(json), json.length);
    } catch (error) {
      if (!(error instanceof DamagedAnswer)) throw error;
      this.fail({ why: 'damaged', detail: error.message });
    }
  }

  #take(message: BridgeMessage, characters: number): void {
    switch (message.t) {
      case 'hello':
        this.#hear(message.hello);
        break;
      case 'fatal':
        this.#lose({ why: 'language-mode', mode: message.mode });
        break;
      case 'records':
        this.#records(message.id, message.records, characters);
        break;
      case 'answer':
        this.#answer(message.id, message.fields);
        break;
      case 'session':
        this.#onSessionLost(message.session);
        break;
    }
  }

  #hear(hello: BridgeHello): void {
    if (hello.protocol !== spokenProtocol) {
      this.fail({ why: 'protocol', protocol: hello.protocol });
      return;
    }
    this.#greeted = true;
    this.#greet.resolve(hello);
  }

  #records(id: number, records: readonly unknown[], characters: number): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    waiting.characters += characters;
    if (waiting.characters > longestLine || waiting.records.length + records.length > mostRecords) {
      this.fail({ why: 'too-large' });
      return;
    }
    for (const record of records) waiting.records.push(plainRecordOf(record, waiting.count));
  }

  #answer(id: number | null, fields: WireObject): void {
    const waiting = id === null ? undefined : this.#waiting.get(id);
    // A line that the bridge could not read comes back without an id: whose it was cannot be told.
    if (id === null) throw new DamagedAnswer('the bridge could not read a request');
    if (waiting === undefined) return;
    const { count } = fields;
    if (typeof count === 'number' && count !== waiting.records.length) {
      throw new DamagedAnswer(`${count} records were announced and ${waiting.records.length} came`);
    }
    this.#waiting.delete(id);
    waiting.resolve({ fields, records: waiting.records, cut: waiting.count.cut });
  }

  #lose(end: BridgeEnd): void {
    if (this.#lost !== null) return;
    const lost = new BridgeLost(end);
    this.#lost = lost;
    this.#greet.reject(lost);
    for (const waiting of this.#waiting.values()) waiting.reject(lost);
    this.#waiting.clear();
  }

  #hearNoise(text: string): void {
    this.#noiseLines += 1;
    this.#noise = `${this.#noise}${text.slice(-longestNoise)}\n`.slice(-longestNoise);
  }
}
