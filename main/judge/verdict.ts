import type { Verdict } from '../domain/diagnosis.ts';
import type { Finding } from '../domain/finding.ts';
import { type Case, cloudConnectors } from './case.ts';
import { firstDoubt } from './doubt.ts';
import { rules } from './rules/index.ts';

/**
 * The one answer. An error is a problem, a warning is a risk; with neither, "no problem found" is said only when no doubt
 * is left: see `firstDoubt`.
 */
export function decide(c: Case, findings: readonly Finding[]): Verdict {
  const worst = mostTelling(c, findings, 'error') ?? mostTelling(c, findings, 'warning');
  if (worst !== null) {
    return {
      status: worst.status === 'error' ? 'problem' : 'risk',
      rule: worst.rule,
      finding: findings.indexOf(worst),
      headline: `${worst.rule}.${worst.variant}`,
      values: worst.values,
    };
  }
  const doubt = firstDoubt(c);
  if (doubt !== null) {
    const values = { server: doubt.server ?? '', connector: doubt.connector ?? '' };
    return {
      status: 'cannot-tell',
      rule: null,
      finding: null,
      headline: `cannot-tell.${doubt.kind}`,
      values,
    };
  }
  const values = { servers: c.snapshot.servers.length };
  return { status: 'no-problem-found', rule: null, finding: null, headline: 'no-problem-found', values };
}

/** The finding whose rule comes first in the list of causes; among equals one that concerns mail to Exchange Online. */
function mostTelling(c: Case, findings: readonly Finding[], status: Finding['status']): Finding | null {
  const cloud = new Set(cloudConnectors(c).map(({ name }) => name));
  const rank = ({ rule, subject }: Finding): number =>
    2 * rules.findIndex(({ id }) => id === rule) + (cloud.has(subject.connector ?? '') ? 0 : 1);
  const found = findings.filter((finding) => finding.status === status);
  return [...found].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}
