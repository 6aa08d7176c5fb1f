import type { Known, Origin, Reading } from '../../domain/reading.ts';
import { parseReply } from '../../domain/reply.ts';
import type { LoggedCertificate, SmtpSession } from '../../domain/smtp-session.ts';
import { normaliseThumbprint } from '../../domain/thumbprint.ts';
import { isPlainObject, type PlainObject } from '../../exchange/plain.ts';
import { field, flag, list, name, number, text } from '../../exchange/shapes/fields.ts';
import { utcTime } from '../../exchange/shapes/times.ts';
import type { LiveServer, Records } from './live-server.ts';

const mostSessions = 2000;

/** Sessions of the SmtpSend or SmtpReceive protocol log since `since`, as the second channel took them apart. */
export function readSessions(
  server: LiveServer,
  direction: 'Send' | 'Receive',
  since: string,
): Promise<Reading<readonly SmtpSession[]>> {
  const question = { Server: server.name, Direction: direction, StartTime: since, MaxSessions: mostSessions };
  return server.read('Read-SmtpProtocolLog', question, (answer) => {
    const sessions = answer.records.flatMap((record) => smtpSession(record, direction, answer) ?? []);
    server.lose('damaged', answer.records.length - sessions.length, answer.origin.source);
    if (answer.records.length >= mostSessions) {
      server.lose('limit', 1, answer.origin.source, `${mostSessions} sessions`);
    }
    return sessions;
  });
}

/** Null when the record has no session id. */
function smtpSession(
  record: PlainObject,
  direction: 'Send' | 'Receive',
  answer: Records,
): SmtpSession | null {
  const id = name(record, 'SessionId');
  if (id === null) return null;
  const rejection = name(record, 'Rejection');
  return {
    id,
    direction: direction === 'Send' ? 'send' : 'receive',
    connector: name(record, 'Connector'),
    started: utcTime(record, 'Started'),
    local: name(record, 'LocalEndpoint'),
    remote: name(record, 'RemoteEndpoint'),
    tlsProtocol: name(record, 'TlsProtocol'),
    tlsError: name(record, 'TlsError'),
    sentCertificate: loggedCertificate(record, 'SentCertificate'),
    receivedCertificate: loggedCertificate(record, 'ReceivedCertificate'),
    rejection: rejection === null ? null : parseReply(rejection),
    messageTaken: flag(record, 'MessageTaken'),
    rows: number(record, 'Rows') ?? 0,
    origin: placeInLog(record, answer.origin),
  };
}

function loggedCertificate(record: PlainObject, property: string): Known<LoggedCertificate> {
  const value = field(record, property);
  if (!isPlainObject(value)) return null;
  return {
    thumbprint: normaliseThumbprint(text(value, 'Thumbprint') ?? ''),
    subject: name(value, 'Subject'),
    issuer: name(value, 'Issuer'),
    serialNumber: name(value, 'SerialNumber'),
    notBefore: utcTime(value, 'NotBefore'),
    notAfter: utcTime(value, 'NotAfter'),
    names: list(value, 'Names') ?? [],
  };
}

function placeInLog(record: PlainObject, origin: Origin): Origin {
  const file = name(record, 'File');
  const line = number(record, 'FirstLine');
  const parts = [file, line === null ? null : `line ${line}`].filter((part) => part !== null);
  return parts.length === 0 ? origin : { ...origin, where: parts.join(' ') };
}
