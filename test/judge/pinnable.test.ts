import { describe, expect, it } from 'vitest';
import type { ExchangeCertificate } from '../../main/domain/certificate.ts';
import { notAsked } from '../../main/domain/reading.ts';
import { pinObstacles } from '../../main/judge/pinnable.ts';
import { TrustTable } from '../../main/judge/trust-table.ts';
import { wordsIn } from '../../main/report/words.ts';
import { certificate, makeCase, seen, sendConnector, server, snapshot } from './make-case.ts';

const good = certificate('A1');
const connector = sendConnector({ sourceServers: ['EX01', 'EX02'] });
const second = { name: 'EX02', fqdn: 'EX02.contoso.com' };

function caseOn(other: readonly ExchangeCertificate[] | null) {
  const held = other === null ? { ...second, certificates: notAsked } : second;
  return makeCase(
    snapshot([server([good]), server(other ?? [], held)], { sendConnectors: seen([connector]) }),
    { A1: 'trusted', B1: 'not-trusted' },
  );
}

const obstacles = (other: readonly ExchangeCertificate[] | null) =>
  pinObstacles(caseOn(other), connector, good);

describe('naming a certificate on a send connector', () => {
  it('has nothing against it when every source server holds it, believes it, and can use its key', () => {
    expect(obstacles([good])).toEqual([]);
  });

  it.each([
    ['lacks it', [], 'not-on-server'],
    ['was not read', null, 'store-not-read'],
    ['does not believe it', [{ ...good, status: 'Untrusted' as const }], 'not-valid'],
    ['may or may not believe it', [{ ...good, status: null }], 'validity-not-known'],
    ['has it without its key', [{ ...good, hasPrivateKey: false }], 'no-private-key'],
    ['has a key of which nothing is known', [{ ...good, hasPrivateKey: null }], 'key-not-known'],
    ['may not read the key', [{ ...good, networkServiceCanReadKey: null, services: [] }], 'key-not-readable'],
    ['finds a private one by the same names', [certificate('B1')], 'other-certificate'],
  ])('waits where one source server %s', (_what, held, kind) => {
    expect(obstacles(held)).toEqual([{ kind, server: 'EX02' }]);
    expect(wordsIn('en').has(`advice.pin-obstacle-${kind}`)).toBe(true);
  });

  it('waits where the source servers were not read, or a list ended early', () => {
    const c = caseOn([]);
    expect(pinObstacles(c, sendConnector({ sourceServers: null }), good)).toEqual([
      { kind: 'source-servers-not-read', server: null },
    ]);
    const sources = c.snapshot.sources.map((source) => ({ ...source, complete: false }));
    const partial = { ...c, snapshot: { ...c.snapshot, sources } };
    expect(pinObstacles(partial, connector, good)).toEqual([{ kind: 'store-not-read', server: 'EX02' }]);
  });

  it('waits where Exchange Online was seen to refuse the certificate', () => {
    const c = caseOn([good]);
    const observed = { outcome: 'refused' as const, from: { source: 'log' }, at: null };
    const trust = new TrustTable(c.trust.all.map((t) => ({ ...t, observed })));
    expect(pinObstacles({ ...c, trust }, connector, good).map(({ kind }) => kind)).toEqual([
      'refused',
      'refused',
    ]);
  });
});
