import type { Prediction } from '../domain/prediction.ts';
import type { ReplyClass } from '../domain/reply.ts';
import { type Case, connectorNamed } from './case.ts';
import type { Refusal } from './refusal.ts';
import { refusalsFor } from './refusals.ts';

export interface Refused {
  readonly all: readonly Refusal[];
  /** Whether one of them is still so. */
  readonly current: boolean;
}

/**
 * The refusals of one class that concern this prediction. `presented` as in `refusalsFor`: null when the fault would be the
 * server's own. None for receive connectors: what others tell is in their logs.
 */
export function refusedFor(
  c: Case,
  p: Prediction,
  kind: ReplyClass,
  presented: string | null = null,
): Refused {
  const connector = p.connectorType === 'send' ? connectorNamed(c, p.connector) : null;
  if (connector === null) return { all: [], current: false };
  const sender = { server: p.server, presented };
  const all = refusalsFor(c.refusals, connector, sender, c.sendConnectors).filter((r) => r.class === kind);
  return { all, current: all.some((r) => r.current) };
}
