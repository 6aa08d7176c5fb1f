import type { PlainObject } from '../exchange/plain.ts';
import type { BridgeReply } from './bridge.ts';
import { text, texts, type WireError, wireError } from './wire/bridge-message.ts';
import { isWireObject } from './wire/wire-object.ts';

/** A question that the server asked while a cmdlet ran, or text it showed; a declined change shows nowhere else. */
export interface HostEntry {
  readonly kind: 'answered' | 'refused' | 'text';
  readonly choice: string | null;
  /** Untrusted text. */
  readonly text: string;
}

/** How one cmdlet ended. */
export interface Invocation {
  /** Null: it ended by itself without a terminating error. Else the bridge's code (docs/bridge-protocol.md, section 4). */
  readonly code: string | null;
  /** English, for logs; null when there is no code. */
  readonly message: string | null;
  /** The terminating error, then those that did not end it. */
  readonly errors: readonly WireError[];
  readonly records: readonly PlainObject[];
  readonly warnings: readonly string[];
  readonly host: readonly HostEntry[];
  /** How the records were had: `projection`, `bytes`, `management-shell`, `script`, `events`, `plain`. */
  readonly way: string | null;
  readonly answeredBy: string | null;
  /** ISO, UTC; null when the answer does not say. */
  readonly at: string | null;
  /** For a stopped call: `none`, `unknown` (a write may have been done), `not-started`. */
  readonly outcome: string | null;
  /** The session did not react and was given up. */
  readonly gaveUp: boolean;
  /** Objects of which something was left out. */
  readonly cut: number;
}

export function invocationOf({ fields, records, cut }: BridgeReply): Invocation {
  const code = fields['ok'] === true ? null : (text(fields, 'code') ?? 'internal');
  const terminating = wireError(fields['error']);
  return {
    code,
    message: text(fields, 'message'),
    errors: [...(terminating === null ? [] : [terminating]), ...errorsIn(fields['errors'])],
    records,
    warnings: texts(fields['warnings']),
    host: hostEntries(fields['host']),
    way: text(fields, 'way'),
    answeredBy: text(fields, 'answeredBy'),
    at: text(fields, 'at'),
    outcome: text(fields, 'outcome'),
    gaveUp: fields['gaveUp'] === true,
    cut,
  };
}

function errorsIn(value: unknown): readonly WireError[] {
  return Array.isArray(value) ? value.flatMap((item) => wireError(item) ?? []) : [];
}

function hostEntries(value: unknown): readonly HostEntry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item): readonly HostEntry[] => {
    if (!isWireObject(item)) return [];
    const { kind } = item;
    if (kind !== 'answered' && kind !== 'refused' && kind !== 'text') return [];
    return [{ kind, choice: text(item, 'choice'), text: text(item, 'text') ?? '' }];
  });
}
