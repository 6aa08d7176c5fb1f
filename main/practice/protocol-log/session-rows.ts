import type { SessionState } from '../machine.ts';
import type { PracticeCertificate } from '../world.ts';

/** One line of a protocol log after the session's columns. `+ - > < *` are its events (exchange.md 6.4). */
export interface SessionRow {
  readonly event: '+' | '-' | '>' | '<' | '*';
  readonly data: string;
  readonly context: string;
}

const suite =
  'bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA_384 with strength ' +
  '384 bits and key exchange algorithm CALG_ECDHE with strength 384 bits';

/** What the log says about a session: the same conversation, seen from the side that wrote the log. */
export function sessionRows(session: SessionState): readonly SessionRow[] {
  const sending = session.direction === 'Send';
  const client = (data: string): SessionRow => ({ event: sending ? '>' : '<', data, context: '' });
  const server = (data: string): SessionRow => ({ event: sending ? '<' : '>', data, context: '' });
  const note = (data: string, context: string): SessionRow => ({ event: '*', data, context });
  const closed: SessionRow = { event: '-', data: '', context: 'Local' };

  const rows: SessionRow[] = [
    ...(sending
      ? [note('SendRoutingHeaders', 'Set Session Permissions'), note('', 'attempting to connect')]
      : []),
    { event: '+', data: '', context: '' },
    server(`220 ${session.serverName} Microsoft ESMTP MAIL Service ready`),
    client(`EHLO ${session.clientName}`),
    server('250 STARTTLS'),
  ];
  if (session.tlsProtocol === null && session.tlsError === null) {
    return [...rows, client('QUIT'), server('221 2.0.0 Service closing transmission channel'), closed];
  }
  rows.push(client('STARTTLS'), server('220 2.0.0 SMTP server ready'));
  if (session.offered !== null) rows.push(...certificateRows('Sending certificate', session.offered));
  if (session.tlsError !== null) {
    return [...rows, note('', `TLS negotiation failed with error ${session.tlsError}`), closed];
  }
  rows.push(note('', `TLS protocol ${session.tlsProtocol} negotiation succeeded using ${suite}`));
  if (session.received !== null) rows.push(...certificateRows('Received certificate', session.received));
  rows.push(client(`EHLO ${session.clientName}`), server('250 XOORG'));
  rows.push(client('MAIL FROM:<anna@contoso.com> SIZE=4096'));
  if (session.refusal !== null) return [...rows, server(session.refusal), client('QUIT'), closed];
  return [
    ...rows,
    server('250 2.1.0 Sender OK'),
    client('RCPT TO:<bo@contoso.com>'),
    server('250 2.1.5 Recipient OK'),
    client('BDAT 4096 LAST'),
    server('250 2.6.0 Queued mail for delivery'),
    client('QUIT'),
    server('221 2.0.0 Service closing transmission channel'),
    closed,
  ];
}

/** The form of older builds, a row for each field; the label stands in the context. */
function certificateRows(heading: string, certificate: PracticeCertificate): readonly SessionRow[] {
  const row = (data: string, context: string): SessionRow => ({ event: '*', data, context });
  return [
    row('', heading),
    row(certificate.subject, 'Certificate subject'),
    row(certificate.issuer, 'Certificate issuer name'),
    row(certificate.serialNumber, 'Certificate serial number'),
    row(certificate.thumbprint, 'Certificate thumbprint'),
    row(certificate.names.join(';'), 'Certificate alternate names'),
  ];
}
