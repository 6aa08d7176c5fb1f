import { Buffer } from 'node:buffer';
import {
  readSmtpLog,
  type SmtpLog,
  type SmtpLogOptions,
} from '../../../../main/gather/saved/smtp-log/read-smtp-log.ts';

export const columnNames =
  'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';

/** The header of exchange.md 6.4. */
export function header(type: 'Send' | 'Receive' = 'Send', fields = columnNames): string {
  return `#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: SMTP ${type} Protocol Log\r\n#Date: 2026-01-15T08:00:00.000Z\r\n#Fields: ${fields}\r\n`;
}

/** Rows of one session from `event,data,context`, numbered from 0, one millisecond apart. */
export function sessionRows(
  id: string,
  rows: readonly string[],
  connector = 'Outbound to Office 365',
): string[] {
  return rows.map((row, sequence) => {
    const time = new Date(Date.UTC(2026, 0, 15, 8, 0, 1, sequence)).toISOString();
    return `${time},${connector},${id},${sequence},192.0.2.5:41000,203.0.113.10:25,${row}`;
  });
}

export function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\r\n`).join('');
}

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function readText(
  text: string | Uint8Array,
  options: Partial<SmtpLogOptions> = {},
  size = 65_536,
): Promise<SmtpLog> {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  return readSmtpLog(chunked(bytes, size), { source: 'SEND.log', ...options });
}

/** The outcome of the only session that these `event,data,context` rows make. */
export async function readSession(rows: readonly string[], type: 'Send' | 'Receive' = 'Send') {
  const log = await readText(header(type) + lines(sessionRows('08DD00000000A001', rows)));
  const [session] = log.sessions;
  if (session === undefined || log.sessions.length !== 1) throw new Error(`${log.sessions.length} sessions`);
  return session;
}

/** Rows read and rows not read are together all rows, and every row read is in a session. */
export function countedRows(log: SmtpLog): number {
  const inSessions = log.sessions.reduce((sum, { rows }) => sum + rows, 0) + log.rest.rows;
  if (inSessions !== log.counts.records)
    throw new Error(`${inSessions} rows in sessions, ${log.counts.records} records`);
  const notRead = log.notRead.reduce((sum, { count }) => sum + count, 0);
  if (notRead !== log.counts.notRead) throw new Error(`${notRead} not read, ${log.counts.notRead} counted`);
  return log.counts.records + log.counts.notRead;
}

/** Repeatable random numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled<T>(values: readonly T[], next: () => number): T[] {
  const result = [...values];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1));
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}
