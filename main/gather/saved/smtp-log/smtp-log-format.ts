import type { NotReadCode } from '../../../domain/reading.ts';
import type { SmtpSession } from '../../../domain/smtp-session.ts';
import type { FileHead, FormatReader, OpenedFile } from '../format-reader.ts';
import { GapList } from '../gap-list.ts';
import { type FileReading, nothingFound, nothingRead, type Placed } from '../saved-file.ts';
import type { NotReadReason, PartlyReadReason } from './gap.ts';
import { looksLikeSmtpLog } from './looks-like-smtp-log.ts';
import { readSmtpLog, type SmtpLog } from './read-smtp-log.ts';

/** SMTP protocol logs: send, receive, front end, hub, Edge. */
export const smtpLogFormat: FormatReader = { format: 'smtp-log', recognises, read };

function recognises({ bytes }: FileHead): boolean {
  return looksLikeSmtpLog(bytes);
}

async function read({ path, source, limits, signal }: OpenedFile): Promise<FileReading> {
  const log = await readSmtpLog(abortable(source.chunks(), signal), {
    source: path,
    limits: { bytes: limits.fileBytes },
  });
  signal?.throwIfAborted();
  const gaps = gapsOf(log, limits.distinctGaps);
  const placed = log.sessions.map(placedSession);
  return {
    ...nothingRead,
    kind: log.kind ?? 'unknown',
    encoding: log.encoding,
    at: log.last ?? log.header.date,
    records: log.counts.records,
    found: {
      ...nothingFound,
      sendSessions: placed.filter(({ value }) => value.direction === 'send'),
      receiveSessions: placed.filter(({ value }) => value.direction === 'receive'),
    },
    notRead: gaps.list(),
    complete: gaps.complete,
  };
}

async function* abortable(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (signal?.aborted === true) return;
    yield chunk;
  }
}

/** Receive logs name the server before the connector (`EX01\Default Frontend EX01`), send logs do not (exchange.md 6.4). */
function placedSession(session: SmtpSession): Placed<SmtpSession> {
  const server =
    session.direction === 'receive' ? /^([^\\]+)\\/.exec(session.connector ?? '')?.[1] : undefined;
  return { value: session, server: server ?? null, origin: session.origin };
}

const missing: Readonly<Record<NotReadReason, readonly [code: NotReadCode, detail: string]>> = {
  'other-log': ['not-available', 'rows of another kind of log'],
  'other-layout': ['damaged', 'rows that are no rows of a protocol log'],
  'no-session-id': ['incomplete', 'rows without a session id'],
  'limit-sessions': ['limit', 'rows of sessions beyond the limit'],
  'limit-bytes': ['limit', 'the rest of the file is beyond the limit of bytes'],
  'limit-time': ['limit', 'the rest of the file is beyond the limit of time'],
  'read-error': ['failed', 'the rest of the file could not be read'],
};

/** Null where unknown fields already say so, and where nothing is lost to a verdict. */
const partly: Readonly<Record<PartlyReadReason, readonly [code: NotReadCode, detail: string] | null>> = {
  'column-count': null,
  'unclosed-quote': ['damaged', 'rows with a quote that is never closed'],
  'row-too-long': ['limit', 'rows longer than the limit'],
  'cut-off-end': ['incomplete', 'the last row is cut off'],
  'bad-bytes': ['damaged', 'bytes that are no text'],
  'nul-bytes': ['damaged', 'zero bytes'],
  'certificate-redacted': null,
  'certificate-of-unknown-side': null,
  'session-ended-early': ['limit', 'sessions ended early because too many were in progress'],
};

function gapsOf(log: SmtpLog, most: number): GapList {
  const gaps = new GapList(most);
  for (const { reason, count, where } of log.notRead) gaps.missing(...missing[reason], where, count);
  for (const { reason, count, where } of log.partlyRead) {
    const gap = partly[reason];
    if (gap !== null) gaps.doubtful(...gap, where, count);
  }
  return gaps;
}
