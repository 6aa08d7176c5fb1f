import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../../main/trust/certificate.ts';
import { certificateFacts } from '../../main/trust/certificate-facts.ts';
import { validatePaths } from '../../main/trust/path.ts';
import { mozillaStore } from '../../main/trust/stores.ts';
import { opensslVersion } from '../conformance/limbo-validators.ts';
import reviewed from './openssl-differences.json' with { type: 'json' };
import { toPem } from './support/make-certificate.ts';
import { flipBits, generator } from './support/mutations.ts';
import { bundledRoots, limboCertificates } from './support/real-certificates.ts';

/** All of Node's roots are valid here, and the captured chains of 2025 and 2026 mostly are. */
const at = Date.parse('2025-09-15T00:00:00Z');

interface Difference {
  readonly certificate: string;
  readonly ours: string;
  readonly openssl: string;
  /** Why both answers stand. */
  readonly reason: string;
}

interface Sample {
  readonly title: string;
  readonly der: Buffer;
}

/**
 * A hundred certificates: roots of the bundle as they are, certificates of real servers and CAs that a root of the bundle
 * signed (from the captured chains), and damaged copies of both.
 */
function samples(): Sample[] {
  const random = generator(2025);
  const names = new Set(
    mozillaStore()
      .anchors()
      .map(({ subjectKey }) => subjectKey),
  );
  const issued = limboCertificates().filter((der) => {
    const result = readCertificate(der);
    return result.ok && !result.certificate.selfIssued && isBelow(result.certificate.issuerKey, names);
  });
  const sound = [...bundledRoots.slice(0, 40), ...issued.slice(0, 40)];
  const damaged = sound.flatMap((der) => damagedCopy(der, random)).slice(0, 100 - sound.length);
  return [...sound, ...damaged].map((der, index) => ({ title: `${index} ${titleOf(der)}`, der }));
}

/** Issued by a root of the bundle, or by a CA that was. */
function isBelow(issuer: string, names: ReadonlySet<string>): boolean {
  return (
    names.has(issuer) ||
    intermediates.some(({ subjectKey, issuerKey }) => subjectKey === issuer && names.has(issuerKey))
  );
}

/** Changed in a few bits, and still a certificate for both readers. */
function damagedCopy(der: Buffer, random: (limit: number) => number): Buffer[] {
  for (let attempt = 0; attempt < 50; attempt++) {
    const copy = flipBits(der, random);
    if (readCertificate(copy).ok && !copy.equals(der)) return [copy];
  }
  return [];
}

function titleOf(der: Buffer): string {
  const result = readCertificate(der);
  return result.ok ? (certificateFacts(result.certificate).subject ?? '') : 'unreadable';
}

const intermediates = limboCertificates().flatMap((der) => {
  const result = readCertificate(der);
  const isCa =
    result.ok && result.certificate.keyUsage?.keyCertSign === true && !result.certificate.selfIssued;
  return isCa ? [result.certificate] : [];
});

function ours(der: Buffer): string {
  const result = readCertificate(der);
  if (!result.ok) return 'refused';
  const report = validatePaths(result.certificate, {
    intermediates,
    anchors: mozillaStore().anchors(),
    at,
    usage: 'any',
    profile: 'windows',
  });
  return report.verdict === 'trusted' ? 'trusted' : `refused: ${report.paths[0]?.reasons[0]?.code}`;
}

const version = opensslVersion();

describe.skipIf(version === null)(`beside ${version ?? 'openssl (skipped: not on the path)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'agreement-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, ders: readonly Uint8Array[]) => {
    const path = join(folder, name);
    writeFileSync(path, ders.map((der) => toPem(der)).join(''));
    return path;
  };
  const roots = file('roots.pem', bundledRoots);
  const untrusted =
    intermediates.length > 0
      ? [
          '-untrusted',
          file(
            'cas.pem',
            intermediates.map(({ raw }) => raw),
          ),
        ]
      : [];

  function openssl(der: Buffer): string {
    const options = [
      '-partial_chain',
      '-auth_level',
      '2',
      '-no-CApath',
      '-attime',
      String(at / 1000),
      '-CAfile',
      roots,
    ];
    try {
      execFileSync('openssl', ['verify', ...options, ...untrusted, file('leaf.pem', [der])], {
        stdio: 'pipe',
      });
      return 'trusted';
    } catch (error) {
      const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
      return `refused: ${/error \d+ at \d+ depth lookup: (.*)/.exec(text)?.[1] ?? 'unreadable'}`;
    }
  }

  it("a hundred certificates under Node's roots get the same answer, or the difference was reviewed", () => {
    const answers = samples().map(({ title, der }) => ({
      certificate: title,
      ours: ours(der),
      openssl: openssl(der),
    }));
    const differing = answers.filter((one) => one.ours.split(':')[0] !== one.openssl.split(':')[0]);
    const expected: readonly Difference[] = reviewed.differences;
    expect(differing).toEqual(expected.map(({ reason: _reviewed, ...difference }) => difference));
    const trusted = answers.filter((one) => one.ours === 'trusted');
    expect(trusted.length).toBeGreaterThan(answers.length / 3);
    expect(trusted.length).toBeLessThan(answers.length);
  }, 120_000);
});
