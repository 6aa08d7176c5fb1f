import type { Verdict } from '../domain/diagnosis.ts';
import type { Finding } from '../domain/finding.ts';
import { isRead } from '../domain/reading.ts';
import { type Case, cloudConnectors, cloudPredictions, findServer, presented } from './case.ts';
import { rules } from './rules/index.ts';

/** Why nothing wrong was found and yet "no problem found" may not be said. */
export type Doubt =
  | 'nothing-read'
  | 'connectors-not-read'
  | 'no-connector-to-exchange-online'
  | 'certificates-not-read'
  | 'prediction-not-possible'
  | 'trust-not-known'
  | 'mail-flow-not-read'
  | 'receive-connectors-not-read'
  | 'auth-config-not-read'
  | 'source-incomplete';

/**
 * The one answer. An error is a problem, a warning is a risk; with neither, "no problem found" is said only when
 * everything it rests on was read: the connectors, every source server's certificates, the receiver's trust in each
 * presented certificate, at least one witness of today's mail flow, and the Auth configuration, whose certificate can be
 * the problem by itself.
 */
export function decide(c: Case, findings: readonly Finding[]): Verdict {
  const worst = mostTelling(findings, 'error') ?? mostTelling(findings, 'warning');
  if (worst !== null) {
    return {
      status: worst.status === 'error' ? 'problem' : 'risk',
      rule: worst.rule,
      headline: `${worst.rule}.${worst.variant}`,
      values: worst.values,
    };
  }
  const doubt = firstDoubt(c);
  if (doubt !== null)
    return {
      status: 'cannot-tell',
      rule: null,
      headline: `cannot-tell.${doubt.kind}`,
      values: { server: doubt.server ?? '' },
    };
  return {
    status: 'no-problem-found',
    rule: null,
    headline: 'no-problem-found',
    values: { servers: c.snapshot.servers.length },
  };
}

/** The finding whose rule comes first in the list of causes; among equals one that concerns Exchange Online mail. */
function mostTelling(findings: readonly Finding[], status: Finding['status']): Finding | null {
  const rank = (finding: Finding): number => rules.findIndex((rule) => rule.id === finding.rule);
  const found = findings.filter((finding) => finding.status === status);
  return [...found].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

function firstDoubt(c: Case): { readonly kind: Doubt; readonly server: string | null } | null {
  const { snapshot } = c;
  if (snapshot.sources.length === 0) return { kind: 'nothing-read', server: null };
  if (!isRead(snapshot.organisation.sendConnectors)) return { kind: 'connectors-not-read', server: null };
  if (cloudConnectors(c).length === 0) return { kind: 'no-connector-to-exchange-online', server: null };
  for (const p of cloudPredictions(c)) {
    const server = findServer(snapshot, p.server);
    if (server === null || !isRead(server.certificates))
      return { kind: 'certificates-not-read', server: p.server };
    const used = presented(p);
    if (used === null) return { kind: 'prediction-not-possible', server: p.server };
    const trust = c.trust.of(used.thumbprint);
    const trusted = trust?.observed?.outcome === 'accepted' || trust?.microsoft.answer === 'trusted';
    if (!trusted) return { kind: 'trust-not-known', server: p.server };
    const flow = isRead(server.queues) || isRead(server.sendSessions);
    if (!flow) return { kind: 'mail-flow-not-read', server: p.server };
  }
  if (!isRead(snapshot.organisation.receiveConnectors))
    return { kind: 'receive-connectors-not-read', server: null };
  if (!isRead(snapshot.organisation.authConfig)) return { kind: 'auth-config-not-read', server: null };
  if (snapshot.sources.some((source) => !source.complete)) return { kind: 'source-incomplete', server: null };
  return null;
}
