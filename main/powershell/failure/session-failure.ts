import type { WireError } from '../wire/bridge-message.ts';
import type { Attempt, ConnectionFailure, ConnectionStage } from './connection-failure.ts';
import { recogniseFailure } from './recognise-failure.ts';
import { clipped } from './said.ts';

/** A session that did not open, or broke, with what the bridge says of it. */
export function sessionFailure(
  stage: ConnectionStage,
  attempt: Attempt,
  code: string,
  message: string | null,
  error: WireError | null,
): ConnectionFailure {
  const said = clipped(error?.message ?? message);
  const signs = { code: error?.transportCode ?? null, errorId: error?.id ?? null, text: said };
  const recognised = recogniseFailure(signs);
  return { id: recognised === 'unknown' ? byAnswer(code) : recognised, stage, attempt, ...rest(signs) };
}

function rest({ code, errorId, text }: { code: number | null; errorId: string | null; text: string | null }) {
  return { code, errorId, said: text };
}

/** What the bridge's own code tells where the server's words are not known. */
function byAnswer(code: string): ConnectionFailure['id'] {
  switch (code) {
    case 'timeout':
      return 'timed-out';
    case 'lost':
    case 'no-session':
      return 'connection-cut';
    case 'cancelled':
      return 'closed';
    default:
      return 'unknown';
  }
}
