import type { LogRow } from './log-row.ts';
import type { CommandFamily } from './telling-row.ts';

const families = new Map<number, CommandFamily>([
  [packed('EHLO'), 'greeting'],
  [packed('HELO'), 'greeting'],
  [packed('STAR'), 'tls'], // STARTTLS
  [packed('X-AN'), 'tls'], // X-ANONYMOUSTLS, between Exchange servers
  [packed('AUTH'), 'logon'],
  [packed('X-EX'), 'logon'], // X-EXPS, between Exchange servers
  [packed('MAIL'), 'sender'],
  [packed('RCPT'), 'recipient'],
  [packed('DATA'), 'content'],
  [packed('BDAT'), 'content'],
]);

/**
 * The family of the command in a column, by its first four bytes; null when they cannot begin a command, as the lines of
 * a logon dialogue or what the log writes in their place.
 */
export function commandFamily(row: LogRow, column: number): CommandFamily | null {
  let verb = 0;
  for (let index = 0; index < 4; index++) {
    const byte = row.byte(column, index);
    if (!isOfVerb(byte)) return null;
    verb = (verb << 8) | (byte | 0x20);
  }
  return families.get(verb) ?? 'other';
}

/** A letter or a hyphen; no command is shorter than four of them. */
function isOfVerb(byte: number): boolean {
  const lower = byte | 0x20;
  return byte === 45 || (lower >= 97 && lower <= 122);
}

function packed(verb: string): number {
  let number = 0;
  for (const character of verb) number = (number << 8) | (character.charCodeAt(0) | 0x20);
  return number;
}
