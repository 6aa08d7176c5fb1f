import type { ReplyClass, SmtpReply } from '../../../domain/reply.ts';
import type { CommandFamily } from './telling-row.ts';

/** Refusals that speak of TLS or of a certificate; a session's other refusals never hide them. */
const certificateClasses: ReadonlySet<ReplyClass> = new Set<ReplyClass>([
  'untrusted-root',
  'tls-channel-refused',
  'pin-not-found',
  'peer-certificate-invalid',
  'no-private-key',
  'key-not-readable',
  'starttls-missing',
  'inbound-certificate-refused',
  'tenant-attribution',
  'dane',
  'mta-sts',
]);

/** Commands whose answers may still be outstanding; a client cannot have more of them in flight (RFC 2920). */
const mostOutstanding = 256;

/**
 * Pairs the replies of one session with its commands and keeps the refusal that ended what the session was for. A refused
 * logon, greeting, or extension that succeeded later, or without which the message was taken, ended nothing.
 */
export class Refusals {
  readonly #parse: (text: string) => SmtpReply;
  readonly #outstanding: CommandFamily[] = [];
  #answered: CommandFamily = 'greeting';
  #dialogue = false;
  /** At least one message was taken in this session. */
  #taken = false;
  /** The last message was taken and no other begun. */
  #delivered = false;
  #certificate: SmtpReply | null = null;
  /** By family, in the order of the last refusal. */
  #others: Map<CommandFamily | 'note', SmtpReply> | null = null;

  constructor(parse: (text: string) => SmtpReply) {
    this.#parse = parse;
  }

  command(family: CommandFamily): void {
    // What a client sends between 334 and the end of a logon is no command, whatever it looks like.
    if (this.#dialogue && family === 'other') return;
    if (family === 'sender') this.#delivered = false;
    if (this.#outstanding.length < mostOutstanding) this.#outstanding.push(family);
  }

  reply(code: number, text: string): void {
    const farewell = code === 421 && this.#delivered && this.#outstanding.length === 0;
    if (code < 400) this.#accept(code);
    else this.#refuse(farewell ? 'farewell' : this.#nextFamily(), text);
  }

  /** A refusal that the server noted itself, such as a certificate it could not find (exchange.md 6.1). */
  note(text: string): void {
    this.#refuse('note', text);
  }

  get messageTaken(): boolean {
    return this.#taken;
  }

  get decisive(): SmtpReply | null {
    return this.#certificate ?? [...(this.#others?.values() ?? [])].at(-1) ?? null;
  }

  #accept(code: number): void {
    if (code >= 300) {
      this.#dialogue = this.#outstanding[0] === 'logon';
      return;
    }
    const family = this.#nextFamily();
    this.#delivered ||= family === 'content';
    this.#taken ||= family === 'content';
    if (this.#others === null) return;
    if (family === 'content')
      for (const minor of ['greeting', 'tls', 'logon', 'other'] as const) this.#others.delete(minor);
    else if (family !== 'sender' && family !== 'recipient') this.#others.delete(family);
  }

  #nextFamily(): CommandFamily {
    this.#dialogue = false;
    this.#answered = this.#outstanding.shift() ?? this.#answered;
    return this.#answered;
  }

  /** `farewell`: a server closes the channel that idles after the last message (RFC 5321 section 3.8). */
  #refuse(family: CommandFamily | 'note' | 'farewell', text: string): void {
    const reply = this.#parse(text);
    if (certificateClasses.has(reply.class)) {
      this.#certificate = reply;
      return;
    }
    if (family === 'farewell') return;
    this.#others ??= new Map();
    this.#others.delete(family);
    this.#others.set(family, reply);
  }
}
