import type { CertificateTrust, Diagnosis, StoreOpinion, TrustAnswer } from '../../domain/diagnosis.ts';
import type { Finding } from '../../domain/finding.ts';
import { readOrNull } from '../../domain/reading.ts';
import { findingCitation } from '../../judge/citations.ts';
import { findingReason, findingTitle, headline } from '../finding-words.ts';
import type { Words } from '../words.ts';
import { certificateJson } from './certificate-json.ts';
import { connectorJson } from './connector-json.ts';

/** The diagnosis of `cli.md`: a public interface, so fields may be added and never renamed. */
export function diagnosisJson(diagnosis: Diagnosis, words: Words) {
  const { organisation, servers, sources, contradictions } = diagnosis.snapshot;
  return {
    verdict: {
      status: diagnosis.verdict.status,
      rule: diagnosis.verdict.rule,
      headline: headline(diagnosis.verdict, words),
    },
    findings: diagnosis.findings.map((finding) => findingJson(finding, words)),
    selection: diagnosis.selection.map((p) => ({
      server: named(p.server),
      connector: p.connector,
      connectorType: p.connectorType,
      toExchangeOnline: p.toExchangeOnline,
      status: p.status,
      nameUsed: p.nameUsed,
      nameFrom: p.nameFrom,
      winner: p.winner,
      alternative: p.alternative,
      candidates: p.candidates.map(({ thumbprint, outcome, reason, localTrust }) => ({
        thumbprint,
        outcome,
        reason,
        localTrust,
      })),
      steps: p.steps,
      proof: {
        status: p.proof.status,
        thumbprint: p.proof.thumbprint,
        session: p.proof.session,
        at: p.proof.at,
      },
      assumptions: p.assumptions,
    })),
    trust: diagnosis.trust.map((entry) => trustJson(entry)),
    notJudged: diagnosis.notJudged.map((n) => ({
      rule: n.rule,
      server: named(n.server),
      missing: n.missing,
      because: n.detail === null ? n.reason : `${n.reason}: ${n.detail}`,
    })),
    sources: sources.map((s) => ({
      path: s.path,
      kind: s.kind,
      at: s.at,
      complete: s.complete,
      notRead: s.notRead.map((gap) => ({
        reason: gap.reason.cause ?? gap.reason.code,
        detail: gap.reason.detail ?? null,
        count: gap.count,
        where: gap.where ?? null,
        ...(gap.kept === true ? { kept: true } : {}),
      })),
    })),
    certificates: servers.flatMap((server) =>
      (readOrNull(server.certificates) ?? []).map((c) => ({
        ...certificateJson(c),
        server: named(c.server ?? server.name),
      })),
    ),
    connectors: [
      ...(readOrNull(organisation.sendConnectors) ?? []),
      ...(readOrNull(organisation.receiveConnectors) ?? []),
    ].map((connector) => connectorJson(connector)),
    contradictions,
    trustLists: diagnosis.trustLists,
    judgedAt: diagnosis.judgedAt,
  };
}

/** Facts that no file gives a server for stand at a nameless one, which JSON tells as null. */
function named(server: string | null): string | null {
  return server === '' ? null : server;
}

function findingJson(finding: Finding, words: Words) {
  return {
    rule: finding.rule,
    status: finding.status,
    severity: finding.status,
    variant: finding.variant,
    subject: { ...finding.subject, server: named(finding.subject.server) },
    title: findingTitle(finding, words),
    reason: findingReason(finding, words),
    advice: finding.advice.map((advice) => ({
      key: advice.key,
      class: advice.class,
      text: words(`advice.${advice.key}`, advice.values),
      command: advice.command,
    })),
    evidence: finding.evidence.map((e) => ({
      text: words(`evidence.${e.key}`, e.values),
      source: e.from.source,
      where: e.from.where ?? null,
      at: e.at,
    })),
    citation: findingCitation(finding.rule),
  };
}

/** What was seen in a log outranks any list (decision 10); the list's own opinion stays readable beside it. */
export function receiverAnswer(entry: CertificateTrust): TrustAnswer {
  if (entry.observed === null) return entry.microsoft.answer;
  return entry.observed.outcome === 'accepted' ? 'trusted' : 'not-trusted';
}

function trustJson(entry: CertificateTrust) {
  const opinions = [...new Set(entry.servers.map((s) => s.opinion))];
  return {
    thumbprint: entry.thumbprint,
    sha256: entry.sha256,
    microsoft: receiverAnswer(entry),
    mozilla: entry.mozilla.answer,
    server: opinions.length === 1 ? opinions[0] : opinions,
    servers: entry.servers.map(({ server, opinion }) => ({ server: named(server), opinion })),
    basis: entry.observed === null ? entry.microsoft.basis : 'log',
    reasons: [
      ...(entry.observed === null
        ? []
        : [{ store: 'log', code: `${entry.observed.outcome}-in-log`, at: entry.observed.at }]),
      ...reasonsOf('microsoft', entry.microsoft),
      ...reasonsOf('mozilla', entry.mozilla),
    ],
    witnesses: entry.microsoft.witnesses,
    path: entry.microsoft.path,
  };
}

function reasonsOf(store: string, opinion: StoreOpinion) {
  return opinion.reasons.map((reason) => ({ store, basis: opinion.basis, ...reason }));
}
