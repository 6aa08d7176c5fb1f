import type { ChainResult } from '../chain-result.ts';
import { pathsOf } from '../json/chain-json.ts';
import { clippedText, visibleText } from '../visible-text.ts';
import type { Words } from '../words.ts';
import type { Paint } from './paint.ts';

interface ShownStore {
  readonly id: string;
  readonly source: string;
  readonly dated: string | null;
  readonly notAvailable: string | null;
}

const colours = { trusted: 'green', 'not-trusted': 'red', 'cannot-tell': 'magenta' } as const;

/** The verdict, the store that was asked, and each path with the rule that failed on which certificate. */
export function chainText(
  result: ChainResult,
  store: ShownStore,
  o: { readonly words: Words; readonly paint: Paint },
): string {
  const { words, paint } = o;
  const verdict = (answer: ChainResult['verdict']): string =>
    paint(['bold', colours[answer]], words(`chain.${answer}`));
  const lines = [
    verdict(result.verdict),
    words('chain.store', {
      store: store.dated === null ? store.source : words('chain.storeMicrosoft', { dated: store.dated }),
    }),
    ...(store.notAvailable === null ? [] : [visibleText(store.notAvailable)]),
  ];
  for (const [index, path] of pathsOf(result).entries()) {
    lines.push('', words('chain.path', { number: index + 1, verdict: words(`chain.${path.verdict}`) }));
    lines.push(...path.certificates.map((c) => `  ${c.thumbprint}`));
    if (path.reasons.length === 0) lines.push(`  ${words('chain.noReasons')}`);
    for (const { code, certificate, detail } of path.reasons) {
      const more = detail === undefined ? '' : ` (${clippedText(detail, 120)})`;
      lines.push(`  - ${certificate.slice(0, 8)}…: ${words(`pathReason.${code}`)}${more}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
