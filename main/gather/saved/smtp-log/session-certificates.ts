import type { LoggedCertificate } from '../../../domain/smtp-session.ts';
import type { CertificateContext, CertificateSide } from './certificate-labels.ts';
import { certificateValue, unknownCertificate } from './certificate-values.ts';
import type { SharedValues } from './shared-values.ts';

/** What could not be told of the certificates of a session. */
export type CertificateDoubt = 'certificate-redacted' | 'certificate-of-unknown-side';

/** Gathers the certificates that one session's rows speak of, in either form. */
export class SessionCertificates {
  readonly #shared: SharedValues;
  readonly #doubt: (doubt: CertificateDoubt, line: number) => void;
  readonly #known: Record<CertificateSide, LoggedCertificate | null> = { sent: null, received: null };
  /** The group being read; its rows may stand without the row that announces it, when the log begins behind that. */
  #side: CertificateSide | null = null;
  #group: LoggedCertificate | null = null;
  #groupLine = 0;
  #groupIsShared = true;

  constructor(shared: SharedValues, doubt: (doubt: CertificateDoubt, line: number) => void) {
    this.#shared = shared;
    this.#doubt = doubt;
  }

  row({ side, fields }: CertificateContext, data: string, line: number): void {
    const [field] = fields;
    if (side === null) {
      if (field === undefined) return;
      if (this.#group === null) this.#groupLine = line;
      this.#group = { ...(this.#group ?? unknownCertificate), ...certificateValue(field, data) };
      this.#groupIsShared = false;
      return;
    }
    this.endGroup();
    this.#side = side;
    this.#groupLine = line;
    this.#group = unknownCertificate;
    this.#groupIsShared = true;
    if (fields.length === 0) return;
    const certificate = this.#shared.certificate(fields, data);
    if (certificate?.thumbprint == null) this.#doubt('certificate-redacted', line);
    this.#group = certificate ?? unknownCertificate;
  }

  /** TLS came up or failed. A failed negotiation never shows the peer's certificate, so that one without a side is ours. */
  negotiated(failed: boolean): void {
    if (failed && this.#side === null) this.#side = 'sent';
    this.endGroup();
  }

  endGroup(): void {
    const [group, side] = [this.#group, this.#side];
    this.#group = null;
    this.#side = null;
    if (group === null) return;
    if (side === null) this.#doubt('certificate-of-unknown-side', this.#groupLine);
    else this.#known[side] = this.#merge(this.#known[side], group);
  }

  #merge(before: LoggedCertificate | null, now: LoggedCertificate): LoggedCertificate {
    if (before === null && this.#groupIsShared) return now;
    return this.#shared.sameCertificate(before === null ? now : merged(before, now));
  }

  get sent(): LoggedCertificate | null {
    return this.#known.sent;
  }

  get received(): LoggedCertificate | null {
    return this.#known.received;
  }
}

/** Exchange names a peer's certificate up to three times, in full and by thumbprint alone; another thumbprint is another one. */
function merged(before: LoggedCertificate, now: LoggedCertificate): LoggedCertificate {
  if (now.thumbprint !== null && before.thumbprint !== null && now.thumbprint !== before.thumbprint)
    return now;
  return {
    thumbprint: now.thumbprint ?? before.thumbprint,
    subject: now.subject ?? before.subject,
    issuer: now.issuer ?? before.issuer,
    serialNumber: now.serialNumber ?? before.serialNumber,
    notBefore: now.notBefore ?? before.notBefore,
    notAfter: now.notAfter ?? before.notAfter,
    names: now.names.length > 0 ? now.names : before.names,
  };
}
