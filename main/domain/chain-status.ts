/** What kind of fault a chain status word names; an id for rules and texts, never shown as it is. */
export type ReasonCategory =
  | 'trust'
  | 'name'
  | 'usage'
  | 'dates'
  | 'revocation'
  | 'signature'
  | 'chain'
  | 'missing'
  | 'ok'
  | 'unknown';

export interface ReasonMeaning {
  readonly category: ReasonCategory;
  /** Eight upper-case hex digits, for example `800B0109`; null when Windows has no code for it. */
  readonly hresult: string | null;
  readonly known: boolean;
}

/** The words Exchange gives a chain that was checked (exchange.md 6.2). */
const statuses: readonly (readonly [word: string, category: ReasonCategory, hresult: string | null])[] = [
  ['Valid', 'ok', '00000000'],
  ['ValidSelfSigned', 'ok', '00000000'],
  ['EmptyCertificate', 'missing', null],
  ['SubjectMismatch', 'name', null],
  ['NoCNMatch', 'name', '800B010F'],
  ['SignatureFailure', 'signature', '80096004'],
  ['UntrustedRoot', 'trust', '800B0109'],
  ['UntrustedTestRoot', 'trust', '800B010D'],
  ['InternalChainFailure', 'chain', '800B010A'],
  ['WrongUsage', 'usage', '800B0110'],
  ['PurposeError', 'usage', '800B0106'],
  ['CertificateExpired', 'dates', '800B0101'],
  ['ValidityPeriodNesting', 'dates', '800B0102'],
  ['BasicConstraintsError', 'chain', '80096019'],
  ['WrongRole', 'chain', '800B0103'],
  ['Revoked', 'revocation', '80092010'],
  ['CertificateRevoked', 'revocation', '800B010C'],
  ['RevocationOffline', 'revocation', '80092013'],
  ['RevocationFailure', 'revocation', '800B010E'],
  ['NoRevocationCheck', 'revocation', '80092012'],
];

const meanings = new Map<string, ReasonMeaning>(
  statuses.map(([word, category, hresult]) => [word.toLowerCase(), { category, hresult, known: true }]),
);

/** What a chain status word means, in any case; a word of no known kind is `unknown`, and is to be shown verbatim. */
export function reasonMeaning(word: string): ReasonMeaning {
  return meanings.get(word.trim().toLowerCase()) ?? { category: 'unknown', hresult: null, known: false };
}
