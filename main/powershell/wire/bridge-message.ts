import { DamagedAnswer } from './plain-values.ts';
import { isWireObject, type WireObject } from './wire-object.ts';

/** A line of the bridge (docs/bridge-protocol.md, section 2). */
export type BridgeMessage =
  | { readonly t: 'hello'; readonly hello: BridgeHello }
  | { readonly t: 'fatal'; readonly code: string; readonly mode: string | null }
  | { readonly t: 'records'; readonly id: number; readonly records: readonly unknown[] }
  | { readonly t: 'answer'; readonly id: number | null; readonly fields: WireObject }
  | { readonly t: 'session'; readonly session: string; readonly error: WireError | null };

export interface BridgeHello {
  readonly protocol: number;
  /** For example `5.1.20348.1`. */
  readonly powershell: string;
  readonly edition: string;
  readonly pid: number | null;
  /** Whether questions of the server can be answered: `ready`, `absent`, `refused`, `failed`. */
  readonly host: string;
  readonly cmdlets: readonly string[];
}

/** An error record or exception, as the bridge tells it; all untrusted text. */
export interface WireError {
  readonly message: string;
  readonly exception: string | null;
  /** FullyQualifiedErrorId. */
  readonly id: string | null;
  readonly category: string | null;
  readonly remoteException: string | null;
  readonly transportCode: number | null;
}

/** @throws DamagedAnswer when the line is no message of the protocol. */
export function readMessage(json: string): BridgeMessage {
  const fields = parsed(json);
  switch (fields['t']) {
    case 'hello':
      return { t: 'hello', hello: helloOf(fields) };
    case 'fatal':
      return { t: 'fatal', code: text(fields, 'code') ?? '', mode: text(fields, 'mode') };
    case 'records': {
      const { id, records } = fields;
      if (typeof id !== 'number' || !Array.isArray(records))
        throw new DamagedAnswer('records have no id or no list');
      return { t: 'records', id, records };
    }
    case 'answer':
      return { t: 'answer', id: number(fields, 'id'), fields };
    case 'session':
      return { t: 'session', session: text(fields, 'session') ?? '', error: wireError(fields['error']) };
    default:
      throw new DamagedAnswer('a line is of no known kind');
  }
}

export function wireError(value: unknown): WireError | null {
  if (!isWireObject(value)) return null;
  return {
    message: text(value, 'message') ?? '',
    exception: text(value, 'exception'),
    id: text(value, 'id'),
    category: text(value, 'category'),
    remoteException: text(value, 'remoteException'),
    transportCode: number(value, 'transportCode'),
  };
}

export function text(fields: WireObject, key: string): string | null {
  const value = fields[key];
  return typeof value === 'string' ? value : null;
}

export function number(fields: WireObject, key: string): number | null {
  const value = fields[key];
  return typeof value === 'number' ? value : null;
}

/** The texts of a list; what is no text is left out. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function parsed(json: string): WireObject {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new DamagedAnswer('a line is no JSON');
  }
  if (!isWireObject(value)) throw new DamagedAnswer('a line is no object');
  return value;
}

function helloOf(fields: WireObject): BridgeHello {
  return {
    protocol: number(fields, 'protocol') ?? 0,
    powershell: text(fields, 'powershell') ?? '',
    edition: text(fields, 'edition') ?? '',
    pid: number(fields, 'pid'),
    host: text(fields, 'host') ?? 'absent',
    cmdlets: texts(fields['cmdlets']),
  };
}
