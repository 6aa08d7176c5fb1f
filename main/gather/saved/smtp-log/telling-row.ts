import type { CertificateContext } from './certificate-labels.ts';

/** The two parties' rows of a protocol log, whoever of them is the client (exchange.md 6.4). */
export type SpeechEvent = '>' | '<';

/** What a command asks for, as far as a later success of the same makes an earlier refusal void. */
export type CommandFamily = 'greeting' | 'tls' | 'logon' | 'sender' | 'recipient' | 'content' | 'other';

interface Command {
  readonly kind: 'command';
  readonly event: SpeechEvent;
  readonly family: CommandFamily;
}

/** One line of a reply; `text` is kept of refusals only, `more` says that a line follows. */
interface Reply {
  readonly kind: 'reply';
  readonly event: SpeechEvent;
  readonly code: number;
  readonly more: boolean;
  readonly text: string;
}

/** A row that can decide a session's outcome; all others are only counted. */
export type TellingRow =
  | Command
  | Reply
  /** A refusal that the server made itself and noted. */
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'certificate';
      readonly context: CertificateContext;
      readonly data: string;
      readonly line: number;
    }
  | { readonly kind: 'tls'; readonly protocol: string }
  | { readonly kind: 'tls-error'; readonly error: string };

// Nearly every row is one of few, and a log has millions: they are shared.
const commands = new Map<string, Command>();
const acceptances = { '>': new Map<number, Reply>(), '<': new Map<number, Reply>() };

export function commandRow(event: SpeechEvent, family: CommandFamily): TellingRow {
  const key = event + family;
  const known = commands.get(key);
  if (known !== undefined) return known;
  const made: Command = { kind: 'command', event, family };
  commands.set(key, made);
  return made;
}

/** The last line of a reply from 200 to 399. */
export function acceptanceRow(event: SpeechEvent, code: number): TellingRow {
  const known = acceptances[event].get(code);
  if (known !== undefined) return known;
  const made: Reply = { kind: 'reply', event, code, more: false, text: '' };
  acceptances[event].set(code, made);
  return made;
}
