import type { SessionState } from '../machine.ts';
import { type SessionRow, sessionRows } from './session-rows.ts';

/** One file of an SMTP protocol log; Exchange begins a new one each hour, in UTC. */
export interface ProtocolLogFile {
  /** For example `SEND2026011509-1.LOG`. */
  readonly name: string;
  readonly text: string;
  readonly sessions: readonly LoggedSession[];
}

export interface LoggedSession {
  readonly session: SessionState;
  /** Counted from 1. */
  readonly firstLine: number;
  readonly rows: number;
}

/** The files that hold these sessions, oldest first, with the place of each session in its file. */
export function protocolLogFiles(
  direction: SessionState['direction'],
  sessions: readonly SessionState[],
): readonly ProtocolLogFile[] {
  const byHour = new Map<string, SessionState[]>();
  for (const session of sessions.toSorted((a, b) => a.started.localeCompare(b.started))) {
    const hour = session.started.slice(0, 13).replace(/\D/g, '');
    byHour.set(hour, [...(byHour.get(hour) ?? []), session]);
  }
  return [...byHour].map(([hour, ofHour]) => {
    const prefix = direction === 'Send' ? 'SEND' : 'RECV';
    return { name: `${prefix}${hour}-1.LOG`, ...logText(direction, ofHour) };
  });
}

function logText(direction: SessionState['direction'], sessions: readonly SessionState[]) {
  const lines = [
    '#Software: Microsoft Exchange Server',
    '#Version: 15.0.0.0',
    `#Log-type: SMTP ${direction} Protocol Log`,
    `#Date: ${sessions[0]?.started ?? ''}`,
    '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context',
  ];
  const logged: LoggedSession[] = [];
  for (const session of sessions) {
    const rows = sessionRows(session);
    logged.push({ session, firstLine: lines.length + 1, rows: rows.length });
    const connected = rows.findIndex(({ event }) => event === '+');
    rows.forEach((row, index) => {
      lines.push(logLine(session, row, index, index >= connected));
    });
  }
  return { text: `${lines.join('\r\n')}\r\n`, sessions: logged };
}

function logLine(session: SessionState, row: SessionRow, index: number, connected: boolean): string {
  const at = new Date(Date.parse(session.started) + index * 10).toISOString();
  const local = connected ? session.localEndpoint : '';
  const columns = [at, session.connector, session.id, String(index), local, session.remoteEndpoint];
  return [...columns, row.event, row.data, row.context].map(quoted).join(',');
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
