import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedCertificate, readCertificate } from '../../main/trust/certificate.ts';
import { type PathReport, validatePaths } from '../../main/trust/path.ts';
import type { LimboCase } from './limbo-case.ts';

/** What a validator made of a case: only a plain yes accepts. */
export interface Outcome {
  readonly accepted: boolean;
  readonly detail: string;
  readonly milliseconds: number;
}

export function validateOurs(limbo: LimboCase): Outcome {
  const started = performance.now();
  const leaf = read(limbo.peer);
  if (leaf === null)
    return { accepted: false, detail: 'unreadable leaf', milliseconds: performance.now() - started };
  const report = validatePaths(leaf, {
    intermediates: readAll(limbo.intermediates),
    anchors: readAll(limbo.trustedCerts),
    at: limbo.at,
    ...(limbo.peerName === null ? {} : { name: limbo.peerName }),
    ...(limbo.maxChainDepth === null ? {} : { maxDepth: limbo.maxChainDepth }),
  });
  return {
    accepted: report.verdict === 'trusted',
    detail: `${report.verdict}: ${describe(report)}`,
    milliseconds: performance.now() - started,
  };
}

function describe({ paths: [best] }: PathReport): string {
  if (best === undefined) return '';
  return best.reasons
    .map(({ code, detail }) => (detail === undefined ? code : `${code} (${detail})`))
    .join(', ');
}

function read(pem: string): ParsedCertificate | null {
  const result = readCertificate(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64'));
  return result.ok ? result.certificate : null;
}

function readAll(pems: readonly string[]): ParsedCertificate[] {
  return pems.map(read).filter((certificate) => certificate !== null);
}

/** The version line, or null where there is no `openssl` on the path. */
export function opensslVersion(): string | null {
  try {
    return execFileSync('openssl', ['version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/** `openssl verify` in its strictest setting over the same bytes. */
export function validateOpenssl(limbo: LimboCase): Outcome {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'limbo-'));
  const file = (name: string, pems: readonly string[]) => {
    const path = join(folder, name);
    writeFileSync(path, pems.join('\n'));
    return path;
  };
  const { peerName } = limbo;
  const options = [
    '-x509_strict',
    '-partial_chain',
    '-auth_level',
    '2',
    '-purpose',
    'sslserver',
    '-no-CApath',
  ];
  if (peerName !== null)
    options.push(peerName.kind === 'IP' ? '-verify_ip' : '-verify_hostname', peerName.value);
  if (limbo.maxChainDepth !== null) options.push('-verify_depth', String(limbo.maxChainDepth));
  options.push(
    '-attime',
    String(Math.floor(limbo.at / 1000)),
    '-CAfile',
    file('roots.pem', limbo.trustedCerts),
  );
  if (limbo.intermediates.length > 0)
    options.push('-untrusted', file('intermediates.pem', limbo.intermediates));
  try {
    execFileSync('openssl', ['verify', ...options, file('leaf.pem', [limbo.peer])], { stdio: 'pipe' });
    return { accepted: true, detail: '', milliseconds: performance.now() - started };
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return {
      accepted: false,
      detail: /error \d+ at \d+ depth lookup: (.*)/.exec(text)?.[1] ?? text.slice(0, 120),
      milliseconds: performance.now() - started,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
