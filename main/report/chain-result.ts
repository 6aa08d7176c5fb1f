/** One path as the report room shows it; the trust room's own type fits. */
export interface ShownPath {
  readonly certificates: readonly { readonly thumbprint: string }[];
  readonly verdict: 'trusted' | 'not-trusted' | 'cannot-tell';
  readonly reasons: readonly {
    readonly code: string;
    readonly certificate: string;
    readonly detail?: string;
  }[];
}

export interface ChainResult {
  readonly verdict: ShownPath['verdict'];
  readonly paths: readonly ShownPath[];
  /** Set when the certificate itself could not be understood: nobody can accept it. */
  readonly malformed: { readonly thumbprint: string; readonly text: string } | null;
}
