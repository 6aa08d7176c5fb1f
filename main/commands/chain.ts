import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { chainJson } from '../report/json/chain-json.ts';
import { chainText } from '../report/terminal/chain-text.ts';
import { paintFor } from '../report/terminal/paint.ts';
import { visibleText } from '../report/visible-text.ts';
import { wordsIn } from '../report/words.ts';
import type { CertificateResult, ParsedCertificate } from '../trust/certificate.ts';
import { readCertificateFile } from '../trust/certificate-files.ts';
import { endOfFirst } from '../trust/container-kind.ts';
import { validateForStore } from '../trust/store-path.ts';
import { fileStore, microsoftStore, mozillaStore, systemStore, type TrustStore } from '../trust/stores.ts';
import { type Command, type CommandOutput, exitCode } from './command.ts';
import { readCertificates, readRoots } from './trust-context.ts';
import { parseLanguage, parseOptions, parseTime, UsageError } from './usage.ts';

/** `rootcause chain`: judges one certificate as a TLS server certificate against a store. */
export const chainCommand: Command = async (args, output) => {
  const { values, positionals } = parseOptions(args, {
    json: { type: 'boolean', default: false },
    at: { type: 'string' },
    roots: { type: 'string', multiple: true, default: [] },
    store: { type: 'string' },
    intermediates: { type: 'string', multiple: true, default: [] },
    name: { type: 'string' },
    lang: { type: 'string' },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new UsageError('chain: name exactly one file with the certificate');
  if (values.name === '') throw new UsageError('chain: --name needs a host name or an address');
  const at = parseTime(values.at, Date.now());
  const words = wordsIn(parseLanguage(values.lang));
  const store = await storeOf(values.roots, values.store, output);
  const intermediates = await readAll(values.intermediates, output);
  const input = await readLeaf(path, output);
  if (input === null) return exitCode.noInput;

  const result =
    input.leaf === null
      ? { verdict: 'not-trusted' as const, paths: [], malformed: input.malformed }
      : {
          ...validateForStore(input.leaf, store, {
            intermediates: [...input.others, ...intermediates],
            at,
            ...(values.name === undefined
              ? {}
              : { name: { kind: isIP(values.name) > 0 ? 'IP' : 'DNS', value: values.name } }),
          }),
          malformed: null,
        };
  if (values.json) output.text(`${JSON.stringify(chainJson(result, words), null, 2)}\n`);
  else output.text(chainText(result, store, { words, paint: paintFor(output.stdout, process.env) }));
  return { trusted: exitCode.fine, 'not-trusted': exitCode.problem, 'cannot-tell': exitCode.cannotTell }[
    result.verdict
  ];
};

async function storeOf(
  roots: readonly string[],
  name: string | undefined,
  output: CommandOutput,
): Promise<TrustStore> {
  if (roots.length > 0) {
    if (name !== undefined) throw new UsageError('chain: give either --roots or --store');
    return fileStore(
      (await Promise.all(roots.map((path) => readRoots(path, output)))).flat(),
      roots.join(', '),
    );
  }
  switch (name ?? 'microsoft') {
    case 'microsoft':
      return microsoftStore();
    case 'mozilla':
      return mozillaStore();
    case 'system':
      return systemStore();
    default:
      throw new UsageError(`--store: '${name}' is not one of microsoft, mozilla, system`);
  }
}

async function readAll(
  paths: readonly string[],
  output: CommandOutput,
): Promise<readonly ParsedCertificate[]> {
  const all: ParsedCertificate[] = [];
  for (const path of paths) all.push(...(await readCertificates(path, output)));
  return all;
}

interface LeafFile {
  /** Null when the first certificate of the file makes no sense; `malformed` says why. */
  readonly leaf: ParsedCertificate | null;
  readonly malformed: { readonly thumbprint: string; readonly text: string } | null;
  readonly others: readonly ParsedCertificate[];
}

/** The first certificate of the file and the others that came with it; null when the file holds none at all. */
async function readLeaf(path: string, output: CommandOutput): Promise<LeafFile | null> {
  const bytes = await readFile(path).catch((error: Error) => {
    output.note(`rootcause: ${visibleText(error.message)}\n`);
    return null;
  });
  if (bytes === null) return null;
  const file = await readCertificateFile(bytes);
  const say = (text: string): void => output.note(`rootcause: ${visibleText(path)}: ${visibleText(text)}\n`);
  for (const part of file.notRead) say(`${part.where}: ${part.reason}, ${part.detail}`);
  const first = file.certificates[leafIndex(file.certificates)];
  if (first === undefined) {
    say('no certificate in it');
    return null;
  }
  // Bytes that end before the certificate does are a broken copy: nothing can be said of the certificate itself.
  if (!first.ok && first.problem.code === 'truncated' && endOfFirst(first.raw) === null) {
    say(first.problem.text);
    return null;
  }
  const others = file.certificates.flatMap((result) =>
    result.ok && result !== first ? [result.certificate] : [],
  );
  return first.ok
    ? { leaf: first.certificate, malformed: null, others }
    : { leaf: null, malformed: { thumbprint: first.thumbprint, text: first.problem.text }, others };
}

/**
 * The first certificate, as files are usually written; but where that one has issued another of the file, the first that has
 * issued none: a PKCS#7 container has no order.
 */
function leafIndex(certificates: readonly CertificateResult[]): number {
  const parsed = certificates.map((result) => (result.ok ? result.certificate : null));
  const issues = (one: ParsedCertificate | null): boolean =>
    one !== null &&
    parsed.some((other) => other !== null && other !== one && other.issuerKey === one.subjectKey);
  const first = parsed[0] ?? null;
  if (!issues(first)) return 0;
  const end = parsed.findIndex((one) => one !== null && !issues(one));
  return end < 0 ? 0 : end;
}
