import { describe, expect, it } from 'vitest';
import type { RootCaType } from '../../main/domain/certificate.ts';
import { judgeReceiverTrust, type ReceiverTrust } from '../../main/trust/receiver-trust.ts';
import {
  fileStore,
  microsoftStore,
  mozillaStore,
  serverStore,
  systemStore,
  type TrustStore,
} from '../../main/trust/stores.ts';
import { witnesses } from '../../main/trust/witnesses.ts';
import * as der from './support/der-writer.ts';
import {
  type CertificateRecipe,
  extension,
  type Made,
  makeIntermediate,
  makeLeaf,
  makeRoot,
  now,
  oids,
  rsaKey,
  uri,
} from './support/make-certificate.ts';

const root = makeRoot();
const ca = makeIntermediate(root);
const store = fileStore([root.parsed], 'test');

function judge(
  leaf: Made,
  pool: readonly Made[],
  asked: TrustStore = store,
  rootCaType: RootCaType | null = null,
): ReceiverTrust {
  const intermediates = pool.map(({ parsed }) => parsed);
  return judgeReceiverTrust(leaf.parsed, {
    intermediates,
    store: asked,
    extraRoots: [],
    at: now,
    rootCaType,
  });
}

const brief = ({ verdict, basis }: ReceiverTrust) => `${verdict} (${basis})`;

const sct = Buffer.concat([Buffer.from([0, 6, 0, 4]), Buffer.from('abcd')]);
const signs = {
  timestamps: { '1.3.6.1.4.1.11129.2.4.2': extension('1.3.6.1.4.1.11129.2.4.2', der.octets(sct)) },
  forum: {
    [oids.certificatePolicies]: extension(
      oids.certificatePolicies,
      der.sequence(der.sequence(der.oid('2.23.140.1.2.2'))),
    ),
  },
  template: { '1.3.6.1.4.1.311.20.2': extension('1.3.6.1.4.1.311.20.2', der.bmp('WebServer')) },
  templateId: {
    '1.3.6.1.4.1.311.21.7': extension(
      '1.3.6.1.4.1.311.21.7',
      der.sequence(der.oid('1.3.6.1.4.1.311.21.8.1.2'), der.integer(100)),
    ),
  },
  ldap: {
    [oids.crlDistributionPoints]: extension(
      oids.crlDistributionPoints,
      der.sequence(der.sequence(der.context(0, der.context(0, uri('ldap:///CN=Contoso CA,CN=EX01'))))),
    ),
  },
};

/** A leaf of a CA that nobody has; only its signs can speak. */
const stray = (change: Readonly<Record<string, Buffer>>, recipe: CertificateRecipe = {}) =>
  makeLeaf(makeIntermediate(makeRoot('Unknown'), 'Unknown CA'), 'mail.contoso.com', { change, ...recipe });

describe('signs of who issued a certificate', () => {
  const kinds = (leaf: Made, rootCaType: RootCaType | null = null) =>
    witnesses(leaf.parsed, { rootCaType }).map(({ says, kind }) => `${says} ${kind}`);

  it.each([
    ['certificate transparency', stray(signs.timestamps), 'public sct'],
    ['a policy of the CA/Browser Forum', stray(signs.forum), 'public cabf-policy'],
    ['a template of AD CS', stray(signs.template), 'private ad-cs-template'],
    ['a newer template of AD CS', stray(signs.templateId), 'private ad-cs-template'],
    ['a distribution point in a directory', stray(signs.ldap), 'private ldap-distribution-point'],
    [
      'an issuer named by domain components',
      stray({}, { issuer: der.name(['DC', der.ia5('local')], ['CN', 'CA']) }),
      'private domain-component-issuer',
    ],
    ['a certificate that names itself as issuer', makeLeaf(null), 'private self-signed'],
  ])('%s', (_title, leaf, expected) => {
    expect(kinds(leaf)).toEqual([expected]);
  });

  it('what Exchange says of the root, each way', () => {
    const leaf = stray({});
    expect(kinds(leaf, 'ThirdParty')).toEqual(['public root-ca-type']);
    for (const type of ['Enterprise', 'GroupPolicy', 'Registry'] as const)
      expect(kinds(leaf, type)).toEqual(['private root-ca-type']);
    for (const type of ['None', 'Unknown', null] as const) expect(kinds(leaf, type)).toEqual([]);
  });
});

describe('whether Exchange Online will trust the certificate', () => {
  it('a complete path decides, whatever the signs say', () => {
    const leaf = makeLeaf(ca, 'mail.contoso.com', { change: signs.template });
    expect(brief(judge(leaf, [ca]))).toBe('trusted (path)');
    expect(judge(leaf, [ca]).path).toEqual([leaf, ca, root].map(({ parsed }) => parsed.thumbprint));
    const weak = makeLeaf(ca, 'mail.contoso.com', { key: rsaKey(1024), change: signs.timestamps });
    expect(brief(judge(weak, [ca]))).toBe('not-trusted (path)');
  });

  it.each([
    ['self-signed', makeLeaf(null), null, 'not-trusted (witness)'],
    ['of an enterprise CA', stray(signs.template), null, 'not-trusted (witness)'],
    ['with a root from the registry', stray({}), 'Registry', 'not-trusted (witness)'],
    ['with timestamps', stray(signs.timestamps), null, 'trusted (witness)'],
    ['with a policy of the forum', stray(signs.forum), null, 'trusted (witness)'],
    ['with nothing but the word of Exchange', stray({}), 'ThirdParty', 'cannot-tell (none)'],
    [
      'with signs of both kinds',
      stray({ ...signs.timestamps, ...signs.template }),
      null,
      'cannot-tell (none)',
    ],
    [
      'with a private sign against the word of Exchange',
      stray(signs.template),
      'ThirdParty',
      'cannot-tell (none)',
    ],
    ['without any sign', stray({}), null, 'cannot-tell (none)'],
  ] as const)('without a path: %s', (_title, leaf, rootCaType, expected) => {
    expect(brief(judge(leaf, [ca], store, rootCaType))).toBe(expected);
  });

  it('good signs do not heal a certificate that is expired or weak', () => {
    const notAfter = der.time('2026-01-01T00:00:00Z');
    expect(brief(judge(stray(signs.timestamps, { notAfter }), []))).toBe('not-trusted (path)');
    expect(brief(judge(stray(signs.timestamps, { key: rsaKey(1024) }), []))).toBe('not-trusted (path)');
  });

  it('a private root that is at hand refuses; with public signs nothing is certain', () => {
    const own = makeRoot('Own Root');
    expect(brief(judge(makeLeaf(own), [own]))).toBe('not-trusted (path)');
    expect(brief(judge(makeLeaf(own, 'a.test.com', { change: signs.timestamps }), [own]))).toBe(
      'cannot-tell (none)',
    );
  });

  it('what Windows does not enforce is a note and no refusal', () => {
    const leaf = makeLeaf(ca, 'mail.contoso.com', { subject: der.name(['CN', 'ex01.contoso.local']) });
    const result = judge(leaf, [ca]);
    expect(brief(result)).toBe('trusted (path)');
    expect(result.notes.map(({ code }) => code)).toEqual(['common-name-not-in-san']);
  });

  it('the answer changes in the second in which a certificate of the chain expires', () => {
    const shortCa = makeIntermediate(root, 'Short', { notAfter: der.time('2026-06-01T00:00:00Z') });
    const leaf = makeLeaf(shortCa);
    const at = (iso: string) =>
      judgeReceiverTrust(leaf.parsed, {
        intermediates: [shortCa.parsed],
        store,
        extraRoots: [],
        at: Date.parse(iso),
        rootCaType: null,
      }).verdict;
    expect([at('2026-05-31T23:59:59Z'), at('2026-06-01T00:00:00Z'), at('2026-06-01T00:00:01Z')]).toEqual([
      'trusted',
      'trusted',
      'not-trusted',
    ]);
  });

  it('taking certificates away never turns "cannot tell" into "trusted" by a path', () => {
    const other = makeRoot('Other');
    const cross = makeIntermediate(other, 'Test CA');
    const pool = [ca, root, cross, makeIntermediate(ca, 'Sub'), makeRoot('Noise'), makeLeaf(ca)];
    const leaves = [makeLeaf(ca), makeLeaf(cross), stray({}), stray(signs.timestamps), makeLeaf(null)];
    for (const leaf of leaves) {
      for (let mask = 0; mask < 2 ** pool.length; mask++) {
        const kept = pool.filter((_, index) => (mask >> index) & 1);
        const before = judge(leaf, kept);
        if (before.verdict !== 'cannot-tell') continue;
        for (const gone of kept) {
          const after = judge(
            leaf,
            kept.filter((one) => one !== gone),
          );
          expect(`${after.verdict} ${after.basis}`).not.toBe('trusted path');
        }
      }
    }
  });
});

describe('stores', () => {
  it("Microsoft's programme is a dated list, of which some roots are at hand", () => {
    const microsoft = microsoftStore();
    expect(microsoft.dated).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(microsoft.source).toContain('IncludedCACertificateReportForMSFT');
    expect(microsoft.anchors().length).toBeGreaterThan(90);
    expect(microsoft.anchors().every(({ sha256 }) => microsoft.lists(sha256))).toBe(true);
  });

  it('a certificate that a person adds lends a listed root its key, and makes no other root trusted', () => {
    expect(microsoftStore([root.parsed]).anchors()).toHaveLength(microsoftStore().anchors().length);
    const result = judgeReceiverTrust(makeLeaf(root).parsed, {
      intermediates: [],
      store: microsoftStore(),
      extraRoots: [root.parsed],
      at: now,
      rootCaType: null,
    });
    expect(brief(result)).toBe('not-trusted (path)');
  });

  it('a listed root of which only the name is known is a reason to say "cannot tell"', () => {
    // Named so in Microsoft's list, and not among the roots that Node carries.
    const issuer = der.name(['C', 'AT'], ['CN', 'A-Trust-Root-07']);
    const leaf = makeLeaf(makeIntermediate(root), 'mail.contoso.com', { issuer });
    const result = judge(leaf, [], microsoftStore());
    expect(brief(result)).toBe('cannot-tell (none)');
    expect(result.reasons.map(({ code }) => code)).toEqual([
      'issuer-not-found',
      'listed-root-key-not-available',
    ]);
    expect(judge(leaf, [], mozillaStore()).reasons.map(({ code }) => code)).toEqual(['issuer-not-found']);
  });

  it("Mozilla's roots are those that Node carries, every one readable", () => {
    expect(mozillaStore().anchors().length).toBeGreaterThan(100);
    expect(mozillaStore()).toMatchObject({ id: 'mozilla', notAvailable: null });
    expect(mozillaStore().source).toContain(process.versions.node);
  });

  it('this computer has a store, or says why not', () => {
    const system = systemStore();
    if (system.notAvailable === null) expect(system.anchors().length).toBeGreaterThan(0);
    else expect(system.anchors()).toEqual([]);
  });

  it('a store that cannot be read refuses nobody', () => {
    const unread: TrustStore = { ...plain(serverStore([], 'EX01')), notAvailable: 'access denied' };
    expect(brief(judge(makeLeaf(root), [root], unread))).toBe('cannot-tell (none)');
  });
});

function plain(held: TrustStore): TrustStore {
  return {
    id: held.id,
    dated: held.dated,
    source: held.source,
    notAvailable: held.notAvailable,
    anchors: () => held.anchors(),
    lists: (sha256) => held.lists(sha256),
    listsUnseen: (name) => held.listsUnseen(name),
  };
}
