import type { Diagnosis } from '../../../../main/domain/diagnosis.ts';

/**
 * What a diagnosis says, without where and when each fact was seen: a saved fact names another place than a live one, and
 * few files tell when they were made.
 */
export function judgedForm({ verdict, findings, selection, trust, notJudged }: Diagnosis) {
  return {
    verdict,
    findings: findings.map(({ evidence, ...finding }) => ({
      ...finding,
      evidence: evidence.map(({ key, values }) => ({ key, values })),
    })),
    selection: selection.map(({ proof, ...prediction }) => ({
      ...prediction,
      proof: { status: proof.status, thumbprint: proof.thumbprint, session: proof.session },
    })),
    trust: trust.map(({ observed, ...entry }) => ({ ...entry, observed: observed?.outcome ?? null })),
    notJudged,
  };
}
