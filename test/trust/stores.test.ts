import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledRoots, isProgrammeRoot, microsoftRoots } from '../../main/trust/root-lists.ts';
import { validateForStore } from '../../main/trust/store-path.ts';
import { fileStore, microsoftStore, mozillaStore, type TrustStore } from '../../main/trust/stores.ts';
import * as der from './support/der-writer.ts';
import { makeIntermediate, makeLeaf, makeRoot, now } from './support/make-certificate.ts';

const assets = resolve(import.meta.dirname, '../../assets/trust');
const source = resolve(import.meta.dirname, '../../../shared/real-data/trust/microsoft-roots.json');

describe("the list of Microsoft's programme", () => {
  it('says where it comes from and of which day it is', () => {
    expect(microsoftRoots.source).toContain('IncludedCACertificateReportForMSFT');
    expect(microsoftRoots.fetched).toBe('2026-07-19');
    expect(microsoftRoots.names.size).toBe(331);
    for (const sha256 of microsoftRoots.names.keys()) expect(sha256).toMatch(/^[0-9A-F]{64}$/);
  });

  it.skipIf(!existsSync(source))(
    'is what its script makes of the source (skipped where ../shared/real-data is absent)',
    () => {
      const made = execFileSync(process.execPath, [resolve(assets, 'make-root-lists.mjs'), source], {
        encoding: 'utf8',
      });
      expect(made).toBe(readFileSync(resolve(assets, 'microsoft-roots.json'), 'utf8'));
    },
  );

  it('counts as examined together with the roots that Node carries', () => {
    const [listed] = microsoftRoots.names.keys();
    const [bundled] = bundledRoots().keys();
    expect([listed, bundled].every((sha256) => sha256 !== undefined && isProgrammeRoot(sha256))).toBe(true);
    expect(isProgrammeRoot(makeRoot().parsed.sha256)).toBe(false);
  });
});

describe('a certificate asked of a store', () => {
  const root = makeRoot();
  const ca = makeIntermediate(root);
  const leaf = makeLeaf(ca);
  const pool = [ca.parsed, root.parsed];

  it('is trusted by a file that names its root, and by no other store', () => {
    const verdict = (store: TrustStore) =>
      validateForStore(leaf.parsed, store, { intermediates: pool, at: now }).verdict;
    expect(verdict(fileStore([root.parsed], 'roots.pem'))).toBe('trusted');
    expect(verdict(mozillaStore())).toBe('not-trusted');
    expect(verdict(microsoftStore([root.parsed]))).toBe('not-trusted');
  });

  it('cannot be judged where the store lists a root of that name which nobody gave', () => {
    // A name of Microsoft's list that is not among the roots Node carries.
    const named = makeRoot('x', { subject: der.name(['C', 'AT'], ['CN', 'A-Trust-Root-07']) });
    const below = makeLeaf(named);
    for (const intermediates of [[], [named.parsed]]) {
      const report = validateForStore(below.parsed, microsoftStore(), { intermediates, at: now });
      expect(report.verdict).toBe('cannot-tell');
      expect(report.paths[0]?.reasons.map(({ code }) => code)).toContain('listed-root-key-not-available');
    }
  });

  it('is trusted when the input brings the certificate of a listed root', () => {
    const [sha256, bytes] = [...bundledRoots()].find(([one]) => microsoftRoots.names.has(one)) ?? [];
    const own = microsoftStore()
      .anchors()
      .find((anchor) => anchor.sha256 === sha256);
    expect(own && Buffer.from(own.raw).equals(Buffer.from(bytes ?? []))).toBe(true);
    const bare: TrustStore = { ...storeWithoutAnchors, lists: (one) => one === root.parsed.sha256 };
    expect(validateForStore(leaf.parsed, bare, { intermediates: pool, at: now }).verdict).toBe('trusted');
  });
});

const storeWithoutAnchors: TrustStore = {
  id: 'microsoft',
  dated: null,
  source: 'test',
  notAvailable: null,
  anchors: () => [],
  lists: () => false,
  listsUnseen: () => false,
};
