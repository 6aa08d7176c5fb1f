import { parseReply, type SmtpReply } from '../../../domain/reply.ts';
import type { LoggedCertificate } from '../../../domain/smtp-session.ts';
import {
  type CertificateContext,
  type CertificateField,
  parseCertificateContext,
} from './certificate-labels.ts';
import { splitCertificateValues } from './certificate-values.ts';

const mostEntries = 2048;
const longestKey = 8192;
const mostContexts = 16;

/** A map that forgets everything when it is full: enough for values that repeat, bounded for those that do not. */
class Memory<T> {
  readonly #entries = new Map<string, T>();

  recall(key: string, make: () => T): T {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (key.length > longestKey) return made;
    if (this.#entries.size >= mostEntries) this.#entries.clear();
    this.#entries.set(key, made);
    return made;
  }
}

/** Values that a log repeats in nearly every session, read once and held once. */
export class SharedValues {
  readonly #texts = new Memory<string>();
  readonly #contexts = new Memory<{ readonly parsed: CertificateContext | null }>();
  /** By the labels, then by the values. */
  readonly #certificates = new Map<
    readonly CertificateField[],
    Memory<{ readonly split: LoggedCertificate | null }>
  >();
  readonly #merged = new Memory<LoggedCertificate>();
  readonly #replies = new Memory<SmtpReply>();

  text(text: string): string {
    return this.#texts.recall(text, () => text);
  }

  context(context: string): CertificateContext | null {
    return this.#contexts.recall(context, () => ({ parsed: parseCertificateContext(context) })).parsed;
  }

  /** See `splitCertificateValues`; the labels must be those of a `context` of this object. */
  certificate(fields: readonly CertificateField[], data: string): LoggedCertificate | null {
    let memory = this.#certificates.get(fields);
    if (memory === undefined) {
      memory = new Memory();
      if (this.#certificates.size >= mostContexts) this.#certificates.clear();
      this.#certificates.set(fields, memory);
    }
    return memory.recall(data, () => ({ split: splitCertificateValues(fields, data) })).split;
  }

  /** The one object for certificates with the same values. */
  sameCertificate(certificate: LoggedCertificate): LoggedCertificate {
    return this.#merged.recall(JSON.stringify(certificate), () => certificate);
  }

  reply(text: string): SmtpReply {
    return this.#replies.recall(text, () => parseReply(text));
  }
}
