import { reasonMeaning } from './chain-status.ts';
import { classifyReply } from './reply-class.ts';
import { unwrapReply } from './reply-wrapper.ts';

export { reasonMeaning };

/** What a reply means for us (exchange.md 6.1); `other` when the text is of no known kind. */
export type ReplyClass =
  | 'untrusted-root' // 454 4.7.0 ... TLS channel: UntrustedRoot
  | 'tls-channel-refused' // 454 4.7.0 ... TLS channel: another reason, or none
  | 'pin-not-found' // 454 4.7.5 TlsCertificateName could not be found
  | 'peer-certificate-invalid' // 454 4.7.5 certificate validation failure, MTA-STS name
  | 'no-private-key' // NoCredentials
  | 'key-not-readable' // UnknownCredentials
  | 'socket-error' // 421 4.4.2 SocketError: protocol or cipher mismatch
  | 'starttls-missing' // 451 5.7.3 STARTTLS is required, 450 4.4.101
  | 'inbound-certificate-refused' // 450 4.4.317 (Exchange Online to us)
  | 'temporary-server-error' // 451 4.7.0 PRX
  | 'kerberos' // 454 4.7.0 Temporary authentication failure: not a certificate
  | 'tenant-attribution' // 550 5.7.64, 5.7.51
  | 'dane' // 4.7.321-325, 5.7.321-325
  | 'mta-sts'
  | 'connection-timeout' // 421 4.4.1 without a TLS error
  | 'accepted' // 2xx
  | 'other';

/** A parsed SMTP reply or LastError. */
export interface SmtpReply {
  /** Three digits, or null when the text has none. */
  readonly code: string | null;
  /** For example `4.7.0`. */
  readonly enhanced: string | null;
  /** The whole text as received. */
  readonly text: string;
  readonly class: ReplyClass;
  /** The chain status word of exchange.md 6.2, verbatim: `UntrustedRoot`, ... */
  readonly reason: string | null;
  /** The reply inside a wrapper (`Primary target IP address responded with`, `[{LED=...}]`), else null. */
  readonly inner: SmtpReply | null;
}

/** Exchange itself nests three deep (queue, front end, back end); more is text made to hurt. */
const deepestWrapper = 8;

/** Characters. LastError stays far below; a longer text keeps its end unread, so that a forged queue cannot stall a diagnosis. */
const longestRead = 65_536;

/**
 * Reads an SMTP reply, a queue's LastError, or a line of a protocol log. The text may carry a prefix, several lines, and
 * wrappers; class and reason are those of the innermost reply that says anything, code and enhanced code those of the
 * text itself. Text of no known kind is `other`, never an error. Linear time, over the first 65,536 characters.
 */
export function parseReply(text: string): SmtpReply {
  return { ...readReply(text.slice(0, longestRead), deepestWrapper), text };
}

/** The reply at the bottom of all wrappers; the reply itself when it has none. */
export function innermostReply(reply: SmtpReply): SmtpReply {
  let innermost = reply;
  while (innermost.inner !== null) innermost = innermost.inner;
  return innermost;
}

function readReply(text: string, depth: number): SmtpReply {
  const line = flatten(text);
  const wrapped = depth > 0 ? unwrapReply(line) : null;
  const inner = wrapped === null ? null : readReply(wrapped, depth - 1);
  const codes = replyCodes(line);
  const own = classifyReply({ line, ...codes });
  const decides = inner !== null && inner.class !== 'other' && inner.class !== 'accepted';
  return {
    ...codes,
    text,
    class: decides ? inner.class : own.class,
    reason: inner?.reason ?? own.reason,
    inner,
  };
}

/** One line with straight quotes; RFC 5321 section 4.2.1 repeats the codes on every line, here the first alone keeps them. */
function flatten(text: string): string {
  const lines = text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const code = replyCodes(lines[0] ?? '').code;
  return lines
    .map((line, index) => (index > 0 && code !== null && line.startsWith(code) ? withoutCodes(line) : line))
    .join(' ')
    .replace(/\s+/g, ' ');
}

function withoutCodes(line: string): string {
  return line.replace(/^[2-5][0-9]{2}[- ](?:[245]\.[0-9]{1,3}\.[0-9]{1,3} )?/, '');
}

const enhancedCode = '([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?!\\.?[0-9])';

/** In the order of trust: at the start, both codes together anywhere, and a bare code where a server is quoted. */
const codePatterns = [
  new RegExp(`^["' ]*([2-5][0-9]{2})(?:[- ]${enhancedCode}|(?=[- ]|$))`),
  new RegExp(`(?<![0-9.])([2-5][0-9]{2})[- ]${enhancedCode}`),
  /(?:["';]|\b(?:said|returned|response|with):?) ?'?([2-5][0-9]{2})(?=[- ]|$)/i,
];
const enhancedAlone = new RegExp(`^["' ]*${enhancedCode}`);

function replyCodes(line: string): { readonly code: string | null; readonly enhanced: string | null } {
  for (const pattern of codePatterns) {
    const found = pattern.exec(line);
    if (found !== null) return { code: found[1] ?? null, enhanced: found[2] ?? null };
  }
  return { code: null, enhanced: enhancedAlone.exec(line)?.[1] ?? null };
}
