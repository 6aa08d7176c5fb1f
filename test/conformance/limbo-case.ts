import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** One case of x509-limbo (github.com/C2SP/x509-limbo, Apache-2.0); the fields that both editions of the format share. */
export interface LimboCase {
  readonly id: string;
  readonly description: string;
  readonly features: readonly string[];
  readonly validationKind: string;
  readonly trustedCerts: readonly string[];
  readonly intermediates: readonly string[];
  readonly peer: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly peerName: { readonly kind: 'DNS' | 'IP'; readonly value: string } | null;
  readonly maxChainDepth: number | null;
  readonly expected: 'SUCCESS' | 'FAILURE';
}

interface RawCase {
  readonly id: string;
  readonly description: string;
  readonly features: readonly string[] | null;
  readonly validation_kind: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string | null;
  readonly expected_peer_name: { readonly kind: string; readonly value: string } | null;
  readonly max_chain_depth: number | null;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
}

/** The day of the edition of 135 cases; generated certificates are valid for a thousand years around it. */
const suiteDay = Date.parse('2023-12-01T00:00:00Z');

const folder = resolve(import.meta.dirname, '../../../shared/real-data/x509');

/** Null when the data are not beside the project. */
export const limboFolder = existsSync(resolve(folder, 'limbo-135.json')) ? folder : null;

export function readSuite(): LimboCase[] {
  const suite: { testcases: RawCase[] } = JSON.parse(readFileSync(resolve(folder, 'limbo-135.json'), 'utf8'));
  return suite.testcases.map(toCase);
}

/** Chains as real servers sent them, each with its own moment. */
export function readCapturedChains(): LimboCase[] {
  return readdirSync(resolve(folder, 'online')).map((file) =>
    toCase(JSON.parse(readFileSync(resolve(folder, 'online', file), 'utf8'))),
  );
}

function toCase(raw: RawCase): LimboCase {
  const name = raw.expected_peer_name;
  return {
    id: raw.id,
    description: raw.description,
    features: raw.features ?? [],
    validationKind: raw.validation_kind,
    trustedCerts: raw.trusted_certs,
    intermediates: raw.untrusted_intermediates,
    peer: raw.peer_certificate,
    at: raw.validation_time === null ? suiteDay : Date.parse(raw.validation_time),
    peerName:
      name && (name.kind === 'DNS' || name.kind === 'IP') ? { kind: name.kind, value: name.value } : null,
    maxChainDepth: raw.max_chain_depth,
    expected: raw.expected_result,
  };
}

/** Cases that ask for more than validators commonly do; the suite marks them. */
export function isPedantic(limbo: LimboCase): boolean {
  return limbo.features.some((feature) => feature.startsWith('pedantic'));
}
