import type { ExchangeCertificate } from '../domain/certificate.ts';
import type { CertificateTrust, StoreOpinion } from '../domain/diagnosis.ts';
import { readOrNull } from '../domain/reading.ts';
import type { ServerReadings, Snapshot } from '../domain/snapshot.ts';
import type { ParsedCertificate } from '../trust/certificate.ts';
import { judgeReceiverTrust, type ReceiverTrust } from '../trust/receiver-trust.ts';
import type { TrustStore } from '../trust/stores.ts';
import type { CertificateBook } from './certificate-book.ts';
import { localTrust } from './local-trust.ts';
import { observedInLogs } from './observed.ts';
import { opinionFromText } from './text-only-trust.ts';

/** What trust is judged with: the stores asked, certificates a person added, and the moment (epoch milliseconds). */
export interface JudgeContext {
  readonly now: number;
  readonly microsoft: TrustStore;
  readonly mozilla: TrustStore;
  readonly extraCertificates: readonly ParsedCertificate[];
}

/** One opinion for each distinct certificate, however many servers hold it. */
export class TrustTable {
  readonly all: readonly CertificateTrust[];
  readonly #byThumbprint = new Map<string, CertificateTrust>();

  constructor(all: readonly CertificateTrust[]) {
    this.all = all;
    for (const entry of all) {
      // A row of which only text is known must not hide the opinion on the bytes of the same thumbprint.
      if (entry.sha256 !== null || !this.#byThumbprint.has(entry.thumbprint))
        this.#byThumbprint.set(entry.thumbprint, entry);
    }
  }

  of(thumbprint: string): CertificateTrust | null {
    return this.#byThumbprint.get(thumbprint) ?? null;
  }

  /**
   * Whether Exchange Online trusts it, as far as anything tells: an acceptance seen in a log outranks the list, and a refusal
   * settles what the list cannot tell. A listed certificate that was refused stays trusted here: its chain may be what was
   * missing, and that is another rule's question.
   */
  microsoft(thumbprint: string): StoreOpinion['answer'] {
    const entry = this.of(thumbprint);
    if (entry === null) return 'cannot-tell';
    const { answer, reasons } = entry.microsoft;
    // What was accepted then may have expired since.
    const outOfDate = reasons.some(({ code }) => code === 'expired');
    if (entry.observed?.outcome === 'accepted' && !outOfDate) return 'trusted';
    return entry.observed?.outcome === 'refused' && answer === 'cannot-tell' ? 'not-trusted' : answer;
  }
}

export function buildTrustTable(
  snapshot: Snapshot,
  book: CertificateBook,
  context: JudgeContext,
): TrustTable {
  const pool = intermediatePool(snapshot, book, context);
  const observed = observedInLogs(snapshot);
  const entries = distinctCertificates(snapshot).map((held): CertificateTrust => {
    const certificate = bestDescribed(held);
    const opinion = (store: TrustStore): StoreOpinion =>
      storeOpinion(certificate, store, pool, book, context);
    return {
      thumbprint: certificate.thumbprint,
      sha256: certificate.sha256,
      microsoft: opinion(context.microsoft),
      mozilla: opinion(context.mozilla),
      observed: observed.get(certificate.thumbprint) ?? null,
      servers: held.map(({ server, certificate: own }) => ({
        server: server.name,
        opinion: localTrust(own, server, book, context.now),
      })),
    };
  });
  return new TrustTable(entries);
}

interface Held {
  readonly server: ServerReadings;
  readonly certificate: ExchangeCertificate;
}

/** All places of each certificate, told apart by SHA-256: equal thumbprints alone do not make two certificates one. */
function distinctCertificates(snapshot: Snapshot): readonly (readonly Held[])[] {
  const places = new Map<string, Held[]>();
  for (const server of snapshot.servers) {
    for (const certificate of readOrNull(server.certificates) ?? []) {
      const key = certificate.sha256 ?? certificate.thumbprint;
      const known = places.get(key);
      if (known === undefined) places.set(key, [{ server, certificate }]);
      else known.push({ server, certificate });
    }
  }
  return [...places.values()];
}

/** The view that knows the type of the root: another export of the same certificate may lack it. */
function bestDescribed(held: readonly Held[]): ExchangeCertificate {
  const [first] = held as readonly [Held, ...Held[]];
  return (held.find(({ certificate }) => certificate.rootCaType !== null) ?? first).certificate;
}

function storeOpinion(
  certificate: ExchangeCertificate,
  store: TrustStore,
  pool: readonly ParsedCertificate[],
  book: CertificateBook,
  context: JudgeContext,
): StoreOpinion {
  const leaf = book.parsed(certificate);
  if (leaf === null) return opinionFromText(certificate);
  const result: ReceiverTrust = judgeReceiverTrust(leaf, {
    intermediates: pool,
    store,
    extraRoots: context.extraCertificates,
    at: context.now,
    rootCaType: certificate.rootCaType,
  });
  return {
    answer: result.verdict,
    basis: result.basis,
    reasons: result.reasons.map((r) => ({
      code: r.code,
      certificate: r.certificate,
      detail: r.detail ?? null,
    })),
    path: result.path,
    witnesses: result.witnesses.map((w) => w.kind),
  };
}

/**
 * Everything that could serve as an intermediate, from any server or file: the question here is whom the receiver
 * trusts; whether the server can *send* the intermediate is asked by the rule `missing-intermediate`.
 */
function intermediatePool(
  snapshot: Snapshot,
  book: CertificateBook,
  context: JudgeContext,
): ParsedCertificate[] {
  const pool = new Map<string, ParsedCertificate>();
  const add = (certificates: readonly ParsedCertificate[]): void => {
    for (const c of certificates) pool.set(c.sha256, c);
  };
  for (const server of snapshot.servers) {
    add(book.parsedAll(readOrNull(server.intermediates) ?? []));
    add(book.parsedAll(readOrNull(server.roots) ?? []));
    add(book.parsedAll(readOrNull(server.certificates) ?? []));
  }
  add(context.extraCertificates);
  return [...pool.values()];
}
