import type { LoggedCertificate, SmtpSession } from '../domain/smtp-session.ts';
import type { CmdletParameters } from '../exchange/connection.ts';
import { type PlainObject, plainRecord } from '../exchange/plain.ts';
import { flag, number, text } from '../exchange/shapes/fields.ts';
import { readSmtpLog } from '../gather/saved/smtp-log/read-smtp-log.ts';
import type { ProtocolLogAnswer } from '../powershell/powershell-connection.ts';

/**
 * Takes the raw parts of protocol logs (docs/bridge-protocol.md, section 6) apart into the records of
 * `Read-SmtpProtocolLog`: sessions since `StartTime`, newest first, at most `MaxSessions`. The reader is the one that reads
 * saved logs; the bridge sends text because its script must stay small enough to be read.
 */
export async function protocolLogRecords(
  parts: readonly PlainObject[],
  { StartTime, MaxSessions }: CmdletParameters,
): Promise<ProtocolLogAnswer> {
  const since = typeof StartTime === 'string' ? Date.parse(StartTime) : Number.NEGATIVE_INFINITY;
  const sessions: (readonly [SmtpSession, PlainObject])[] = [];
  const nameless = parts.filter((part) => text(part, 'File') === null).length;
  const notes = nameless === 0 ? [] : [`parts without a file: ${nameless}`];
  for (const file of filesOf(parts)) {
    const { sessions: found, notRead } = await readSmtpLog(bytesOf(file), { source: file.name });
    for (const { reason, count } of notRead) notes.push(`${file.name}: ${reason} (${count})`);
    for (const session of found) {
      if (session.started === null || Date.parse(session.started) >= since) {
        sessions.push([session, sessionRecord(session, file)]);
      }
    }
  }
  const records = sessions
    .sort(([a], [b]) => (b.started ?? '').localeCompare(a.started ?? ''))
    .slice(0, typeof MaxSessions === 'number' ? MaxSessions : undefined)
    .map(([, record]) => record);
  return { records, notes };
}

interface LogFile {
  readonly name: string;
  /** The `#` lines of a file whose beginning was left out; else ''. */
  readonly header: string;
  /** Number of the first line of the text; null when it is not known. */
  readonly firstLine: number | null;
  readonly texts: string[];
}

function filesOf(parts: readonly PlainObject[]): readonly LogFile[] {
  const files = new Map<string, LogFile>();
  for (const part of parts) {
    const name = text(part, 'File');
    if (name === null) continue;
    const key = `${text(part, 'Folder') ?? ''}\\${name}`;
    const known = files.get(key);
    if (known !== undefined) known.texts.push(text(part, 'Text') ?? '');
    else {
      files.set(key, {
        name,
        header: flag(part, 'Cut') === true ? (text(part, 'Header') ?? '') : '',
        firstLine: number(part, 'FirstLine'),
        texts: [text(part, 'Text') ?? ''],
      });
    }
  }
  return [...files.values()];
}

async function* bytesOf({ header, texts }: LogFile): AsyncIterable<Uint8Array> {
  if (header !== '') yield Buffer.from(header.endsWith('\n') ? header : `${header}\r\n`);
  for (const piece of texts) yield Buffer.from(piece);
}

function sessionRecord(session: SmtpSession, file: LogFile): PlainObject {
  return plainRecord({
    SessionId: session.id,
    Connector: session.connector,
    Started: session.started,
    LocalEndpoint: session.local,
    RemoteEndpoint: session.remote,
    TlsProtocol: session.tlsProtocol,
    TlsError: session.tlsError,
    SentCertificate: certificateRecord(session.sentCertificate),
    ReceivedCertificate: certificateRecord(session.receivedCertificate),
    Rejection: session.rejection?.text ?? null,
    MessageTaken: session.messageTaken,
    Rows: session.rows,
    File: file.name,
    FirstLine: lineInFile(session, file),
  });
}

/** The reader counts from the first line it was given; the file counts from its own. */
function lineInFile({ origin }: SmtpSession, { header, firstLine }: LogFile): number | null {
  const line = /^line (\d+)/u.exec(origin.where ?? '')?.[1];
  if (line === undefined || firstLine === null) return null;
  const headerLines = header === '' ? 0 : header.trimEnd().split('\n').length;
  return Number(line) - headerLines + firstLine - 1;
}

function certificateRecord(certificate: LoggedCertificate | null): PlainObject | null {
  if (certificate === null) return null;
  return plainRecord({
    Thumbprint: certificate.thumbprint,
    Subject: certificate.subject,
    Issuer: certificate.issuer,
    SerialNumber: certificate.serialNumber,
    NotBefore: certificate.notBefore,
    NotAfter: certificate.notAfter,
    Names: certificate.names,
  });
}
