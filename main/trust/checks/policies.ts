import type { ExtensionKind, ParsedCertificate } from '../certificate.ts';
import { finding, type PathReason } from '../path-reasons.ts';
import {
  anyPolicy,
  certificatePolicies,
  inhibitAnyPolicy,
  type PolicyMapping,
  policyConstraints,
  policyMappings,
} from '../policy-extensions.ts';

/**
 * The policies that may stand for the next certificate, each with the names under which it is expected there; null once no
 * policy is left. Of the graph of RFC 9618 only the newest level decides, because the caller asks for no policy of its own.
 */
type Level = Map<string, Set<string>> | null;

interface State {
  level: Level;
  explicitPolicy: number;
  policyMapping: number;
  inhibitAnyPolicy: number;
}

/** RFC 5280 6.1.3 (d)-(f), 6.1.4 (a)-(j) and 6.1.5 (a)-(b), as RFC 9618 rewrote them; any initial policy. Leaf first. */
export function checkPolicies(path: readonly ParsedCertificate[]): PathReason[] {
  const below = path.slice(0, -1).reverse();
  if (!below.some((certificate) => decoded(certificate, policyConstraints) !== null)) return [];
  const never = below.length + 1;
  const state: State = {
    level: new Map([[anyPolicy, new Set([anyPolicy])]]),
    explicitPolicy: never,
    policyMapping: never,
    inhibitAnyPolicy: never,
  };
  for (const [index, certificate] of below.entries()) {
    const last = index === below.length - 1;
    const anyCounts = state.inhibitAnyPolicy > 0 || (!last && certificate.selfIssued);
    state.level = nextLevel(state.level, decoded(certificate, certificatePolicies), anyCounts);
    if (state.explicitPolicy === 0 && state.level === null) return [refusal(certificate)];
    if (last) wrapUp(state, certificate);
    else prepare(state, certificate);
    if (last && state.explicitPolicy === 0 && state.level === null) return [refusal(certificate)];
  }
  return [];
}

function refusal(certificate: ParsedCertificate): PathReason {
  return { ...finding('policy-required'), certificate: certificate.thumbprint };
}

function decoded<T>(certificate: ParsedCertificate, kind: ExtensionKind<T>): T | null {
  const reading = certificate.read(kind);
  return reading.state === 'read' ? reading.value : null;
}

function nextLevel(level: Level, policies: readonly string[] | null, anyCounts: boolean): Level {
  if (level === null || policies === null) return null;
  const expected = new Set<string>();
  for (const names of level.values()) for (const name of names) expected.add(name);
  const next = new Map<string, Set<string>>();
  for (const policy of policies) {
    if (policy !== anyPolicy && (expected.has(policy) || level.has(anyPolicy)))
      next.set(policy, new Set([policy]));
  }
  if (policies.includes(anyPolicy) && anyCounts) {
    for (const name of expected) if (!next.has(name)) next.set(name, new Set([name]));
  }
  return next.size === 0 ? null : next;
}

function prepare(state: State, certificate: ParsedCertificate): void {
  const mappings = decoded(certificate, policyMappings);
  if (mappings !== null && state.level !== null) {
    if (state.policyMapping > 0) mapPolicies(state.level, mappings);
    else for (const { issuerDomain } of mappings) state.level.delete(issuerDomain);
    if (state.level.size === 0) state.level = null;
  }
  if (!certificate.selfIssued) {
    state.explicitPolicy = Math.max(0, state.explicitPolicy - 1);
    state.policyMapping = Math.max(0, state.policyMapping - 1);
    state.inhibitAnyPolicy = Math.max(0, state.inhibitAnyPolicy - 1);
  }
  const constraints = decoded(certificate, policyConstraints);
  state.explicitPolicy = Math.min(state.explicitPolicy, constraints?.requireExplicitPolicy ?? Infinity);
  state.policyMapping = Math.min(state.policyMapping, constraints?.inhibitPolicyMapping ?? Infinity);
  state.inhibitAnyPolicy = Math.min(
    state.inhibitAnyPolicy,
    decoded(certificate, inhibitAnyPolicy) ?? Infinity,
  );
}

function mapPolicies(level: Map<string, Set<string>>, mappings: readonly PolicyMapping[]): void {
  const targets = new Map<string, Set<string>>();
  for (const { issuerDomain, subjectDomain } of mappings) {
    const known = targets.get(issuerDomain);
    if (known === undefined) targets.set(issuerDomain, new Set([subjectDomain]));
    else known.add(subjectDomain);
  }
  for (const [policy, names] of targets)
    if (level.has(policy) || level.has(anyPolicy)) level.set(policy, names);
}

function wrapUp(state: State, certificate: ParsedCertificate): void {
  state.explicitPolicy = Math.max(0, state.explicitPolicy - 1);
  if (decoded(certificate, policyConstraints)?.requireExplicitPolicy === 0) state.explicitPolicy = 0;
}
