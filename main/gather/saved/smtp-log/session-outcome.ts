import type { Known } from '../../../domain/reading.ts';
import type { SmtpReply } from '../../../domain/reply.ts';
import type { LoggedCertificate } from '../../../domain/smtp-session.ts';
import { maxReplyCharacters } from './limits.ts';
import { Refusals } from './refusals.ts';
import { type CertificateDoubt, SessionCertificates } from './session-certificates.ts';
import type { SharedValues } from './shared-values.ts';
import type { SpeechEvent, TellingRow } from './telling-row.ts';

export interface Outcome {
  readonly tlsProtocol: Known<string>;
  readonly tlsError: Known<string>;
  readonly sentCertificate: Known<LoggedCertificate>;
  readonly receivedCertificate: Known<LoggedCertificate>;
  readonly rejection: Known<SmtpReply>;
  readonly messageTaken: boolean;
}

/** Follows one session through its telling rows, given in the order of their sequence numbers. */
export class SessionOutcome {
  readonly #certificates: SessionCertificates;
  readonly #refusals: Refusals;
  #tlsProtocol: string | null = null;
  #tlsError: string | null = null;
  /** Lines of a reply of which more are to come. */
  #reply = '';
  #replyCode = 0;

  constructor(shared: SharedValues, doubt: (doubt: CertificateDoubt, line: number) => void) {
    this.#certificates = new SessionCertificates(shared, doubt);
    this.#refusals = new Refusals((text) => shared.reply(text));
  }

  /** `replies` is the event of the rows in which the server of the session speaks. */
  follow(row: TellingRow, replies: SpeechEvent): void {
    switch (row.kind) {
      case 'command':
        if (row.event !== replies) this.#refusals.command(row.family);
        break;
      case 'reply':
        if (row.event === replies) this.#followReply(row.code, row.text, row.more);
        break;
      case 'note':
        this.#refusals.note(row.text);
        break;
      case 'certificate':
        this.#certificates.row(row.context, row.data, row.line);
        break;
      case 'tls':
        this.#tlsProtocol = row.protocol;
        this.#certificates.negotiated(false);
        break;
      case 'tls-error':
        this.#tlsError = row.error;
        this.#certificates.negotiated(true);
        break;
    }
  }

  /** Call once, behind the last row. */
  end(): Outcome {
    this.#certificates.endGroup();
    if (this.#reply !== '') this.#endReply();
    return {
      tlsProtocol: this.#tlsProtocol,
      tlsError: this.#tlsError,
      sentCertificate: this.#certificates.sent,
      receivedCertificate: this.#certificates.received,
      rejection: this.#refusals.decisive,
      messageTaken: this.#refusals.messageTaken,
    };
  }

  /** Older builds write one row for each line of a reply; only its last line answers. */
  #followReply(code: number, line: string, more: boolean): void {
    this.#reply = this.#reply === '' ? line : `${this.#reply}\n${line}`.slice(0, maxReplyCharacters);
    this.#replyCode = code;
    if (!more) this.#endReply();
  }

  #endReply(): void {
    this.#refusals.reply(this.#replyCode, this.#reply);
    this.#reply = '';
  }
}
