import type { ConnectionFailureId } from './connection-failure.ts';
import { knownFailures } from './known-failures.ts';

/** What the transport or the shell said of a failure. */
export interface FailureSigns {
  readonly code: number | null;
  readonly errorId: string | null;
  readonly text: string | null;
}

/** The known texts stand near the beginning; a server could send any length. */
const longestSearched = 4000;

/**
 * Which known failure it is: by code, then by error id, and by text last, for the text is in the language of the machine
 * that made it (exchange.md 7.7). Where several failures share a code, the text chooses among them.
 */
export function recogniseFailure({ code, errorId, text }: FailureSigns): ConnectionFailureId {
  const words = (text ?? '').slice(0, longestSearched).toLowerCase();
  const said = (rows: typeof knownFailures) =>
    rows.find(({ texts }) => texts.some((parts) => parts.every((part) => words.includes(part))));
  const byCode = knownFailures.filter(({ codes }) => code !== null && codes.includes(code));
  const [onlyByCode, ...more] = byCode;
  if (onlyByCode !== undefined && more.length === 0) return onlyByCode.id;
  if (more.length > 0) return said(byCode)?.id ?? 'unknown';
  const id = errorId?.split(',', 1)[0];
  const byId = knownFailures.find(({ errorIds }) => id !== undefined && errorIds.includes(id));
  return (said(knownFailures) ?? byId)?.id ?? 'unknown';
}
