import type { ChainResult, ShownPath } from '../chain-result.ts';
import type { Words } from '../words.ts';

/** The result of `rootcause chain` as `cli.md` prints it. */
export function chainJson(result: ChainResult, words: Words) {
  return { verdict: result.verdict, paths: pathsOf(result).map((path) => pathJson(path, words)) };
}

/** A certificate that makes no sense is a path of one with that reason. */
export function pathsOf({ paths, malformed }: ChainResult): readonly ShownPath[] {
  if (malformed === null) return paths;
  const { thumbprint, text } = malformed;
  const reasons = [{ code: 'malformed-certificate', certificate: thumbprint, detail: text }];
  return [{ certificates: [{ thumbprint }], verdict: 'not-trusted', reasons }];
}

function pathJson(path: ShownPath, words: Words) {
  return {
    certificates: path.certificates.map((certificate) => certificate.thumbprint),
    verdict: path.verdict,
    reasons: path.reasons.map(({ code, certificate, detail }) => ({
      code,
      certificate,
      text: words(`pathReason.${code}`),
      ...(detail === undefined ? {} : { detail }),
    })),
  };
}
