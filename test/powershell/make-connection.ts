import { randomBytes } from 'node:crypto';
import { protocolLogRecords } from '../../main/commands/protocol-log-records.ts';
import { ChildPool } from '../../main/powershell/child-pool.ts';
import type { Credential } from '../../main/powershell/credential.ts';
import { patienceBounds, type SessionLimits, sessionLimits } from '../../main/powershell/limits.ts';
import { Patience } from '../../main/powershell/patience.ts';
import {
  type ConnectionChoice,
  type ConnectionPlan,
  planConnection,
} from '../../main/powershell/plan/connection-plan.ts';
import { PowerShellConnection } from '../../main/powershell/powershell-connection.ts';
import type { StartChild } from '../../main/powershell/shell/bridge-child.ts';

/** Limits of a second or less, so that a fault is seen while one waits. */
export const shortLimits: SessionLimits = {
  ...sessionLimits,
  hello: 2000,
  open: 400,
  operation: 400,
  stop: 150,
  slack: 150,
  close: 300,
};

export function planFor(server: string, choice: Partial<ConnectionChoice> = {}): ConnectionPlan {
  const plan = planConnection({
    server,
    authentication: { auth: 'Kerberos', https: false },
    skip: [],
    ...choice,
  });
  if ('problem' in plan) throw new Error(plan.problem);
  return plan;
}

export function poolOf(size: number): ChildPool {
  return new ChildPool(size, new Patience(patienceBounds.least, patienceBounds.most));
}

interface ConnectionParts {
  readonly server?: string;
  readonly startChild: StartChild;
  readonly pool?: ChildPool;
  readonly limits?: Partial<SessionLimits>;
  readonly credential?: Credential;
  readonly plan?: Partial<ConnectionChoice>;
}

export function connectionTo(parts: ConnectionParts): PowerShellConnection {
  return new PowerShellConnection({
    plan: planFor(parts.server ?? 'ex01.contoso.com', parts.plan),
    credential: parts.credential ?? null,
    startChild: parts.startChild,
    newTag: () => `@${randomBytes(9).toString('hex')}:`,
    pool: parts.pool ?? poolOf(8),
    limits: { ...shortLimits, ...parts.limits },
    readProtocolLog: protocolLogRecords,
    now: () => '2026-01-15T09:19:00.000Z',
  });
}
