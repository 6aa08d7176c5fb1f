/**
 * The texts Exchange puts around the reply of another server (exchange.md 6.1, last rows). Each finds the inner reply in
 * a text whose first marker it owns.
 */
interface Wrapper {
  /** Index of the marker, or -1. */
  readonly find: (lower: string) => number;
  /** The inner text, from the marker on. */
  readonly unwrap: (text: string, lower: string, at: number) => string;
}

const wrappers: readonly Wrapper[] = [
  { find: (lower) => lower.indexOf('{led='), unwrap: insideBraces },
  { find: bareLed, unwrap: insideBareLed },
  { find: (lower) => lower.indexOf(respondedWith), unwrap: afterRespondedWith },
  { find: (lower) => lower.indexOf(failedOnFrontend), unwrap: afterFailedOnFrontend },
  { find: arrow, unwrap: (text, _lower, at) => text.slice(at + 2) },
];

/** The reply inside the outermost wrapper of a text, without its quotes; null when the text is no wrapper. */
export function unwrapReply(text: string): string | null {
  // ASCII alone: the lower case of some letters is longer, which would shift every index.
  const lower = text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
  let outermost: { readonly at: number; readonly wrapper: Wrapper } | null = null;
  for (const wrapper of wrappers) {
    const at = wrapper.find(lower);
    if (at >= 0 && (outermost === null || at < outermost.at)) outermost = { at, wrapper };
  }
  if (outermost === null) return null;
  const inner = withoutQuotes(outermost.wrapper.unwrap(text, lower, outermost.at));
  return inner === '' ? null : inner;
}

/** `{LED=450 4.4.317 ...};{MSG=};{FQDN=...}`: up to the brace that closes it. */
function insideBraces(text: string, _lower: string, at: number): string {
  const start = at + '{led='.length;
  let depth = 1;
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === '{') depth += 1;
    else if (text[i] === '}') depth -= 1;
    if (depth === 0) return text.slice(start, i);
  }
  return text.slice(start);
}

/** `LED=450 4.4.317 ... MSG=... FQDN=... IP=... LHT=...`, as some viewers print it. */
function bareLed(lower: string): number {
  return /(?<![a-z{])led=/.exec(lower)?.index ?? -1;
}

function insideBareLed(text: string, lower: string, at: number): string {
  const start = at + 'led='.length;
  const length = lower.slice(start).search(/[\s;]\{?(?:msg|fqdn|ip|lrt|lht)=/);
  return length < 0 ? text.slice(start) : text.slice(start, start + length);
}

const respondedWith = 'target ip address responded with';

function afterRespondedWith(text: string, lower: string, at: number): string {
  const start = at + respondedWith.length + (text[at + respondedWith.length] === ':' ? 1 : 0);
  const failover = lower.indexOf('attempted failover', start);
  return text.slice(start, failover < 0 ? text.length : failover);
}

const failedOnFrontend = 'proxy session setup failed on frontend with';

function afterFailedOnFrontend(text: string, _lower: string, at: number): string {
  return text.slice(at + failedOnFrontend.length);
}

/** `451 4.4.395 Target host responded with error. -> 454 4.7.0 ...`; an arrow without a reply behind it is just text. */
function arrow(lower: string): number {
  return /->\s?["']?[2-5][0-9]{2}[ -]/.exec(lower)?.index ?? -1;
}

const blankOrQuote = /[\s"'\u2018\u2019\u201C\u201D]/;

function withoutQuotes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && blankOrQuote.test(text.charAt(start))) start += 1;
  while (end > start && blankOrQuote.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
